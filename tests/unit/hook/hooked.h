/* SPDX-License-Identifier: Apache-2.0 */
/* Runs hooks over the objects of a launcher/worker job (objects.json, job.json). */
#ifndef MPICC_TESTS_UNIT_HOOK_HOOKED_H
#define MPICC_TESTS_UNIT_HOOK_HOOKED_H

#include "compiler/hook/hook.h"
#include "tests/support/test.h"
#include "tests/unit/script/tree_json.h"

struct hooked {
	struct arena *a;
	struct diag_list diags;
	struct node *objects, *job; /* as they go in; tests may change them first */
	struct node *out;	    /* the objects that came back */
};

extern const struct script_limits hooked_limits; /* with time for sanitizers, which are slow */

struct hooked hooked_new(struct arena *a);

/* A file of examples/hooks, or a text. False: see diags. */
bool hooked_example(struct hooked *h, const char *name);
bool hooked_text(struct hooked *h, const char *lua);

/* "E0521 hooks/x.lua:1: message" */
struct str hooked_diag(struct hooked *h, uint32_t index);

/* The Job of that role, its pod, and that pod's first container. */
struct node *hooked_pod(const struct node *objects, const char *role);
struct node *hooked_container(const struct node *objects, const char *role);

#endif
