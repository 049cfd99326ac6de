/* SPDX-License-Identifier: Apache-2.0 */
/* Objects of runs, kept as they come and go, and the newest run of each job that they make. No network, no clock. */
#ifndef MPICC_CLUSTER_SNAPSHOT_H
#define MPICC_CLUSTER_SNAPSHOT_H

#include "compiler/cluster/cluster.h"
#include "compiler/cluster/object.h"

enum { snapshot_max = 1 << 20 }; /* objects */

/* The last of objects with one uid counts. */
struct object_set {
	struct object *items;
	uint32_t count, capacity;
};

void object_set_release(struct object_set *set);
/* -1: no memory, or more than snapshot_max. */
int object_set_add(struct object_set *set, const struct object *object, struct error *err);
void object_set_remove(struct object_set *set, const char *uid);

struct snapshot {
	struct object_set jobs, statuses;
};

void snapshot_release(struct snapshot *s);

/*
 * The newest run of each job, by namespace and job. Jobs say most, as they are always right about themselves; the status
 * ConfigMap says when the run began, and all about runs whose Jobs are gone.
 */
void snapshot_runs(const struct snapshot *s, struct arena *a, struct cluster_run **out, uint32_t *out_count);

bool cluster_run_equal(const struct cluster_run *a, const struct cluster_run *b);

#endif
