/* SPDX-License-Identifier: Apache-2.0 */
/* Carries out what the lease wishes for, on connections of its own, so that no crowd of deletions can cost the leadership. */
#ifndef MPICC_CONTROLLER_ELECT_ELECTOR_H
#define MPICC_CONTROLLER_ELECT_ELECTOR_H

#include "lib/kube/kube_client.h"
#include "runtime-controller/elect/lease.h"

enum elector_state {
	elector_waits,  /* somebody else leads, or nobody yet */
	elector_leads,
	elector_lost,   /* it led and does no more: the process is to end without another write */
	elector_over    /* after elector_stop: the lease is given back, or was never held */
};

struct elector {
	struct lease lease;
	struct kube_client *client;
	const char *namespace, *name; /* of the Lease object */
	int64_t at_ms;                /* when to be run again, while no request is under way */
	bool busy;                    /* a request is */
	void (*renewed)(void *payload, int64_t took_us); /* told of each write that succeeded, for metrics; may be NULL */
	void *payload;
	struct kube_status failure;   /* the last one; code ok: none since the last success */
};

/* The client and the texts must outlive it. */
void elector_init(struct elector *e, struct kube_client *client, const char *namespace, const char *name, const char *identity);

/* To be called before each wait. `wall_ms` goes into the Lease, for people. */
enum elector_state elector_run(struct elector *e, int64_t wall_ms);

/* Milliseconds that elector_run can wait; -1: until the answer of a request. */
int64_t elector_wait(const struct elector *e, int64_t now_ms);

bool elector_may_write(const struct elector *e, int64_t now_ms);

/* Once all work has stopped: give the lease back. */
void elector_stop(struct elector *e);

#endif
