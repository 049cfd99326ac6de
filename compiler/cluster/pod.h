/* SPDX-License-Identifier: Apache-2.0 */
/* Pods, read: what they do, and why they do not. */
#ifndef MPICC_CLUSTER_POD_H
#define MPICC_CLUSTER_POD_H

#include "compiler/cluster/session.h"

/* A pod's JSON as the apiserver sends it. False: it is no pod. Texts live in `a`. */
bool pod_read(struct str json, struct arena *a, struct cluster_pod *out);

struct pod_list {
	struct cluster_pod *items;
	uint32_t count, capacity;
};

/* A run's pods: those of a role, or with NULL all of them; launcher first, then by index, of one index the newest first. */
int pod_list_read(struct session *s, struct str namespace, struct str job, struct str run, const char *role, struct pod_list *out,
		  struct error *err);

#endif
