/* SPDX-License-Identifier: Apache-2.0 */
/* A run's records -> an observation. */
#include "runtime-controller/reconcile/observe.h"

#include <string.h>

#include "lib/contract/keys.h"

/* The newest of a role, and of two one that is not being deleted: the other is its forerunner. */
static const struct job_record *find_job(const struct run *run, enum record_role role)
{
	const struct record *best = NULL;

	for (const struct record *r = run->records[record_job]; r; r = r->next) {
		if (r->role != role)
			continue;
		if (!best || (best->deleting && !r->deleting) ||
		    (best->deleting == r->deleting && r->created_ms > best->created_ms))
			best = r;
	}
	return (const struct job_record *)best;
}

bool observe_owns(const struct job_record *job, const struct pod_record *pod)
{
	return job && pod->owner[0] && strcmp(pod->owner, job->record.uid) == 0 && pod->record.role == job->record.role;
}

static void count_worker(const struct pod_record *pod, struct observation *out)
{
	if (pod->phase == pod_finished || pod->record.deleting)
		return;
	out->active++;
	out->workers_ready += pod->ready;
}

static void count_pods(const struct run *run, struct observation *out)
{
	for (const struct record *r = run->records[record_pod]; r; r = r->next) {
		const struct pod_record *pod = (const struct pod_record *)r;
		bool launches = observe_owns(out->launcher, pod);

		if (!launches && !observe_owns(out->worker, pod))
			continue;
		out->waiting += pod->phase == pod_pending && !r->deleting;
		if (observe_owns(out->workload, pod))
			count_worker(pod, out);
		if (launches && pod->started_ms && (!out->started_ms || pod->started_ms < out->started_ms))
			out->started_ms = pod->started_ms;
	}
}

/* Steps belong to a launcher Job; the next one of that name begins with none. */
static void remember_launcher(struct run *run, const struct job_record *launcher)
{
	struct run_memory *m = &run->memory;

	m->gone_since_ms = 0;
	m->steps[step_confirm_gone].done = false;
	m->launcher_seen = true;
	m->clean = launcher->clean;
	m->ttl_seconds = launcher->ttl_seconds;
	if (strcmp(m->launcher_uid, launcher->record.uid) == 0)
		return;
	for (int i = 0; i < step_count; i++)
		m->steps[i].done = false;
	m->told = 0;
	m->looked_at = false;
	memcpy(m->launcher_uid, launcher->record.uid, sizeof(m->launcher_uid));
}

static void observe_gone(struct run_memory *m, struct moment now, struct observation *out)
{
	if (!m->gone_since_ms) {
		m->gone_since_ms = now.boot_ms;
		m->gone_wall_ms = now.wall_ms;
	}
	out->due_ms = m->gone_since_ms + (m->launcher_seen ? gone_wait_ms : never_came_wait_ms);
	if (now.boot_ms < out->due_ms)
		return;
	out->due_ms = 0;
	out->gone = true;
	out->over_ms = m->gone_wall_ms;
}

static void observe_end(struct run *run, struct moment now, struct observation *out)
{
	const struct job_record *launcher = out->launcher;

	if (launcher)
		remember_launcher(run, launcher);
	if (launcher && launcher->over) {
		out->phase = launcher->phase;
		out->reason = launcher->reason;
		out->over_ms = launcher->over_ms ? launcher->over_ms : now.wall_ms;
	} else if (launcher && launcher->record.deleting) {
		out->gone = out->worker != NULL;
		out->over_ms = now.wall_ms;
	} else if (!launcher && out->worker) {
		observe_gone(&run->memory, now, out);
	}
	if (!out->gone)
		return;
	out->phase = run_failed;
	out->reason = REASON_LAUNCHER_DELETED;
}

static void observe_progress(struct run *run, struct moment now, struct observation *out)
{
	const struct job_record *launcher = out->launcher;

	if (run_phase_is_over(out->phase)) {
		if (!run->memory.over_since_ms)
			run->memory.over_since_ms = now.boot_ms;
		return;
	}
	run->memory.over_since_ms = 0;
	if (launcher && launcher->suspended)
		out->phase = run_suspended;
	else if (out->started_ms)
		out->phase = run_running;
}

void observe(struct run *run, struct moment now, struct observation *out)
{
	*out = (struct observation){.phase = run_pending, .reason = ""};
	out->launcher = find_job(run, role_launcher);
	if (out->launcher && out->launcher->indexed)
		out->workload = out->launcher;
	else
		out->workload = out->worker = find_job(run, role_worker);
	if (out->launcher)
		out->created_ms = out->launcher->record.created_ms;
	if (out->workload && out->workload->pods > 0)
		out->workers = (uint32_t)out->workload->pods;
	count_pods(run, out);
	observe_end(run, now, out);
	observe_progress(run, now, out);
}
