/* SPDX-License-Identifier: Apache-2.0 */
/* Idle time of workers. */
#include "runtime-controller/reconcile/idle.h"

double idle_before_launch(const struct run *run, const struct observation *o)
{
	int64_t sum_ms = 0;

	for (const struct record *r = run->records[record_pod]; r; r = r->next) {
		const struct pod_record *pod = (const struct pod_record *)r;

		if (observe_owns(o->worker, pod) && pod->ready_ms && pod->ready_ms < o->started_ms)
			sum_ms += o->started_ms - pod->ready_ms;
	}
	return (double)sum_ms / 1000;
}

double idle_queue_wait(const struct run *run, const struct observation *o)
{
	int64_t last_ms = 0;

	for (const struct record *r = run->records[record_pod]; r; r = r->next) {
		const struct pod_record *pod = (const struct pod_record *)r;

		if ((observe_owns(o->launcher, pod) || observe_owns(o->worker, pod)) && pod->scheduled_ms > last_ms)
			last_ms = pod->scheduled_ms;
	}
	return last_ms > o->created_ms ? (double)(last_ms - o->created_ms) / 1000 : 0;
}

double idle_gang_start(const struct run *run, const struct observation *o)
{
	int64_t first_ms = INT64_MAX, last_ms = 0;

	for (const struct record *r = run->records[record_pod]; r; r = r->next) {
		const struct pod_record *pod = (const struct pod_record *)r;

		if (!observe_owns(o->workload, pod) || !pod->ready_ms)
			continue;
		first_ms = pod->ready_ms < first_ms ? pod->ready_ms : first_ms;
		last_ms = pod->ready_ms > last_ms ? pod->ready_ms : last_ms;
	}
	return last_ms > first_ms ? (double)(last_ms - first_ms) / 1000 : 0;
}

double idle_after_done(const struct run *run, const struct pod_record *before, const struct pod_record *after, struct moment now)
{
	int64_t over_ms = run->memory.over_since_ms, end_ms = now.boot_ms;

	if (!over_ms || before->record.role != role_worker || before->phase != pod_running ||
	    (after && after->phase != pod_finished))
		return 0;
	return (double)(end_ms - over_ms) / 1000;
}
