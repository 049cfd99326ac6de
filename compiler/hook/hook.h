/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hook: objects -> the user's Lua -> objects. A hook is a Lua text that
 * returns a function(objects, job), or a table with one called `hook`. It gets
 * the list of all objects of one job and may change, add and remove them.
 */
#ifndef MPICC_HOOK_HOOK_H
#define MPICC_HOOK_HOOK_H

#include "compiler/script/script.h"

struct hook {
	const struct source *source; /* the Lua text */
	struct place user;	     /* where the job or mpicc.yaml names it */
	struct script_cache *cache;  /* keeps the parsed text from job to job; may be NULL */
};

/*
 * Runs one hook. `objects` is a list of Kubernetes objects, `job` what hooks
 * may know about the job (docs/HOOKS.md). What comes back is checked: each
 * object is a map with apiVersion, kind and metadata.name, and no two are the
 * same. What the hook left alone is shared with `objects`, which must not be
 * used any more. False: a diagnostic was reported.
 */
bool hook_run(const struct hook *hook, const struct script_limits *limits, const struct node *job, struct node *objects,
	      struct arena *a, struct diag_list *diags, struct node **out);

#endif
