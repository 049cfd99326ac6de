/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run is one of three: it came back although the ledger knows it as finished;
 * it is over; it is alive. Each function below adds what it wants done.
 */
#include "runtime-controller/reconcile/decide.h"

#include <string.h>

#include "lib/contract/keys.h"

struct decider {
	const struct run *run;
	const struct observation *o;
	const struct decide_input *in;
	const struct finished_run *entry; /* this run in the ledger, or NULL */
	struct decision *out;
	uint32_t room;
};

static void look_again(struct decider *d, int64_t due_ms)
{
	if (due_ms && (!d->out->due_ms || due_ms < d->out->due_ms))
		d->out->due_ms = due_ms;
}

static struct action *add(struct decider *d, enum action_kind kind)
{
	struct action *action = &d->out->actions[d->out->count++];

	*action = (struct action){.kind = kind, .run_phase = d->o->phase, .reason = ""};
	return action;
}

/* Whether a step may be tried now; plans to look again where it may be later. */
static bool may_try(struct decider *d, enum step step)
{
	const struct step_state *state = &d->run->memory.steps[step];

	if (state->in_flight)
		return false;
	if (state->not_before_ms <= d->in->now.boot_ms)
		return true;
	look_again(d, state->not_before_ms);
	return false;
}

static bool is_done(const struct decider *d, enum step step)
{
	return d->run->memory.steps[step].done;
}

/* Adds the action of a step unless that is done, under way, or to wait. NULL when it was not added. */
static struct action *try_step(struct decider *d, enum step step, enum action_kind kind, const struct job_record *job)
{
	struct action *action;

	if (is_done(d, step) || !may_try(d, step))
		return NULL;
	action = add(d, kind);
	action->step = step;
	action->job = job;
	return action;
}

static void tell(struct decider *d, enum event_kind event, const struct job_record *job, const char *reason)
{
	struct action *action;

	if (!job || d->run->memory.told >> event & 1)
		return;
	action = add(d, action_event);
	action->event = event;
	action->job = job;
	action->reason = reason;
}

static void end_job(struct decider *d, enum step step, const struct job_record *job, enum run_phase phase, const char *reason)
{
	struct action *action = try_step(d, step, action_end_job, job);

	if (!action)
		return;
	action->phase = phase;
	action->reason = reason;
}

/* The Job makes no new pods, so those that are there may be deleted. */
static bool has_ended(const struct decider *d, const struct job_record *job)
{
	if (job->over)
		return true;
	if (d->in->suspend_workers && job == d->o->worker && job->suspended)
		return true;
	return job == d->o->worker && is_done(d, step_end_workers);
}

static void end_workers(struct decider *d, const char *reason)
{
	const struct job_record *worker = d->o->worker;

	if (worker && !worker->record.deleting && !has_ended(d, worker))
		end_job(d, step_end_workers, worker, run_succeeded, reason);
}

static bool is_to_go(const struct decider *d, const struct pod_record *pod, bool finished_too)
{
	bool works = observe_owns(d->o->workload, pod), launches = observe_owns(d->o->launcher, pod);

	if (pod->asked || pod->record.deleting)
		return false;
	return pod->phase == pod_finished ? finished_too && (works || launches) : works;
}

static void delete_pods(struct decider *d, bool finished_too)
{
	if (!d->o->workload || !has_ended(d, d->o->workload) || !may_try(d, step_delete_pods))
		return;
	for (const struct record *r = d->run->records[record_pod]; r; r = r->next) {
		const struct pod_record *pod = (const struct pod_record *)r;
		struct action *action;

		if (!is_to_go(d, pod, finished_too))
			continue;
		if (d->room == 0) {
			d->out->starved = true;
			return;
		}
		d->room--;
		action = add(d, action_delete_pod);
		action->step = step_delete_pods;
		action->pod = pod;
	}
}

/* Of two runs of a job that are there at once, the younger is shown. */
static bool is_shown_or_younger(const struct decider *d, const struct shown_run *shown)
{
	return !shown->run[0] || strcmp(shown->run, d->run->key.run) == 0 || shown->created_ms <= d->o->created_ms;
}

static void fill_shown(struct decider *d)
{
	const struct observation *o = d->o;
	struct shown_run *shown = &d->out->shown;

	*shown = (struct shown_run){
		.phase = o->phase,
		.created_ms = o->created_ms,
		.started_ms = o->started_ms,
		.finished_ms = run_phase_is_over(o->phase) ? o->over_ms : 0,
		.workers = o->workers,
		.workers_ready = o->workers_ready,
	};
	memcpy(shown->run, d->run->key.run, sizeof(shown->run));
	memcpy(shown->reason, o->reason, strlen(o->reason));
}

/* A run whose launcher Job was deleted has not finished: it is shown as failed, but may run when it comes again. */
static void write_status(struct decider *d)
{
	static const struct shown_run nothing;
	const struct shown_run *shown = d->in->ledger ? &d->in->ledger->shown : &nothing;
	bool finished = run_phase_is_over(d->o->phase) && !d->o->gone && !d->entry;
	bool show = is_shown_or_younger(d, shown) && (strcmp(shown->run, d->run->key.run) != 0 || shown->phase != d->o->phase);

	if (!finished && (!show || d->entry))
		return;
	if (d->in->ledger && d->in->ledger->writing)
		return;
	if (!may_try(d, step_status))
		return;
	if (is_shown_or_younger(d, shown))
		fill_shown(d);
	else
		d->out->shown = *shown;
	d->out->finished = finished;
	add(d, action_write_status)->step = step_status;
}

static void wait_for_key(struct decider *d)
{
	const struct run_memory *m = &d->run->memory;
	unsigned doublings = m->key_checks < key_wait_doublings ? m->key_checks : key_wait_doublings;
	int64_t due_ms = m->key_checked_ms + ((int64_t)key_wait_ms << doublings);
	struct action *action;

	if (!d->o->waiting)
		return;
	if (d->in->now.boot_ms < due_ms) {
		look_again(d, due_ms);
		return;
	}
	if (!may_try(d, step_key))
		return;
	action = add(d, action_check_key);
	action->step = step_key;
	action->job = d->o->launcher;
}

static void make_key(struct decider *d)
{
	const struct job_record *launcher = d->o->launcher;

	if (!launcher || !launcher->keys || launcher->record.deleting)
		return;
	if (is_done(d, step_key))
		wait_for_key(d);
	else
		try_step(d, step_key, action_make_key, launcher);
}

/* A worker Job that was ended for an earlier launcher Job works for none; its successor would wait for hosts that never come. */
static bool workers_were_ended(const struct observation *o)
{
	const char *reason = o->worker && o->worker->over ? o->worker->reason : "";

	return strcmp(reason, REASON_LAUNCHER_DELETED) == 0 || strcmp(reason, REASON_LAUNCHER_FINISHED) == 0;
}

static void tell_of_start(struct decider *d)
{
	const struct run_memory *m = &d->run->memory;

	if (d->o->phase == run_running && m->looked_at && !run_phase_is_over(m->phase) && m->phase != run_running)
		tell(d, event_started, d->o->launcher, "");
}

/* A run whose launcher Job was deleted was shown as failed; it is not, now that there is another. */
static void correct_status(struct decider *d)
{
	const struct job_ledger *ledger = d->in->ledger;

	if (d->o->launcher && ledger && strcmp(ledger->shown.run, d->run->key.run) == 0 && run_phase_is_over(ledger->shown.phase))
		write_status(d);
}

static void decide_alive(struct decider *d)
{
	if (d->o->launcher && workers_were_ended(d->o)) {
		tell(d, event_came_late, d->o->launcher, REASON_WORKERS_ENDED);
		end_job(d, step_end_launcher, d->o->launcher, run_failed, REASON_WORKERS_ENDED);
		return;
	}
	make_key(d);
	tell_of_start(d);
	correct_status(d);
}

/* Seen from its own end, not from when we noticed. */
static bool is_ttl_over(struct decider *d)
{
	const struct run_memory *m = &d->run->memory;
	int64_t rest_ms;

	if (!m->launcher_seen || m->ttl_seconds < 0)
		return false;
	rest_ms = d->o->over_ms + m->ttl_seconds * 1000 - d->in->now.wall_ms;
	if (rest_ms > 0)
		look_again(d, d->in->now.boot_ms + rest_ms);
	return rest_ms <= 0;
}

/* A watch says that an object is gone also when only its labels are, so the apiserver is asked before anything is ended. */
static bool is_surely_over(struct decider *d)
{
	if (!d->o->gone || d->o->launcher || is_done(d, step_confirm_gone))
		return true;
	try_step(d, step_confirm_gone, action_confirm_gone, d->o->worker);
	return false;
}

/* By an earlier process perhaps, which then has told of it, too. */
static bool is_written_down(const struct decider *d)
{
	const struct job_ledger *ledger = d->in->ledger;

	if (d->entry)
		return true;
	return ledger && strcmp(ledger->shown.run, d->run->key.run) == 0 && ledger->shown.phase == d->o->phase;
}

/*
 * The key goes with the run: should its Jobs be lost and applied again, their pods must not find it while the garbage collector has
 * not come to it yet. Only before the run is written down, or a restart would ask for the key of every finished run. True while
 * that has to wait for it.
 */
static bool is_dropping_key(struct decider *d, bool expired)
{
	const struct job_record *launcher = d->o->launcher;
	const struct step_state *step = &d->run->memory.steps[step_drop_key];

	if (!launcher || !launcher->keys || (is_written_down(d) && !expired && !step->failures))
		return false;
	try_step(d, step_drop_key, action_drop_key, launcher);
	return !step->done && !step->failures;
}

static void decide_over(struct decider *d)
{
	const struct run_memory *m = &d->run->memory;
	enum clean_policy clean = m->launcher_seen ? m->clean : clean_running;
	bool expired = is_ttl_over(d), dropping = false;

	if (!is_surely_over(d))
		return;
	if (clean != clean_none || expired) {
		end_workers(d, d->o->gone ? REASON_LAUNCHER_DELETED : REASON_LAUNCHER_FINISHED);
		delete_pods(d, clean == clean_all || expired);
		dropping = is_dropping_key(d, expired);
	}
	if (!is_written_down(d))
		tell(d, event_finished, d->o->launcher ? d->o->launcher : d->o->worker, d->o->reason);
	if (!dropping)
		write_status(d);
	if (m->deleted && !d->o->active)
		tell(d, event_workers_ended, d->o->workload, "");
}

/* It ends as it did when it ran, so that those who look at the Job see what they saw then. */
static void decide_came_back(struct decider *d)
{
	if (!d->o->launcher->over) {
		tell(d, event_came_back, d->o->launcher, REASON_RUN_FINISHED_BEFORE);
		end_job(d, step_end_launcher, d->o->launcher, d->entry->phase, REASON_RUN_FINISHED_BEFORE);
	}
	end_workers(d, REASON_RUN_FINISHED_BEFORE);
	delete_pods(d, false);
}

void decide(const struct run *run, const struct observation *o, const struct decide_input *in, struct decision *out)
{
	struct decider d = {.run = run, .o = o, .in = in, .out = out, .room = in->room < deletes_max ? in->room : deletes_max};
	bool over = run_phase_is_over(o->phase), same;

	memset(out, 0, sizeof(*out));
	out->due_ms = o->due_ms;
	d.entry = job_ledger_find(in->ledger, run->key.run);
	same = !d.entry || !o->launcher || strcmp(d.entry->uid, o->launcher->record.uid) == 0;
	if (!same)
		decide_came_back(&d);
	else if (over)
		decide_over(&d);
	else if (!d.entry)
		decide_alive(&d);
}
