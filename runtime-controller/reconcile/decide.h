/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What to do about a run: a pure function of what is seen, what was written
 * down, what was done, and the time. Each action is safe to do twice; what was
 * not done is decided again.
 */
#ifndef MPICC_CONTROLLER_RECONCILE_DECIDE_H
#define MPICC_CONTROLLER_RECONCILE_DECIDE_H

#include "runtime-controller/reconcile/observe.h"
#include "runtime-controller/store/ledger.h"

enum {
	deletes_max = 50,           /* pod deletions under way at once, of all runs */
	key_wait_ms = 30000,        /* pods wait for a key that we believe is there: look again, then twice as late each time */
	key_wait_doublings = 4
};

/* Events that people see; each is sent at most once for a run by one process. */
enum event_kind {
	event_started,
	event_finished,
	event_workers_ended,  /* all active workers are gone, some by our deletion */
	event_came_back,      /* a finished run was not run again */
	event_came_late,      /* a launcher Job whose workers had been ended */
	event_kind_count
};

enum action_kind {
	action_make_key,      /* POST the key Secret, owned by `job` */
	action_check_key,     /* GET it */
	action_drop_key,      /* DELETE it where `job` owns it */
	action_confirm_gone,  /* GET the launcher Job */
	action_end_job,       /* PATCH `job` so that it ends as `phase` for `reason` */
	action_delete_pod,    /* DELETE `pod` */
	action_write_status,  /* apply the status ConfigMap */
	action_event          /* POST an Event about `job` */
};

struct action {
	enum action_kind kind;
	enum step step;               /* whose state the outcome changes; not of events */
	enum event_kind event;
	enum run_phase phase;         /* action_end_job: as what the Job is to end */
	enum run_phase run_phase;     /* of the run */
	const struct job_record *job;
	const struct pod_record *pod;
	const char *reason;
};

struct decide_input {
	struct moment now;
	const struct job_ledger *ledger; /* NULL: nothing is known of the job */
	bool suspend_workers;            /* an apiserver before 1.31, where a Job with SuccessCriteriaMet keeps its pods */
	uint32_t room;                   /* how many more deletions may be under way, at most deletes_max */
};

struct decision {
	struct action actions[deletes_max + 16];
	uint32_t count;
	int64_t due_ms;          /* boot time to look again although nothing changes; 0: never */
	bool starved;            /* more pods are to be deleted than there was room for */
	bool finished;           /* action_write_status puts this run into the ledger */
	struct shown_run shown;  /* what action_write_status shows */
};

void decide(const struct run *run, const struct observation *o, const struct decide_input *in, struct decision *out);

#endif
