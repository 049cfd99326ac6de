/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules: advice and errors beyond what fields and schemas can say, on one job's
 * plan and finished objects, and on all jobs of a namespace together. Each rule
 * is a row of a table (rules.c, rules_jobs.c) with a code of its own.
 */
#ifndef MPICC_RULES_RULES_H
#define MPICC_RULES_RULES_H

#include "compiler/lower/lower.h"

/* Checks the finished objects of one job. False: an error was reported; warnings alone are true. */
bool rules_check(const struct plan *plan, const struct object_list *objects, struct arena *a, struct diag_list *diags);

/* What the jobs of each namespace ask for, all together. */
struct quota_use;
struct quota_ledger {
	struct arena *arena;     /* of the compilation: it outlives the jobs */
	struct quota_use *items;
	uint32_t count, capacity;
};

/*
 * Adds a job, and holds it and the sum so far against `quotas` of its
 * mpicc.yaml. False: the job alone asks for more than there is. The sum is
 * reported once a namespace and resource, at the job that goes beyond.
 */
bool rules_quota(struct quota_ledger *ledger, const struct plan *plan, const struct object_list *objects, struct diag_list *diags);

#endif
