/* SPDX-License-Identifier: Apache-2.0 */
/* One open repository, for the length of one operation. */
#ifndef MPICC_COMMIT_GIT_SESSION_H
#define MPICC_COMMIT_GIT_SESSION_H

#include <git2.h>

#include "compiler/commit/commit.h"
#include "compiler/commit/git_tree.h"
#include "compiler/commit/slot.h"
#include "lib/base/scratch.h"

struct git_session {
	struct arena *scratch; /* everything of this operation, handles too */
	git_repository *repo;
	git_odb *odb;
	struct object_hash *hash;
};

/* The last failure of libgit2's, "…: what it says". `code` is what its function returned. */
int git_fail(struct error *err, int code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Prepares libgit2; as often as wanted. It stays so until the process ends, as the module stays loaded. */
int git_start(struct error *err);

/* Opens exactly `path`: a repository above it is not looked for. */
int git_session_open(struct arena *scratch, struct str path, struct git_session *out, struct error *err);

/* A text for libgit2: NUL-terminated. An error where it holds a NUL itself. */
int git_text(struct arena *a, struct str text, const char *what, const char **out, struct error *err);

/* The bytes of an object, in the session's scratch. */
int git_session_read(struct git_session *s, const git_oid *id, git_object_t type, struct str *out, struct error *err);
int git_session_read_tree(struct git_session *s, const git_oid *id, struct git_entries *out, struct error *err);

#endif
