/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the controller writes down about a job, in the ConfigMap <job>-mpicc: the state of its newest run that
 * is over, and its ledger, the runs that have finished. `mpicc-yaml status` reads it too.
 *
 * The ConfigMap carries LABEL_JOB and LABEL_ROLE status. It belongs to no Job and is not in git, so it outlives both.
 */
#ifndef MPICC_CONTRACT_RUN_STATUS_H
#define MPICC_CONTRACT_RUN_STATUS_H

#include "lib/base/buf.h"
#include "lib/contract/names.h"

/* Keys of the ConfigMap's data. Times are RFC 3339 in UTC; a key without a value to it is left out. */
#define STATUS_RUN "run"
#define STATUS_PHASE "phase"
#define STATUS_REASON "reason"
#define STATUS_CREATED "created"              /* the launcher Job */
#define STATUS_STARTED "started"              /* the launcher's first pod was ready, or finished */
#define STATUS_FINISHED "finished"
#define STATUS_WORKERS "workers"              /* how many there are to be */
#define STATUS_WORKERS_READY "workers-ready"  /* when this was written */
#define STATUS_LEDGER "ledger"                /* lines of finished_run_write, newest first */

enum run_phase {
	run_pending,   /* created, its launcher does not run yet */
	run_suspended, /* spec.suspend of its launcher Job */
	run_running,
	run_succeeded,
	run_failed
};

const char *run_phase_name(enum run_phase phase); /* "Pending", … */
bool run_phase_parse(struct str name, enum run_phase *out);
bool run_phase_is_over(enum run_phase phase);

/* What a condition of a Job says about its end (batch/v1; KEP-3998, KEP-4368); false for conditions that say nothing about it. */
bool job_ending_parse(struct str condition_type, enum run_phase *out);

enum {
	uid_max = 40,      /* a Kubernetes UID is a UUID of 36 characters */
	ledger_max = 100,  /* finished runs that a ledger remembers; the oldest are forgotten */
	run_reason_size = 48 /* bytes of a reason, with NUL */
};

/* A run's state, as the ConfigMap shows it. Times are 0 when unknown. */
struct shown_run {
	char run[run_id_length + 1]; /* empty: none */
	enum run_phase phase;
	char reason[run_reason_size];
	int64_t created_ms, started_ms, finished_ms;
	int64_t workers, workers_ready;
};

/* Takes over one entry of the ConfigMap's data. Other keys, and values that cannot be read, change nothing. */
void shown_run_take(struct shown_run *shown, struct str key, struct str value);

/* A run in the ledger. */
struct finished_run {
	char run[run_id_length + 1];
	char uid[uid_max + 1]; /* of the launcher Job that finished; another one with this run's id is a run that came back */
	enum run_phase phase;  /* run_succeeded or run_failed */
	int64_t finished_ms;
};

/* "rmt9czhg Succeeded 2026-11-25T17:29:01Z 5f0c…\n" */
void finished_run_write(struct buf *out, const struct finished_run *run);

/* Takes the next readable line off *rest; lines that are none of ours are passed over. False at the end. */
bool finished_run_next(struct str *rest, struct finished_run *out);

#endif
