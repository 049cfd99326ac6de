/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All Jobs and pods of ours, by uid, grouped by run.
 *
 * It is filled from two watches. A relist goes over it: what is put between
 * store_begin_replace and store_commit_replace stays, what was there before and
 * was not put again is dropped. Where a relist breaks off, the next
 * begin starts over, and nothing was lost. Each change puts its run into the
 * queue.
 */
#ifndef MPICC_CONTROLLER_STORE_STORE_H
#define MPICC_CONTROLLER_STORE_STORE_H

#include "lib/base/error.h"
#include "runtime-controller/store/queue.h"

struct store {
	struct table records[record_kind_count]; /* by uid */
	struct table runs;                       /* by key */
	uint32_t generation[record_kind_count];
	struct queue queue;
	int64_t news_us;                         /* for the owner to set: when what is put or dropped arrived, by any steady clock */
	/* Called before a pod's record is changed or, with `after` NULL, dropped; may be NULL. */
	void (*on_pod)(void *payload, const struct run *run, const struct pod_record *before, const struct pod_record *after);
	void *payload;
};

void store_init(struct store *s);
void store_release(struct store *s);

/* Puts an object as the watch delivers it. One that is not ours or is older than what is there changes nothing. -1: no memory. */
int store_put(struct store *s, enum record_kind kind, struct str object, struct error *err);
void store_drop(struct store *s, enum record_kind kind, struct str object);

void store_begin_replace(struct store *s, enum record_kind kind);
void store_commit_replace(struct store *s, enum record_kind kind);

/* NULL when nothing of the run is there. */
struct run *store_run(const struct store *s, const struct run_key *key);

/*
 * A run goes when its last object is gone, no request for it is under way and it waits for no deletion. To be called when
 * one of the latter has changed. True when it has gone.
 */
bool store_tidy(struct store *s, struct run *run);

/* Every run is to be looked at, for instance by a new leader, to whom what came earlier is no news. */
void store_queue_all(struct store *s);

#endif
