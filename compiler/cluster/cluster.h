/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cluster: what an apiserver says about jobs, for the commands that look at it. Reads only, and asks for no Secret's data.
 *
 * No type of libcurl's or lib/kube's appears here. The implementation is a module that is loaded when first needed
 * (cluster_module_load), because libcurl costs 8 ms at every start of a program linked with it.
 *
 * Each function connects anew. What it returns lives in the arena it was handed; times are milliseconds since 1970, 0: unknown.
 */
#ifndef MPICC_CLUSTER_CLUSTER_H
#define MPICC_CLUSTER_CLUSTER_H

#include "compiler/module/module.h"
#include "lib/base/arena.h"
#include "lib/contract/run_status.h"

/* Which cluster, and where in it. Empty: as the kubeconfig says. */
struct cluster_target {
	struct str kubeconfig, context, namespace;
	bool all_namespaces;
};

/* The newest run of a job. */
struct cluster_run {
	struct str namespace, job;
	struct shown_run shown;
	bool gone;               /* its Jobs are not in the cluster any more, only what the controller wrote down */
};

struct cluster_pod {
	struct str name, role, node;
	struct str container;    /* the one that `logs` shows */
	struct str phase;        /* as Kubernetes calls it: Pending, Running, … */
	struct str reason;       /* why it waits or has failed, one word: ImagePullBackOff; empty: it does neither */
	struct str message;      /* the same in words; may be empty */
	int64_t index;           /* of an Indexed Job; -1: none */
	int64_t restarts;
	int64_t exit_code;       /* of the container that ended last; -1: none did */
	int64_t created_ms;
	bool ready;
	bool started;            /* a container runs or has run, so there may be a log */
};

struct cluster_status {
	struct cluster_run *runs; /* by namespace, then job */
	uint32_t run_count;
	struct cluster_pod *pods; /* only when one job was asked for: its run's, launcher first, by index */
	uint32_t pod_count;
};

/* What follows changes. A negative return of `changed` ends it without an error. */
struct cluster_listener {
	void *payload;
	int (*changed)(void *payload, const struct cluster_run *run); /* a run that is new or differs; borrowed */
	void (*trouble)(void *payload, struct str message);           /* the connection has failed, and is tried again */
};

struct log_request {
	struct str job;
	struct str run;          /* empty: the newest */
	int64_t worker;          /* index of the worker; -1: the launcher */
	bool follow;             /* waits for the container to start, and to end */
	bool previous;           /* of the container before its last restart */
	void *payload;
	int (*write)(void *payload, struct str bytes);                /* negative: nobody reads any more */
	void (*waiting)(void *payload, struct str message);           /* once, under `follow` */
};

enum finding_level { finding_ok, finding_note, finding_problem };

struct finding {
	enum finding_level level;
	struct str where, what;
	struct str advice;       /* what to do; may be empty */
	struct str lines;        /* of a log; may be empty */
};

struct finding_list {
	struct arena *arena;
	struct finding *items;
	uint32_t count, capacity;
};

struct doctor_request {
	struct str job;                  /* empty: the cluster and the controller only */
	struct str controller_namespace; /* where its Lease is */
	int64_t now_ms;                  /* wall time */
};

struct cluster_finished {
	struct str namespace, job;
	struct finished_run run;
};

struct cluster_finished_list {
	struct cluster_finished *items;
	uint32_t count, capacity;
};

/* As compiler/commit/commit.h: modules of another build are refused. */
enum { cluster_abi_version = 1 };
#define CLUSTER_ABI_SIZES \
	((uint64_t)sizeof(struct cluster_run) << 48 | (uint64_t)sizeof(struct cluster_pod) << 32 | \
	 (uint64_t)sizeof(struct log_request) << 16 | (uint64_t)sizeof(struct finding))

struct cluster_ops {
	struct module_head head;
	/* `job` empty: all. A job that nothing is known of is error_not_found. */
	int (*status)(const struct cluster_target *target, struct str job, struct arena *a, struct cluster_status *out,
		      struct error *err);
	/* Tells of all runs at first. Ends by the listener, or when the apiserver refuses what is asked for. */
	int (*follow)(const struct cluster_target *target, struct str job, const struct cluster_listener *listener,
		      struct arena *a, struct error *err);
	int (*logs)(const struct cluster_target *target, const struct log_request *request, struct arena *a, struct error *err);
	/* Whatever fails is a finding. */
	void (*doctor)(const struct cluster_target *target, const struct doctor_request *request, struct arena *a,
		       struct finding_list *out);
	/* Appends the ledgers' runs of the target's namespace (all of them: of every one). */
	int (*finished)(const struct cluster_target *target, struct arena *a, struct cluster_finished_list *out,
			struct error *err);
};

/* Loads the module and returns its functions; NULL and an error when it cannot be loaded. */
const struct cluster_ops *cluster_module_load(struct error *err);

#endif
