/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where in a YAML text a cursor stands. It looks at indentation and brackets
 * alone, because an editor asks while the text is half written and no reader
 * would take it.
 */
#ifndef MPICC_LSP_OUTLINE_H
#define MPICC_LSP_OUTLINE_H

#include "lib/base/arena.h"

struct outline {
	struct str path;   /* keys that lead here, joined by dots; with the key whose value it is, without the one being written */
	bool in_key;       /* a key is written here, not a value */
	bool flow;         /* between braces or brackets */
	struct str word;   /* what stands before the cursor of the key or value */
	size_t word_start; /* its offset */
	size_t document;   /* offset where the YAML document begins */
};

struct outline outline_at(struct str text, size_t offset, struct arena *a);
/* The end of the word, key or path that `offset` is in or right after. */
size_t outline_word_end(struct str text, size_t offset);

#endif
