/* SPDX-License-Identifier: Apache-2.0 */
/* What a run's objects say, put together: which Jobs count, whether it is over, how many of its pods do what. */
#ifndef MPICC_CONTROLLER_RECONCILE_OBSERVE_H
#define MPICC_CONTROLLER_RECONCILE_OBSERVE_H

#include "runtime-controller/store/run.h"

enum {
	gone_wait_ms = 5000,         /* a launcher Job that was there and is not: kubectl replace deletes and makes it again */
	never_came_wait_ms = 60000   /* one that was never seen: whoever applies may be slow */
};

struct observation {
	const struct job_record *launcher; /* the newest; NULL: there is none */
	const struct job_record *worker;   /* the same; always NULL for target indexed, where one Job is both */
	const struct job_record
		*workload; /* the Job whose pods do the work: worker, or launcher for target indexed; may be NULL */
	enum run_phase phase;
	bool gone;                         /* it is over, because the launcher Job is gone or going */
	const char *reason;                /* why it is over; "" */
	int64_t over_ms;                   /* wall time, when it is over */
	int64_t created_ms, started_ms;    /* of the launcher Job, of its first pod; 0: unknown */
	int64_t due_ms;                    /* boot time at which time alone changes this; 0: never */
	uint32_t workers;                  /* how many there are to be */
	uint32_t workers_ready;
	uint32_t active;                   /* pods of the workload that are neither finished nor going */
	uint32_t waiting;                  /* pods of the run that are Pending */
};

/* Also notes in the run's memory since when something has been so. */
void observe(struct run *run, struct moment now, struct observation *out);

/* Whether a Job of the run controls the pod. Labels say what a pod pretends to be, the controlling owner what it is. */
bool observe_owns(const struct job_record *job, const struct pod_record *pod);

#endif
