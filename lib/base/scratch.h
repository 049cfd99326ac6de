/* SPDX-License-Identifier: Apache-2.0 */
/* Memory that ends with an arena at the latest: arenas for a part of the work, growing texts, secrets. */
#ifndef MPICC_BASE_SCRATCH_H
#define MPICC_BASE_SCRATCH_H

#include "lib/base/arena.h"
#include "lib/base/buf.h"

/*
 * An arena that ends with `a`, also when memory runs out (it jumps where `a`
 * does). arena_release gives its memory back before, as often as wanted.
 */
struct arena *scratch_new(struct arena *a);

/* A buf of at most `max` bytes that ends with `a`. */
struct buf *scratch_buf(struct arena *a, size_t max);
/* Its text, NUL-terminated as arena_str's are, in `a`; the buf is given back. Jumps if the buf had failed. */
struct str scratch_buf_str(struct arena *a, struct buf *b);

/*
 * A text, empty at first, whose bytes are overwritten when `a` ends, also when
 * memory runs out. It is made before them, so that no allocation can leave them
 * behind. They must be writable and live as long as `a`.
 */
struct str *scratch_secret(struct arena *a);

#endif
