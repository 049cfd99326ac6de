/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of compiler/lower share: the objects of a job that is read from text. */
#ifndef MPICC_TESTS_UNIT_LOWER_CASE_H
#define MPICC_TESTS_UNIT_LOWER_CASE_H

#include "compiler/lower/lower.h"
#include "compiler/secret/secret.h"
#include "tests/support/trees.h"

/* A whole job; what a test adds begins on line 6. */
#define JOB "apiVersion: mpicc.dev/v1\nkind: MPIJob\nmetadata: {name: pi, namespace: hpc}\nimage: img\nrun: ./pi\n"
#define RUN "pi-" RUN_ID_PLACEHOLDER

struct lower_case {
	struct arena *arena;
	struct diag_list diags;
	struct decoder decoder;
	struct project project;
	struct spec_kubeflow kubeflow;
	struct spec spec;
	struct plan plan;
	struct object_list objects;
	struct key_secret keys; /* what is lowered with keys that are made while compiling */
	const char *lua;        /* the flavour's text; NULL: the built-in that the job names */
	bool ok;
};

/* Reads, decodes, plans and lowers. Stages before lower must succeed. */
void lower_case_text(struct lower_case *c, struct arena *a, const char *text);
/* The same for JOB and more lines. No diagnostic is allowed. */
void lower_case_make(struct lower_case *c, struct arena *a, const char *lines);
/* An MPIJob of parts: members of `spec`, and the two templates' pod specs (NULL worker: none), in flow style. */
void lower_case_kubeflow(struct lower_case *c, struct arena *a, const char *spec, const char *launcher, const char *worker);

/* The object that goes to a file; NULL when there is none. */
struct node *lower_case_object(const struct lower_case *c, const char *file);
/* The pod template of the Job in a file, and its first container called `name`; both must be there. */
struct node *lower_case_pod(const struct lower_case *c, const char *file);
struct node *lower_case_container(const struct lower_case *c, const char *file, const char *name);
/* The names of all files, in order, each with a blank after it. */
struct str lower_case_files(const struct lower_case *c);

#define LAUNCHER "launcher-job.yaml"
#define WORKER "worker-job.yaml"
#define INDEXED "job.yaml"

#endif
