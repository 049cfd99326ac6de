/* SPDX-License-Identifier: Apache-2.0 */
/* The steps of compile_job that join two stages: each a few lines between one folder's output and the next one's input. */
#ifndef MPICC_JOB_H
#define MPICC_JOB_H

#include "compiler/compile.h"
#include "compiler/flavour/flavour.h"
#include "compiler/inputs.h"
#include "compiler/schema/schema.h"
#include "compiler/lower/lower.h"
#include "compiler/rules/rules.h"
#include "compiler/script/script.h"
#include "compiler/secret/secret.h"

/* Where each job stands, to find two of one name. */
struct job_name {
	struct str namespace_, name;
	struct place at;
};

struct job_names {
	struct job_name *items;
	uint32_t count, capacity;
};

/* Whom keys of a project's jobs are encrypted for. */
struct key_recipients {
	const struct project *project;
	enum { recipients_unread, recipients_good, recipients_bad } age_state, certificate_state; /* bad: that was reported */
	struct age_recipient *age;
	uint32_t age_count;
	struct certificate certificate;
};

/* What all jobs of one compilation share, or of one shard of it. */
struct job_context {
	const struct compile_request *request;
	struct arena *arena;              /* of the compilation */
	struct diag_list *diags;
	struct compile_result *result;
	struct error *err;
	const struct template_set *templates;
	struct source_cache scripts;
	struct script_cache *chunks;      /* what those are parsed to */
	const struct schema_set *schemas;
	struct quota_ledger quotas;
	struct job_names names;
	struct key_recipients recipients; /* of the last project that was asked for: jobs of one project come together */
};

/* `request`, `diags`, `result`, `err` and `schemas` are the caller's to set; `templates` are read unless they are there. */
void job_context_init(struct job_context *c, struct arena *a);

/* job_names.c */
void job_names_add(struct job_names *names, struct arena *a, const struct spec *spec);
/* Reports each job that has the name of one before it. */
void job_names_check(const struct job_names *names, struct arena *a, struct diag_list *diags);

/* What is wrong with a job but stands in a script or an option names the job, too: diagnostics since `before`. */
void job_label(struct job_context *c, uint32_t before, const struct node *document);
/* Either form of job file, defaults and environment applied, options of the command line on top. */
bool job_decode(struct job_context *c, const struct job_input *input, struct arena *a, struct spec *out);
bool job_flavour(struct job_context *c, const struct spec *spec, struct arena *a, struct flavour *out);
/* A new key where one is made here (plain, sops, sealed), NULL elsewhere. 1: it cannot be made, and that was reported. */
int job_keys(struct job_context *c, const struct project *project, const struct spec *spec, struct arena *a,
	     struct key_secret **out);
/* The project's hooks, then the job's. */
bool job_hooks(struct job_context *c, const struct plan *plan, struct arena *a, struct object_list *objects);
/* The raw parts of pods that a job brings along, before they are laid over anything. */
bool job_check_pods(struct job_context *c, const struct spec *spec, const struct project *project);
bool job_validate(struct job_context *c, const struct plan *plan, const struct object_list *objects);
bool job_rules(struct job_context *c, const struct plan *plan, const struct object_list *objects, struct arena *a);
/* Names the run and adds its files to the result. */
int job_emit(struct job_context *c, const struct spec *spec, struct object_list *objects, struct arena *a);

#endif
