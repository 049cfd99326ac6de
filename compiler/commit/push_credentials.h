/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Logging in to a remote: for ssh the agent, then the usual keys in ~/.ssh;
 * for http(s) what the URL says, then `git credential fill` (helpers,
 * GIT_ASKPASS, the terminal), or GIT_ASKPASS alone where git is not installed.
 */
#ifndef MPICC_COMMIT_PUSH_CREDENTIALS_H
#define MPICC_COMMIT_PUSH_CREDENTIALS_H

#include <git2.h>

#include "lib/base/arena.h"

struct push_credentials {
	char *const *environment; /* child_environment's */
	unsigned tries;           /* calls so far: each offers the next thing, until there is none */
	unsigned next_key;
	bool asked, negotiated;
};

/* For git_remote_callbacks.credentials, whose payload is passed on by the caller. Allocates nothing of ours. */
int push_credentials_get(struct push_credentials *c, git_credential **out, const char *url, const char *user, unsigned allowed);

#endif
