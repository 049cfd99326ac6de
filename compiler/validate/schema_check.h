/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finished objects against the schemas of the Kubernetes they are for: unknown
 * and missing fields, types, choices, ranges, forms, entries twice in a list.
 * A mistake is shown at the line that the value came from, with the object and
 * the path it ended up at, and what lies within it is not looked at.
 */
#ifndef MPICC_VALIDATE_SCHEMA_CHECK_H
#define MPICC_VALIDATE_SCHEMA_CHECK_H

#include "compiler/schema/schema.h"
#include "lib/base/diag.h"
#include "lib/tree/node.h"

struct schema_target {
	const struct schema_set *set;  /* Kubernetes', and what was added to it */
	unsigned version;              /* minor number */
	struct place version_at;       /* where the user chose it; nowhere: it is the default */
	struct str environment;        /* of mpicc.yaml, and where its environments stand; empty and nowhere: none */
	struct place environments_at;
};

/*
 * Checks one object of the job that stands at `job`. Of one that SOPS has encrypted all is checked but SOPS's own member, `sops`, and
 * the encrypted values, for the apiserver gets neither. A kind of another group
 * than Kubernetes' own for which there is no schema passes. False: an error
 * was reported.
 */
bool schema_check(const struct schema_target *target, const struct node *object, struct place job, struct diag_list *diags);

/*
 * A PodSpec of the user's (`whole`: with its metadata), before anything is
 * merged with it: whether lists are lists and maps are maps. What is something
 * else would get lost on the way. NULL has no mistakes.
 */
bool schema_check_pod(const struct schema_target *target, const struct node *pod, bool whole, struct diag_list *diags);

#endif
