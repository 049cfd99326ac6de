/* SPDX-License-Identifier: Apache-2.0 */
/* Two tips of one branch, here and at a remote: what may be done about it. */
#ifndef MPICC_COMMIT_PUSH_DIVERGED_H
#define MPICC_COMMIT_PUSH_DIVERGED_H

#include "compiler/commit/branch.h"

/* Whether `theirs` has commits that the branch has not. */
int push_is_news(struct git_session *s, const struct branch *b, const git_oid *theirs, bool *out, struct error *err);
/*
 * The branch is about to be made anew on `theirs`, which drops what only the
 * branch has. That must be commits of this tool's alone: they are derived from
 * the job files, and made again. Anybody else's is an error.
 */
int push_check_ours(struct git_session *s, const struct branch *b, const git_oid *theirs, struct error *err);

#endif
