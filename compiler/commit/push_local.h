/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Remotes on this machine, through `git receive-pack` and `git upload-pack`.
 * libgit2 could write into the other repository by itself, but runs no hooks
 * there and overwrites what moved in the meantime.
 */
#ifndef MPICC_COMMIT_PUSH_LOCAL_H
#define MPICC_COMMIT_PUSH_LOCAL_H

#include <git2.h>
#include <git2/sys/transport.h>

#include "compiler/commit/child.h"

struct push_local {
	git_smart_subtransport transport;
	git_smart_subtransport_stream stream;
	git_smart_subtransport_definition definition;
	const char *path;         /* of the repository; lives as long as this */
	char *const *environment; /* child_environment's */
	struct child child;
	char complaint[300];      /* why the program failed, in its words */
};

/* For git_remote_callbacks.transport; the payload is the caller's, so this takes ours as `local`. */
int push_local_transport(git_transport **out, git_remote *owner, struct push_local *local);

#endif
