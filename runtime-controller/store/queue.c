/* SPDX-License-Identifier: Apache-2.0 */
/* A linked line and a binary heap; runs carry their places in both. */
#include "runtime-controller/store/queue.h"

#include "lib/base/alloc.h"

void queue_init(struct queue *q)
{
	*q = (struct queue){0};
}

void queue_release(struct queue *q)
{
	mem_free(q->heap);
	queue_init(q);
}

void queue_add(struct queue *q, struct run *run)
{
	if (run->queue.waiting)
		return;
	run->queue.waiting = true;
	run->queue.next = NULL;
	if (q->last)
		q->last->queue.next = run;
	else
		q->first = run;
	q->last = run;
	q->waiting++;
}

static void heap_put(struct queue *q, size_t at, struct run *run)
{
	q->heap[at] = run;
	run->queue.heap_index = at + 1;
}

static void sift_up(struct queue *q, size_t at, struct run *run)
{
	for (; at > 0 && q->heap[(at - 1) / 2]->queue.due_ms > run->queue.due_ms; at = (at - 1) / 2)
		heap_put(q, at, q->heap[(at - 1) / 2]);
	heap_put(q, at, run);
}

static void sift_down(struct queue *q, size_t at, struct run *run)
{
	for (size_t child; (child = 2 * at + 1) < q->heap_count; at = child) {
		if (child + 1 < q->heap_count && q->heap[child + 1]->queue.due_ms < q->heap[child]->queue.due_ms)
			child++;
		if (q->heap[child]->queue.due_ms >= run->queue.due_ms)
			break;
		heap_put(q, at, q->heap[child]);
	}
	heap_put(q, at, run);
}

static void heap_drop(struct queue *q, struct run *run)
{
	size_t at = run->queue.heap_index - 1;
	struct run *moved = q->heap[--q->heap_count];

	run->queue.heap_index = 0;
	if (moved == run)
		return;
	if (at > 0 && q->heap[(at - 1) / 2]->queue.due_ms > moved->queue.due_ms)
		sift_up(q, at, moved);
	else
		sift_down(q, at, moved);
}

static bool heap_grow(struct queue *q)
{
	size_t capacity = q->heap_capacity ? q->heap_capacity * 2 : 64;
	struct run **heap = mem_resize(q->heap, capacity * sizeof(*heap));

	if (!heap)
		return false;
	q->heap = heap;
	q->heap_capacity = capacity;
	return true;
}

void queue_add_later(struct queue *q, struct run *run, int64_t due_ms)
{
	if (run->queue.heap_index && run->queue.due_ms <= due_ms)
		return;
	if (!run->queue.heap_index && q->heap_count == q->heap_capacity && !heap_grow(q)) {
		queue_add(q, run);
		return;
	}
	run->queue.due_ms = due_ms;
	sift_up(q, run->queue.heap_index ? run->queue.heap_index - 1 : q->heap_count++, run);
}

static struct run *line_take(struct queue *q)
{
	struct run *run = q->first;

	q->first = run->queue.next;
	if (!q->first)
		q->last = NULL;
	run->queue.waiting = false;
	q->waiting--;
	return run;
}

/* What is due is put into the line, so that neither keeps the other waiting. */
struct run *queue_next(struct queue *q, int64_t now_ms)
{
	struct run *run;

	while (q->heap_count && q->heap[0]->queue.due_ms <= now_ms) {
		run = q->heap[0];
		heap_drop(q, run);
		queue_add(q, run);
	}
	if (!q->first)
		return NULL;
	run = line_take(q);
	if (run->queue.heap_index)
		heap_drop(q, run);
	return run;
}

int64_t queue_wait(const struct queue *q, int64_t now_ms)
{
	if (q->first)
		return 0;
	if (!q->heap_count)
		return -1;
	return q->heap[0]->queue.due_ms > now_ms ? q->heap[0]->queue.due_ms - now_ms : 0;
}

void queue_drop(struct queue *q, struct run *run)
{
	struct run *before = NULL;

	if (run->queue.heap_index)
		heap_drop(q, run);
	if (!run->queue.waiting)
		return;
	for (struct run *at = q->first; at != run; at = at->queue.next)
		before = at;
	if (before)
		before->queue.next = run->queue.next;
	else
		q->first = run->queue.next;
	if (q->last == run)
		q->last = before;
	run->queue.waiting = false;
	q->waiting--;
}
