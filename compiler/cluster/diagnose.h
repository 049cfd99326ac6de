/* SPDX-License-Identifier: Apache-2.0 */
/* Facts about a job's newest run -> findings: why it does not start, or why it failed. No network, no clock. */
#ifndef MPICC_CLUSTER_DIAGNOSE_H
#define MPICC_CLUSTER_DIAGNOSE_H

#include "compiler/cluster/cluster.h"

/* A Secret or ConfigMap that the pods mount. */
struct mount_fact {
	const char *kind;        /* "Secret" */
	struct str name;
	bool missing;
};

/* A warning about a Job or a pod, the newest of its reason. */
struct event_fact {
	struct str object;       /* name */
	struct str reason, note;
	int64_t time_ms;
};

struct job_facts {
	struct cluster_run run;
	struct run_names names;
	bool has_launcher, has_worker;   /* their Jobs exist */
	bool keys_by_controller;
	bool scheduled_elsewhere;        /* a queue's label stands on the Job */
	bool knows_end;                  /* the ledger has the run: */
	struct finished_run end;
	struct cluster_pod *pods;
	uint32_t pod_count;
	struct mount_fact *mounts;
	uint32_t mount_count, mount_capacity;
	struct event_fact *events;
	uint32_t event_count, event_capacity;
	struct str log;                  /* the last lines of the launcher's; may be empty */
};

void diagnose(const struct job_facts *facts, struct finding_list *out);

#endif
