/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An apiserver, a job controller and kubelets for one run, in memory, with a clock of their own; and a controller on them that
 * can be ended and started again. Each write can be made to fail in each way.
 */
#ifndef MPICC_TESTS_CONTROLLER_FAKE_CLUSTER_H
#define MPICC_TESTS_CONTROLLER_FAKE_CLUSTER_H

#include "runtime-controller/reconcile/reconciler.h"
#include "tests/support/test.h"

enum fault_kind {
	fault_none,
	fault_500_before,     /* refused */
	fault_500_after,      /* done, and then the answer is 500 */
	fault_409_before,
	fault_reset_before,   /* the connection breaks before anything is done */
	fault_reset_after,    /* … and after it: a timeout, for the one who asked */
	fault_crash_before,   /* the controller is ended before the write arrives, and started again */
	fault_crash_after,
	fault_403_before,
	fault_429_before,
	fault_kind_count
};

enum { fake_pods_max = 64, fake_workers = 4 };

struct fake_job {
	bool exists;
	const char *name, *role, *annotations;
	char uid[uid_max + 1];
	char condition[32], reason[48];
};

struct fake_pod {
	char name[32];
	char uid[uid_max + 1], owner[uid_max + 1];
	const char *role;
	const char *phase;
	int64_t gone_at; /* a deleted pod goes a second later; 0: not deleted */
};

struct fake_answer {
	struct kube_call call;
	struct kube_status status;
	char *body;
	struct fake_answer *next;
};

struct fake_cluster {
	struct arena arena, scratch;
	int64_t now_ms;
	struct fake_job launcher, worker;
	struct fake_pod pods[fake_pods_max];
	uint32_t pod_count, uid_count, version;
	struct { bool exists; char uid[uid_max + 1]; struct str metadata; uint32_t made; } secret;
	struct { bool exists; uint32_t version; struct str labels, data; } config;
	struct fake_answer *answers;
	uint32_t writes;          /* Events apart */
	uint32_t events, deletes, recreated;
	uint32_t reads, read_fault_at; /* the read, from 1, that is answered with 500 */
	uint32_t fault_at;        /* the write, from 1, that `fault` happens to */
	enum fault_kind fault;
	bool crash;
	bool leads;
	char log[65536];          /* one line a write */

	struct store store;
	struct ledger ledger;
	struct metrics metrics;
	struct log logger;
	struct reconciler reconciler;
};

struct fake_cluster *fake_cluster_new(const char *annotations);
void fake_cluster_free(struct fake_cluster *c);

/* Lets time pass in steps of 50 ms, in which all of them do what they do. */
void fake_cluster_run(struct fake_cluster *c, int64_t ms);
/* The launcher Job ends by that condition. */
void fake_cluster_finish(struct fake_cluster *c, const char *condition, const char *reason);
void fake_cluster_restart(struct fake_cluster *c);
/* All objects of git are lost and applied again under new uids; what the controller made stays, also what should go with its owner. */
void fake_cluster_rebuild(struct fake_cluster *c);

/* Pods of a role that are not finished and not being deleted. */
uint32_t fake_active(const struct fake_cluster *c, const char *role);
uint32_t fake_pods(const struct fake_cluster *c, const char *role);
/* The text of a key of the status ConfigMap; "" when there is none. */
struct str fake_status(struct fake_cluster *c, const char *key);

#endif
