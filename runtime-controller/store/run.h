/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run: its Jobs and pods as last seen, and what this process has done about
 * it. Nothing here outlives the process; what must is in the ledger.
 */
#ifndef MPICC_CONTROLLER_STORE_RUN_H
#define MPICC_CONTROLLER_STORE_RUN_H

#include "runtime-controller/store/record.h"

/*
 * Two clocks: the wall's is compared with what stands in objects, the other
 * (CLOCK_BOOTTIME) measures how long something takes and never jumps.
 */
struct moment {
	int64_t wall_ms, boot_ms;
};

/* Writes that a run needs once. Each is safe to do twice. */
enum step {
	step_key,           /* the key Secret exists and is this run's */
	step_confirm_gone,  /* the apiserver itself says that the launcher Job does not exist */
	step_end_workers,   /* the worker Job is told to end */
	step_end_launcher,  /* the launcher Job is told to end, of a run that may not start */
	step_drop_key,      /* the key Secret is gone */
	step_status,        /* the status ConfigMap says what decide wants it to; never done for good */
	step_delete_pods,   /* only its failures count: when to try again */
	step_count
};

struct step_state {
	bool in_flight;
	bool done;              /* acknowledged */
	unsigned char failures; /* in a row */
	int64_t not_before_ms;  /* boot time */
};

struct run_memory {
	struct step_state steps[step_count];
	char launcher_uid[uid_max + 1]; /* the Job that the steps were done for; another one begins anew */
	bool launcher_seen;         /* and then these are its annotations: */
	enum clean_policy clean;
	int64_t ttl_seconds;
	int64_t gone_since_ms;      /* boot time since which there is a worker Job and no launcher Job; 0: there is one */
	int64_t gone_wall_ms;       /* the same by the wall's clock */
	int64_t over_since_ms;      /* boot time at which it was first seen to be over; 0: not yet */
	int64_t key_checked_ms;     /* boot time of the last answer about the key */
	unsigned char key_checks;   /* since pods were seen to wait for it */
	uint32_t deletes_in_flight;
	uint32_t deleted;           /* pods, acknowledged */
	unsigned told;              /* bits 1 << enum event_kind: Events that were sent */
	enum run_phase phase;       /* at the last look */
	bool looked_at;
};

struct queue_link {
	struct run *next;      /* in the line of those due now */
	bool waiting;          /* in that line */
	size_t heap_index;     /* 1-based; 0: not in the heap */
	int64_t due_ms;        /* boot time, of the heap */
};

struct run {
	struct table_link link;
	struct queue_link queue;
	struct run_key key;
	struct record *records[record_kind_count]; /* lists of Jobs and of pods */
	struct run_memory memory;
	int64_t news_us;       /* when the oldest news arrived that it was not looked at for yet; 0: there is none */
	bool starved;          /* wants to delete more pods than may be in flight */
};

#endif
