/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ownership file: the paths this tool wrote into a folder, relative to it,
 * one a line, sorted bytewise, each once. It does not list itself: where it
 * lies, it is ours. METADATA_FILE has a row like any other file.
 */
#ifndef MPICC_COMMIT_OWNED_H
#define MPICC_COMMIT_OWNED_H

#include "lib/base/arena.h"
#include "lib/base/error.h"

struct owned {
	struct str *paths; /* views of the parsed text */
	uint32_t count;
};

/* Anything but what owned_print makes is an error: a hand-edited list could name files that are not ours to delete. */
int owned_parse(struct arena *a, struct str text, struct owned *out, struct error *err);
struct str owned_print(struct arena *a, const struct owned *owned);
/* Whether some path lies in the folder `folder` (no slash at its end), or is `folder` itself. */
bool owned_has_under(const struct owned *owned, struct str folder);

#endif
