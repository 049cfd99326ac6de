/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lower: a plan -> Kubernetes objects, through the templates.
 *
 * Names in the objects hold RUN_ID_PLACEHOLDER until identity_apply, because
 * the hash covers what hooks make of them.
 */
#ifndef MPICC_LOWER_LOWER_H
#define MPICC_LOWER_LOWER_H

#include "compiler/flavour/plan.h"
#include "compiler/lower/template.h"
#include "lib/base/diag.h"

/* A key that was made here. */
struct key_secret;

/* An object and the file it goes to, whatever its name. */
struct object {
	struct node *tree;
	struct str file;       /* "launcher-job.yaml" */
	bool keep_existing;    /* write once: a key that was made here */
};

/* The file of the run's own ConfigMap. */
#define CONFIG_FILE "config.yaml"

struct object_list {
	struct object *items;
	uint32_t count, capacity;
};

/*
 * All objects of one job. `keys` is NULL unless the job's keys are made here (plain, sops, sealed).
 * False: the user's pod template or overlay collides with what the run needs,
 * and that was reported.
 */
bool lower(const struct plan *plan, const struct template_set *templates, const struct key_secret *keys, struct arena *a,
	   struct diag_list *diags, struct object_list *out);

/* A target: which Jobs there are, and what their pods are. One row of lower.c's table each. */
struct lowering {
	const struct plan *plan;
	const struct template_set *templates;
	struct node *values;      /* of the templates */
	struct arena *arena;
	struct diag_list *diags;
	struct object_list *out;
};

void lower_add(struct lowering *l, struct node *tree, const char *file);
void lower_add_template(struct lowering *l, const char *name, const char *file);

#endif
