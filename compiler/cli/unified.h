/* SPDX-License-Identifier: Apache-2.0 */
/* Changes as unified diffs, in the form that `git apply` and `patch -p1` read. */
#ifndef MPICC_CLI_UNIFIED_H
#define MPICC_CLI_UNIFIED_H

#include "compiler/commit/commit.h"
#include "lib/base/buf.h"

enum { unified_context = 3 };

void unified_print(struct buf *out, struct arena *a, const struct change *change, bool colour);
/* How many lines are new and how many go. */
void unified_count(struct arena *a, const struct change *change, uint32_t *out_added, uint32_t *out_removed);
/* " PATH | 3 ++-" for each, and a last line with the sums. */
void unified_stat(struct buf *out, struct arena *a, const struct change *changes, uint32_t count, unsigned width, bool colour);

#endif
