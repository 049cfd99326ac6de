/* SPDX-License-Identifier: Apache-2.0 */
/* One whole commit: plan, objects, branch, push, and again where somebody else was faster. */
#ifndef MPICC_COMMIT_COMMIT_WRITE_H
#define MPICC_COMMIT_COMMIT_WRITE_H

#include "compiler/commit/commit.h"

/* How often a commit is made again on top of somebody else's before that is an error. */
enum { commit_tries_max = 24 };

/* Lets tests be the somebody else; NULL outside of them. */
struct commit_hooks {
	void *payload;
	void (*before_move)(void *payload);  /* objects are stored, the branch has not moved */
	void (*before_push)(void *payload);  /* the branch has moved */
};

int commit_plan(const struct commit_request *request, const struct file_set *files, struct arena *a, struct commit_result *out,
		struct error *err);
int commit_write(const struct commit_request *request, const struct file_set *files, const struct commit_hooks *hooks,
		 struct arena *a, struct commit_result *out, struct error *err);
int commit_sync(const struct commit_request *request, struct arena *a, struct error *err);
int commit_origin_find(struct str path, struct arena *a, struct commit_origin *out, struct error *err);

#endif
