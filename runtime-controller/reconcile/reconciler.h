/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a run in the queue to requests, and from their answers back to the run:
 * observe, decide, act.
 *
 * It reaches the world through what it is handed: a wire for requests, a clock,
 * a fence that says whether this process may still write. Tests hand it a
 * cluster in memory.
 */
#ifndef MPICC_CONTROLLER_RECONCILE_RECONCILER_H
#define MPICC_CONTROLLER_RECONCILE_RECONCILER_H

#include "lib/kube/kube_client.h"
#include "runtime-controller/health/metrics.h"
#include "runtime-controller/reconcile/decide.h"
#include "runtime-controller/report/log.h"
#include "runtime-controller/store/store.h"

struct errand;

struct world {
	void *payload;
	/* As kube_client_start. */
	int (*start)(void *payload, const struct kube_call *call, struct error *err);
	struct moment (*now)(void *payload);
	bool (*may_write)(void *payload);
	uint32_t (*random)(void *payload);
};

struct reconciler {
	struct world world;
	struct store *store;
	struct ledger *ledger;
	struct metrics *metrics;
	struct log *log;
	struct arena *scratch;      /* emptied after each use; where memory runs out, its guard ends the process */
	const char *instance;       /* who reports Events */
	bool suspend_workers;       /* see struct decide_input */
	uint32_t deletes_in_flight; /* of all runs */
	uint32_t starved_runs;
	uint32_t requests;          /* under way */
	struct errand *errands;     /* the same */
};

/*
 * Looks at runs that are due, for a few milliseconds, for what is decided leaves only when the client is polled; the rest stays
 * in the queue. Does nothing before the ledger is complete, and without the right to write.
 */
void reconciler_run(struct reconciler *r);

/* After the client is gone, with which all requests were cancelled. */
void reconciler_release(struct reconciler *r);

#endif
