/* SPDX-License-Identifier: Apache-2.0 */
/* The commit object itself. */
#ifndef MPICC_COMMIT_COMMIT_OBJECT_H
#define MPICC_COMMIT_COMMIT_OBJECT_H

#include "compiler/commit/identity.h"

/* `parent` NULL: the first commit of a branch. `message` is UTF-8 and ends in a newline. What is signed is the same without `signature`. */
struct str commit_object_print(struct arena *a, const git_oid *tree, const git_oid *parent, const struct identity *identity,
			       struct str signature, struct str message);

#endif
