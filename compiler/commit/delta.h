/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One text told in terms of another, as packs have it (git's
 * Documentation/gitformat-pack, "Deltified representation"): copies from the
 * base, and what is new. Manifests of two jobs differ in little more than names.
 */
#ifndef MPICC_COMMIT_DELTA_H
#define MPICC_COMMIT_DELTA_H

#include "lib/base/arena.h"
#include "lib/base/buf.h"

struct delta_index;

/* Lives in `a`; `base` is borrowed as long. NULL: it is too short, or beyond 4 GiB. */
struct delta_index *delta_index_new(struct arena *a, struct str base);

/* Appends `target` in terms of the base. False: that takes `max` bytes or more, and `out` is what it was. */
bool delta_make(const struct delta_index *index, struct str target, size_t max, struct buf *out);

#endif
