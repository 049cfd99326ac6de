/* SPDX-License-Identifier: Apache-2.0 */
/* A set of object ids. */
#ifndef MPICC_COMMIT_OID_SET_H
#define MPICC_COMMIT_OID_SET_H

#include <git2.h>

#include "lib/base/arena.h"

struct oid_set {
	struct arena *arena;
	git_oid *slots;      /* the zero id: free */
	uint32_t count, size; /* size: a power of two, or 0 */
};

/* False when it was there already. The id of zeros cannot be a member. */
bool oid_set_add(struct oid_set *set, const git_oid *id);

#endif
