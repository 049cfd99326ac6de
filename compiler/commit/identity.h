/* SPDX-License-Identifier: Apache-2.0 */
/* Who commits, and when, as git finds it out. */
#ifndef MPICC_COMMIT_IDENTITY_H
#define MPICC_COMMIT_IDENTITY_H

#include "compiler/commit/git_session.h"

struct identity {
	git_signature *author, *committer; /* owned by the session's scratch */
};

/*
 * GIT_AUTHOR_NAME, _EMAIL, _DATE (and GIT_COMMITTER_…), else author.name
 * (committer.name), else user.name of the repository's and the user's
 * configuration; EMAIL for the address. Unlike git, never made up from the
 * user and host name.
 */
int identity_find(struct git_session *s, struct identity *out, struct error *err);

/* The time that a GIT_…_DATE says: "@1700000000 +0100", ISO 8601 or RFC 2822; offset in minutes. */
bool identity_parse_date(const char *text, int64_t *out_time, int *out_offset);

#endif
