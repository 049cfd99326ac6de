/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/controller/run_case.h"

#include <string.h>

struct run_case run_case_make(void)
{
	struct run_case c = {.arena = test_arena(), .now = {CASE_START_MS, 1000000}, .room = deletes_max};

	store_init(&c.store);
	ledger_init(&c.ledger);
	buf_init(&c.text, 1 << 20);
	return c;
}

void run_case_release(struct run_case *c)
{
	store_release(&c->store);
	ledger_release(&c->ledger);
	buf_release(&c->text);
	arena_release(&c->arena);
}

static struct str role_labels(struct run_case *c, const char *role)
{
	struct buf b;
	struct str out;

	buf_init(&b, 1000);
	buf_puts(&b, "\"labels\": {\"mpicc.dev/job\": \"pi\", \"mpicc.dev/run\": \"rmt9czhg\", \"mpicc.dev/role\": \"");
	buf_puts(&b, role);
	buf_puts(&b, "\"}");
	out = arena_str(&c->arena, buf_str(&b));
	buf_release(&b);
	return out;
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static void put(struct run_case *c, enum record_kind kind, struct str object)
{
	assert_int_equal(store_put(&c->store, kind, object, NULL), 0);
}

void put_job(struct run_case *c, const char *role, const char *name, struct parts p)
{
	put(c, record_job, arena_format(&c->arena,
		"{\"metadata\": {\"namespace\": \"hpc\", \"name\": \"%s\", \"uid\": \"%s\", "
		"\"creationTimestamp\": \"2026-11-25T12:00:00Z\", %s%s}, \"spec\": {\"parallelism\": 1%s}, \"status\": {%s}}",
		name, name, role_labels(c, role).data, or_empty(p.metadata), or_empty(p.spec), or_empty(p.status)));
}

void put_pod(struct run_case *c, const char *role, const char *name, const char *owner, const char *phase, struct parts p)
{
	put(c, record_pod,
	    arena_format(&c->arena,
			 "{\"metadata\": {\"namespace\": \"hpc\", \"name\": \"%s\", \"uid\": \"%s\", "
			 "\"creationTimestamp\": \"2026-11-25T12:00:00Z\", \"ownerReferences\": [{\"apiVersion\": \"batch/v1\", "
			 "\"kind\": \"Job\", "
			 "\"uid\": \"%s\", \"controller\": true}], %s%s}, \"spec\": {}, \"status\": {\"phase\": \"%s\"%s}}",
			 name, name, owner, role_labels(c, role).data, or_empty(p.metadata), phase, or_empty(p.status)));
}

static void drop(struct run_case *c, enum record_kind kind, const char *name)
{
	store_drop(&c->store, kind, arena_format(&c->arena, "{\"metadata\": {\"uid\": \"%s\"}}", name));
}

void drop_job(struct run_case *c, const char *name)
{
	drop(c, record_job, name);
}

void drop_pod(struct run_case *c, const char *name)
{
	drop(c, record_pod, name);
}

static const char *annotated(struct run_case *c, const char *annotations)
{
	return arena_format(&c->arena, ", \"annotations\": {%s}", or_empty(annotations)).data;
}

void put_running(struct run_case *c, const char *annotations)
{
	static const struct parts started = {
		.status = ", \"containerStatuses\": [{\"state\": {\"running\": {\"startedAt\": \"2026-11-25T12:00:05Z\"}}}]"};

	put_job(c, "launcher", "pi-launcher", (struct parts){.metadata = annotated(c, annotations)});
	put_job(c, "worker", "pi-worker", (struct parts){.spec = ", \"completions\": 2, \"completionMode\": \"Indexed\""});
	put_pod(c, "launcher", "l0", "pi-launcher", "Running", started);
	put_pod(c, "worker", "w0", "pi-worker", "Running", started);
	put_pod(c, "worker", "w1", "pi-worker", "Running", started);
}

void end_launcher(struct run_case *c, const char *annotations, const char *type, const char *reason)
{
	put_job(c, "launcher", "pi-launcher", (struct parts){
		.metadata = annotated(c, annotations),
		.status = arena_format(&c->arena, "\"conditions\": [{\"type\": \"%s\", \"status\": \"True\", \"reason\": \"%s\", "
				       "\"lastTransitionTime\": \"2026-11-25T12:01:00Z\"}]", type, reason).data});
}

void put_finished(struct run_case *c, const char *run, const char *uid, enum run_phase phase)
{
	struct run_key key = {"hpc", "pi", ""};
	struct finished_run entry = {.phase = phase, .finished_ms = CASE_START_MS};

	memcpy(entry.run, run, strlen(run));
	memcpy(entry.uid, uid, strlen(uid));
	assert_int_equal(job_ledger_add(ledger_make(&c->ledger, &key), &entry, NULL), 0);
}

void step_done(struct run_case *c, enum step step)
{
	the_run(c)->memory.steps[step].done = true;
}

void step_failed(struct run_case *c, enum step step)
{
	struct step_state *state = &the_run(c)->memory.steps[step];

	state->not_before_ms = c->now.boot_ms + 100;
	state->failures++;
}

void told_all(struct run_case *c)
{
	the_run(c)->memory.told = ~0U;
}

void put_ended(struct run_case *c, const char *annotations)
{
	put_running(c, annotations);
	end_launcher(c, annotations, "Complete", "");
	step_done(c, step_end_workers);
	put_finished(c, "rmt9czhg", "pi-launcher", run_succeeded);
	told_all(c);
}

void wait_ms(struct run_case *c, int64_t ms)
{
	c->now.boot_ms += ms;
	c->now.wall_ms += ms;
}

struct run *the_run(struct run_case *c)
{
	struct run_key key = {"hpc", "pi", "rmt9czhg"};

	return store_run(&c->store, &key);
}

static void print_action(struct run_case *c, const struct action *a)
{
	static const char *const names[] = {
		[action_make_key] = "make key of", [action_check_key] = "check key of", [action_drop_key] = "drop key of",
		[action_confirm_gone] = "confirm gone beside", [action_end_job] = "end", [action_delete_pod] = "delete",
		[action_write_status] = "write", [action_event] = "tell"};
	static const char *const events[] = {
		[event_started] = "started", [event_finished] = "finished", [event_workers_ended] = "workers ended",
		[event_came_back] = "came back", [event_came_late] = "came late"};
	const struct decision *d = &c->decision;

	buf_printf(&c->text, "%s%s", c->text.length ? "; " : "", names[a->kind]);
	if (a->kind == action_event)
		buf_printf(&c->text, " %s", events[a->event]);
	else if (a->kind == action_write_status)
		buf_printf(&c->text, " %s%s%s%s", run_phase_name(d->shown.phase), d->shown.reason[0] ? " " : "", d->shown.reason,
			   d->finished ? ", finished" : "");
	else
		buf_printf(&c->text, " %s", a->pod ? a->pod->name : a->job->name);
	if (a->kind == action_end_job)
		buf_printf(&c->text, " as %s for %s", run_phase_name(a->phase), a->reason);
}

struct str decided(struct run_case *c)
{
	struct run *run = the_run(c);
	struct decide_input in = {c->now, NULL, c->suspend_workers, c->room};
	struct observation o;

	buf_clear(&c->text);
	if (!run)
		return buf_str(&c->text);
	in.ledger = ledger_find(&c->ledger, &run->key);
	observe(run, c->now, &o);
	decide(run, &o, &in, &c->decision);
	run->memory.phase = o.phase;
	run->memory.looked_at = true;
	for (uint32_t i = 0; i < c->decision.count; i++)
		print_action(c, &c->decision.actions[i]);
	return buf_str(&c->text);
}
