/* SPDX-License-Identifier: Apache-2.0 */
/* One action on its way: the request that was sent, and what is to be done with its answer. */
#ifndef MPICC_CONTROLLER_RECONCILE_ERRAND_H
#define MPICC_CONTROLLER_RECONCILE_ERRAND_H

#include "runtime-controller/reconcile/reconciler.h"
#include "runtime-controller/reconcile/request.h"

struct errand {
	struct reconciler *reconciler;
	struct errand *next, *previous; /* of all that are under way */
	struct run *run;              /* stays while its step is in flight */
	enum action_kind kind;
	enum step step;
	char uid[uid_max + 1];        /* of the pod, or of the Job that the action is about */
	struct shown_run shown;       /* action_write_status */
	struct finished_run finished;
	char reason[run_reason_size]; /* of the end of the run in `finished`, which another may be shown beside */
	bool has_finished;
	int64_t news_us;              /* when the news arrived that it is the first request because of; 0: it is not */
	/* Gets the answer; ends in errand_end or another errand_send. */
	void (*then)(struct errand *e, const struct kube_answer *answer);
};

/* NULL when memory runs out. Marks the step as in flight. */
struct errand *errand_new(struct reconciler *r, struct run *run, const struct action *action);

/* Sends `request` and hands its answer to `then`; where it cannot be sent, the errand ends as failed. */
void errand_send(struct errand *e, struct request *request, void (*then)(struct errand *e, const struct kube_answer *answer));

/* Forgets those that are under way, whose requests were cancelled. */
void errands_drop(struct reconciler *r);

/* The errand is over and gone, its step done or to be tried again, and its run is looked at anew. */
void errand_end(struct errand *e, bool done, const struct kube_status *status);

/* The actions that take more than one request, or whose answer changes more than their step. */
void errand_make_key(struct errand *e, const struct job_record *owner, struct request *request);
void errand_check_key(struct errand *e, struct request *request);
void errand_drop_key(struct errand *e, struct request *request);
void errand_write_status(struct errand *e, struct request *request);

#endif
