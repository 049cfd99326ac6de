/* SPDX-License-Identifier: Apache-2.0 */
/* Carries a plan out: blobs and the trees that change go into a pack. */
#ifndef MPICC_COMMIT_TREE_WRITE_H
#define MPICC_COMMIT_TREE_WRITE_H

#include "compiler/commit/pack.h"
#include "compiler/commit/plan.h"

/* The id of the new root tree. Changes the plan's entries: a plan is carried out once. */
int tree_write(struct git_session *s, struct plan *plan, struct pack *pack, git_oid *out, struct error *err);

#endif
