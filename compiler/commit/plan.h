/* SPDX-License-Identifier: Apache-2.0 */
/* Compares what is wished with what a commit holds; decides, changes nothing. */
#ifndef MPICC_COMMIT_PLAN_H
#define MPICC_COMMIT_PLAN_H

#include "compiler/commit/target.h"

struct plan {
	git_oid parent;           /* the commit planned on; see has_parent */
	bool has_parent;
	struct target *root;      /* with each action filled in */
	struct change *changes;   /* in the caller's arena; by path */
	uint32_t change_count;    /* 0: nothing to commit, whatever the bookkeeping files would become */
	struct kept_file *kept;   /* in the caller's arena; by path */
	uint32_t kept_count;
	struct owned before, after;
};

/*
 * `parent` NULL: on an empty branch. Wished paths that are there but not ours,
 * and files where a folder is needed (or the other way round), are errors.
 */
int plan_make(struct git_session *s, const struct commit_request *request, const struct file_set *files, const git_oid *parent,
	      struct arena *a, struct plan *out, struct error *err);

#endif
