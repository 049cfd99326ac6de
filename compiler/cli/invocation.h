/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The names this program is called by. Links to it make it a command of
 * kubectl's and of git's, which look for programs called kubectl-NAME (`_` for
 * `-`) and git-NAME; kubectl asks kubectl_complete-NAME for completions.
 */
#ifndef MPICC_CLI_INVOCATION_H
#define MPICC_CLI_INVOCATION_H

#include "lib/base/arena.h"

struct invocation {
	const char *file;   /* the link's name */
	const char *shown;  /* what the user types: "kubectl mpicc-yaml" */
	bool completes;     /* asked for completions, not for work */
};

/* By argv[0]; never NULL. */
const struct invocation *invocation_of(const char *path);

/* `text` with the program's name, where it stands as a command, replaced by what the user types. */
struct str invocation_name(const struct invocation *invocation, struct arena *a, struct str text);

#endif
