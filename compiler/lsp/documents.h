/* SPDX-License-Identifier: Apache-2.0 */
/* The files an editor has open, laid over the file system; and which files it was told something about. */
#ifndef MPICC_LSP_DOCUMENTS_H
#define MPICC_LSP_DOCUMENTS_H

#include "lib/base/io.h"

enum { document_max = 4096 };

struct document {
	struct str path; /* absolute, normalised */
	struct str text; /* while open */
	bool open;
	bool told;	 /* the editor shows diagnostics of it */
};

/* On the heap, because texts come and go. */
struct documents {
	const struct io *below;
	struct document *items;
	uint32_t count;
};

/* Finds it or makes it; NULL without memory or with too many. The pointer is valid until the next one is made. */
struct document *documents_need(struct documents *d, struct str path);
struct document *documents_find(struct documents *d, struct str path);
/* Copies the text. False: no memory, and the document is closed. */
bool document_open(struct document *d, struct str text);
void document_close(struct document *d);
void documents_release(struct documents *d);

/* Open texts, and `below` for everything else; its payload is `d`. */
struct io documents_io(struct documents *d);
/* An open text, or the file's; false when there is none that can be read. */
bool documents_text(struct documents *d, struct str path, struct arena *a, struct str *out);

#endif
