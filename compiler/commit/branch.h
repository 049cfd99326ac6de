/* SPDX-License-Identifier: Apache-2.0 */
/* The branch that is committed to: its name, its tip, and moving it by compare-and-swap. */
#ifndef MPICC_COMMIT_BRANCH_H
#define MPICC_COMMIT_BRANCH_H

#include "compiler/commit/git_session.h"

struct branch {
	struct str name;       /* "main"; NUL-terminated, in the session's scratch */
	struct str reference;  /* "refs/heads/main"; likewise */
	git_oid tip;
	bool exists;           /* false: unborn, there is no tip */
};

/* `name` empty: what HEAD names, whether it exists or not. */
int branch_find(struct git_session *s, struct str name, struct branch *out, struct error *err);
/* The commit to go on from: the tip, else that of the branch `base` (empty: none), which must be there. */
int branch_start(struct git_session *s, const struct branch *b, struct str base, git_oid *out, bool *out_has, struct error *err);
/* Reads the tip again. */
int branch_reload(struct git_session *s, struct branch *b, struct error *err);
/* An error when a work tree has the branch checked out: moving it would leave that work tree behind. */
int branch_check_free(struct git_session *s, const struct branch *b, struct error *err);

enum branch_moved { branch_moved, branch_lost, branch_locked };

/*
 * Moves the branch from where `b` has it to `to`; branch_lost when it is
 * elsewhere by now, branch_locked when another program is at it.
 */
int branch_move(struct git_session *s, struct branch *b, const git_oid *to, enum branch_moved *out, struct error *err);

#endif
