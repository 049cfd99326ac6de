/* SPDX-License-Identifier: Apache-2.0 */
/* What a branch holds of ours. */
#ifndef MPICC_COMMIT_PLAN_OWNED_H
#define MPICC_COMMIT_PLAN_OWNED_H

#include "compiler/commit/git_session.h"
#include "compiler/commit/plan_input.h"

/*
 * The paths that OWNED_FILE under `folder` lists, and that file itself where it
 * lies. `tree` NULL: an empty branch. `input` saves the reading when the list
 * is to stay as it is.
 */
int plan_owned_read(struct git_session *s, const git_oid *tree, struct str folder, const struct plan_input *input,
		    struct owned *out, struct error *err);

#endif
