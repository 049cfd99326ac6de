/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mpicc.yaml, the project's file at the root of the job files' repository:
 * defaults beneath every job, environments over them, where output goes.
 */
#ifndef MPICC_SPEC_PROJECT_H
#define MPICC_SPEC_PROJECT_H

#include "compiler/spec/field_types.h"

#define PROJECT_FILE "mpicc.yaml"

enum project_field {
#define FIELD(id, ...) project_##id,
#include "compiler/spec/project_fields.def"
#undef FIELD
	project_field_count
};

struct project {
	const struct source *source;       /* NULL: there is no mpicc.yaml */
	struct str environment;            /* chosen with -e; empty: none */
	struct str cluster_domain;
	int kubernetes;                    /* index into the supported versions: 0 is 1.31 */
	struct str repository, branch, base, folder; /* output; empty where not set */
	struct node *defaults;             /* beneath each job */
	struct node *overrides;            /* over each job; NULL without an environment */
	struct node *environments;
	struct node *age_recipients;       /* list of strings, unchecked; NULL: none */
	struct str certificate;            /* a path beside the file; empty: none */
	struct node *quotas;               /* by namespace, maps of resources by their full names to quantities; NULL: none */
	struct node *hooks;                /* for all jobs, before their own */
	int64_t hook_instructions, hook_megabytes, hook_milliseconds;
	const struct node *nodes[project_field_count];
};

extern const struct field_table project_table;

/* What an environment may say of its own. */
const struct str *project_environment_keys(uint32_t *out_count);

/*
 * Decodes a document of mpicc.yaml with an environment laid over it. A NULL
 * document gives the defaults. False: something was reported.
 */
bool project_decode(struct decoder *d, const struct node *document, struct str environment, struct project *out);

/* A job file's document, a map, with the project's defaults beneath and the environment's overrides on top; a tree of its own. */
struct node *project_apply(struct arena *a, const struct project *project, const struct node *document);

#endif
