/* SPDX-License-Identifier: Apache-2.0 */
/* The changes that a plan makes, for people to read. */
#ifndef MPICC_COMMIT_PLAN_CHANGES_H
#define MPICC_COMMIT_PLAN_CHANGES_H

#include "compiler/commit/plan.h"

/* Fills in plan->changes and plan->kept: paths and old contents in `a`, new contents borrowed from the wished files. */
int plan_changes(struct git_session *s, struct str folder, struct arena *a, struct plan *plan, struct error *err);

#endif
