/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of import share. Pod templates are taken apart: each part
 * removes what it has expressed, and the last one turns what is left into
 * overlays, so that nothing gets lost.
 */
#ifndef MPICC_KUBEFLOW_IMPORT_JOB_H
#define MPICC_KUBEFLOW_IMPORT_JOB_H

#include "compiler/kubeflow/mpijob_read.h"

/* A copy of one pod template. All NULL for a role the job does not have. */
struct import_role {
	const char *name;        /* "launcher", "workers": for notes */
	struct node *metadata;   /* NULL also where the template has none */
	struct node *pod;        /* PodSpec without the MPI container */
	struct node *container;  /* the MPI container */
};

struct import {
	struct decoder *decoder;
	struct arena *arena;
	const struct mpijob *job;
	struct import_role launcher, worker;
	struct node *out;        /* the job file, its members in any order */
	struct node *notes;
};

/* The parts, in the order they run. */
void import_roles(struct import *im);     /* copies the templates */
void import_policies(struct import *im);
void import_command(struct import *im);   /* run or launch, and the environment that options of mpirun stand for */
void import_env(struct import *im);
void import_mounts(struct import *im);
void import_user(struct import *im);
void import_resources(struct import *im); /* and slots, whose default depends on them */
void import_fields(struct import *im);    /* image and others that need no thought; metadata of pods */
void import_rest(struct import *im);      /* overlays of what is left */

void import_note(struct import *im, const char *format, ...) __attribute__((format(printf, 2, 3)));
void import_put_text(struct import *im, const char *key, struct str text);
/* Removes a member and returns its value; NULL when it is not there. `map` may be NULL. */
struct node *import_take(struct node *map, const char *key);
/* Removes a member whose value is null, or a map or list with nothing in it. */
void import_prune(struct node *map, struct str key);
/* All ranks of the job. */
int64_t import_ranks(const struct import *im);

#endif
