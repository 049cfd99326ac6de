/* SPDX-License-Identifier: Apache-2.0 */
/* Runs to look at: now, in the order of their coming; or when their time has come. A run is in each at most once. */
#ifndef MPICC_CONTROLLER_STORE_QUEUE_H
#define MPICC_CONTROLLER_STORE_QUEUE_H

#include "runtime-controller/store/run.h"

struct queue {
	struct run *first, *last;
	size_t waiting;
	struct run **heap; /* heap[0] is due first */
	size_t heap_count, heap_capacity;
};

void queue_init(struct queue *q);
void queue_release(struct queue *q);

void queue_add(struct queue *q, struct run *run);

/* Looks at the run at `due_ms` (boot time) unless that is planned earlier. Where memory runs out, at once. */
void queue_add_later(struct queue *q, struct run *run, int64_t due_ms);

/* The next run to look at, or NULL. It is taken out of both. */
struct run *queue_next(struct queue *q, int64_t now_ms);

/* Milliseconds from now until queue_next has a run: 0 when it has one, -1 when none is planned. */
int64_t queue_wait(const struct queue *q, int64_t now_ms);

void queue_drop(struct queue *q, struct run *run);

#endif
