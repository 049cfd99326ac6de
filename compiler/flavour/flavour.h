/* SPDX-License-Identifier: Apache-2.0 */
/*
 * flavour: a job -> a plan. Resolves the target, host names and slots, and asks
 * the MPI flavour's Lua for host file, environment, launch command and files.
 * docs/FLAVOURS.md is the contract with flavour files.
 */
#ifndef MPICC_FLAVOUR_FLAVOUR_H
#define MPICC_FLAVOUR_FLAVOUR_H

#include "compiler/assets/assets.h"
#include "compiler/flavour/plan.h"
#include "compiler/script/script.h"

struct flavour {
	const struct source *source; /* the Lua text */
	struct script_cache *cache;  /* keeps the parsed text from job to job */
};

/* Names of the built-in flavours, sorted as they are embedded. */
uint32_t flavour_builtin(struct arena *a, struct str **out);
/* The file of a built-in flavour; NULL when there is none of that name. */
const struct asset *flavour_builtin_asset(struct arena *a, struct str name);

/* False: something was reported. */
bool flavour_plan(const struct flavour *flavour, const struct spec *spec, const struct project *project, struct arena *a,
		  struct diag_list *diags, struct plan *out);

/* What each flavour and hook of a project's jobs may use. */
struct script_limits flavour_script_limits(const struct project *project);

/* What flavours and hooks are told about a job (docs/FLAVOURS.md, docs/HOOKS.md). */
struct node *flavour_job(const struct plan *plan, struct arena *a);

#endif
