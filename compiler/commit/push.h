/* SPDX-License-Identifier: Apache-2.0 */
/* Sending a branch to another repository, and getting it from there. */
#ifndef MPICC_COMMIT_PUSH_H
#define MPICC_COMMIT_PUSH_H

#include "compiler/commit/branch.h"

struct push_remote;

enum push_outcome {
	push_done,
	push_refused  /* not a fast-forward, or the other side said no: see push_refusal */
};

/* `name` is a configured remote, a URL or a path. Nothing is contacted yet. Lives in the session's scratch. */
int push_remote_open(struct git_session *s, struct str name, struct push_remote **out, struct error *err);
/* Errors are of code error_remote: unreachable, not allowed in, no repository there. */
int push_branch(struct push_remote *r, const struct branch *b, enum push_outcome *out, struct error *err);
/* The tip of the branch over there, fetched with all it needs; *out_exists false when there is no such branch. */
int push_fetch(struct push_remote *r, const struct branch *b, git_oid *out_tip, bool *out_exists, struct error *err);
/* Sets the error of a refused push, in the other side's words. */
int push_refusal(const struct push_remote *r, const struct branch *b, struct error *err);

#endif
