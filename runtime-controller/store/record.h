/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is kept of a Job or a pod: only what decisions need, in fixed places, a few hundred bytes instead of the kilobytes of the
 * object. An object whose names are longer than they can be here was not made by the compiler, and is passed over.
 */
#ifndef MPICC_CONTROLLER_STORE_RECORD_H
#define MPICC_CONTROLLER_STORE_RECORD_H

#include "lib/contract/run_status.h"
#include "runtime-controller/store/table.h"

enum {
	record_name_size = name_label_max + 1, /* pods' and Jobs' names become host names, so they are labels */
	record_gpus_max = 1000, /* of one container; more is nonsense */
	record_ttl_max = 2000000000 /* seconds, 63 years; longer is for ever to us */
};

enum record_kind { record_job, record_pod, record_kind_count };
enum record_role { role_launcher, role_worker, role_count };

/* Where an object belongs: the run of a job in a namespace. */
struct run_key {
	char namespace[record_name_size];
	char job[record_name_size];
	char run[run_id_length + 1];
};

/*
 * What Jobs and pods have in common. `link`, `next`, `prev`, `run` and `generation` are the store's. There may be 100,000 of
 * them: so what is small stands together, and the name, where there is one, last, as only its own bytes are kept.
 */
struct record {
	struct table_link link;
	struct record *next, *prev; /* of the same kind in the same run */
	struct run *run;
	uint64_t version;           /* metadata.resourceVersion, 0 when it is no number; newer is larger (KEP-5504) */
	int64_t created_ms;
	int64_t gone_by_ms;         /* deletionTimestamp: the time of the deletion and the grace that was given; 0: not deleted */
	uint32_t generation;
	enum record_role role : 8;
	bool deleting;              /* metadata.deletionTimestamp is set */
	char uid[uid_max + 1];
};

enum clean_policy { clean_running, clean_all, clean_none };

struct job_record {
	struct record record;
	enum clean_policy clean;
	bool keys;              /* the key Secret is ours to make */
	bool indexed;           /* completionMode Indexed */
	bool suspended;
	bool over;              /* a condition says how it ends; pods may still run */
	enum run_phase phase;   /* when over: run_succeeded or run_failed */
	int64_t over_ms;
	int64_t ttl_seconds;    /* -1: none */
	int64_t pods;           /* spec.completions, or parallelism */
	int64_t failed;         /* status.failed: pods that did */
	int64_t gpus;           /* of each pod, by its limits */
	char reason[run_reason_size]; /* of that condition */
	char name[record_name_size];
};

enum pod_phase { pod_pending, pod_running, pod_finished };

struct pod_record {
	struct record record;
	int64_t scheduled_ms;   /* when it was given a node; 0: not yet */
	int64_t ready_ms;       /* since when; 0 when it is not */
	int64_t started_ms;     /* of its first container; 0: not yet */
	enum pod_phase phase : 8;
	bool ready;
	bool asked;             /* its deletion was asked for and not refused; ours, survives updates */
	char owner[uid_max + 1]; /* the Job that controls it; empty when none does */
	char name[record_name_size];
};

/* Both read an object as the apiserver writes it. False: not ours (labels), or not to be kept (names, uid). */
bool job_record_read(struct str object, struct run_key *out_key, struct job_record *out);
bool pod_record_read(struct str object, struct run_key *out_key, struct pod_record *out);

/* Only what tells which record it is, for objects that are gone. */
bool record_uid_read(struct str object, char out[uid_max + 1]);

#endif
