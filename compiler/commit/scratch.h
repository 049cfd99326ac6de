/* SPDX-License-Identifier: Apache-2.0 */
/* What one operation holds and gives back at its end: memory, growing texts, and other people's handles. */
#ifndef MPICC_COMMIT_SCRATCH_H
#define MPICC_COMMIT_SCRATCH_H

#include "lib/base/arena.h"
#include "lib/base/buf.h"

/*
 * An arena that ends with `a` at the latest, also when memory runs out (it
 * jumps where `a` does), and at arena_release at the earliest.
 */
struct arena *scratch_new(struct arena *a);

/* A buf that ends with `a`. */
struct buf *scratch_buf(struct arena *a);
/* Its text, NUL-terminated as arena_str's are, in `a`; the buf is given back. Jumps if the buf had failed. */
struct str scratch_buf_str(struct arena *a, struct buf *b);

/* A place for one foreign handle. It is made before the handle, so that the handle is never without a keeper. */
struct slot {
	void *handle; /* NULL: nothing to release */
	void (*release)(void *handle);
};
struct slot *slot_new(struct arena *a, void (*release)(void *handle));
/* Releases now; the slot may be used again. */
void slot_clear(struct slot *s);

#endif
