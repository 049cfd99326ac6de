/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The status ConfigMaps as last read or written, one for each job: which run
 * they show, and the runs that have finished.
 *
 * `complete` says that all of them were read: before that nobody may conclude
 * that a run is new.
 */
#ifndef MPICC_CONTROLLER_STORE_LEDGER_H
#define MPICC_CONTROLLER_STORE_LEDGER_H

#include "lib/base/error.h"
#include "runtime-controller/store/record.h"

struct job_ledger {
	struct table_link link;
	char namespace[record_name_size];
	char job[record_name_size];
	char version[40];            /* resourceVersion of the ConfigMap; empty: there is none that we know of */
	bool writing;                /* a write of it is under way */
	struct shown_run shown;
	struct finished_run *runs;   /* newest first, at most ledger_max */
	uint32_t run_count;
};

struct ledger {
	struct table jobs;
	bool complete;
};

void ledger_init(struct ledger *l);
void ledger_release(struct ledger *l);

/* The ledger of a run's job; NULL when nothing is known of the job. */
struct job_ledger *ledger_find(const struct ledger *l, const struct run_key *key);
/* The same, made when there is none; NULL when memory runs out. */
struct job_ledger *ledger_make(struct ledger *l, const struct run_key *key);

/* NULL when that run has not finished. `job` may be NULL. */
const struct finished_run *job_ledger_find(const struct job_ledger *job, const char *run);

/* Puts a run in front; one that is there stays as it was. -1: no memory. */
int job_ledger_add(struct job_ledger *job, const struct finished_run *run, struct error *err);

/*
 * Takes over a status ConfigMap: what it shows, its version and the runs that
 * we did not know. One without our labels changes nothing. -1: no memory.
 */
int ledger_read(struct ledger *l, struct str config_map, struct arena *scratch, struct error *err);

#endif
