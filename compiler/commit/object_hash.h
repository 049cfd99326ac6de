/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ids of objects that are not written (yet). libcrypto computes them three
 * times as fast as libgit2, whose SHA-1 looks for attacks at the same time;
 * whatever is written goes through libgit2's too, when it indexes the pack.
 * One of these serves one thread.
 */
#ifndef MPICC_COMMIT_OBJECT_HASH_H
#define MPICC_COMMIT_OBJECT_HASH_H

#include <git2.h>

#include "lib/base/arena.h"
#include "lib/base/error.h"

struct object_hash;

struct object_hash *object_hash_new(struct arena *a); /* lives in `a` */
int object_hash_id(struct object_hash *h, git_object_t type, struct str bytes, git_oid *out, struct error *err);
/* SHA-1 of the bytes alone, without git's header. */
int object_hash_raw(struct object_hash *h, struct str bytes, git_oid *out, struct error *err);

#endif
