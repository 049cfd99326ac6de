/* SPDX-License-Identifier: Apache-2.0 */
/* queue -> observe -> decide -> act. */
#include "runtime-controller/reconcile/reconciler.h"

#include <string.h>

#include "runtime-controller/reconcile/errand.h"
#include "runtime-controller/reconcile/outcome.h"
#include "runtime-controller/reconcile/tell.h"

static void answered(struct errand *e, const struct kube_answer *answer)
{
	errand_end(e, outcome_is_done(e->kind, answer->status.code), &answer->status);
}

static void delete_pod(struct errand *e, const struct action *action, struct request *request)
{
	struct pod_record *pod =
		(struct pod_record *)table_find(&e->reconciler->store->records[record_pod], str_from(action->pod->record.uid));

	pod->asked = true;
	request_delete_pod(request, &e->run->key, pod);
	errand_send(e, request, answered);
}

static void end_job(struct errand *e, const struct action *action, struct request *request)
{
	struct reconciler *r = e->reconciler;

	request_end_job(request, &e->run->key, action->job, action, r->suspend_workers, r->world.now(r->world.payload).wall_ms);
	errand_send(e, request, answered);
}

static void note_run(struct errand *e, const struct observation *o, const struct decision *d)
{
	e->shown = d->shown;
	e->has_finished = d->finished;
	e->finished = (struct finished_run){.phase = o->phase, .finished_ms = o->over_ms};
	memcpy(e->reason, o->reason, strlen(o->reason));
	memcpy(e->finished.run, e->run->key.run, sizeof(e->finished.run));
	if (o->launcher)
		memcpy(e->finished.uid, o->launcher->record.uid, sizeof(e->finished.uid));
}

static void act(struct errand *e, const struct action *action, const struct observation *o, const struct decision *d,
		struct request *request)
{
	switch (action->kind) {
	case action_make_key:
		errand_make_key(e, action->job, request);
		break;
	case action_check_key:
		errand_check_key(e, request);
		break;
	case action_drop_key:
		errand_drop_key(e, request);
		break;
	case action_confirm_gone:
		request_get_launcher(request, &e->run->key);
		errand_send(e, request, answered);
		break;
	case action_end_job:
		end_job(e, action, request);
		break;
	case action_delete_pod:
		delete_pod(e, action, request);
		break;
	default:
		note_run(e, o, d);
		errand_write_status(e, request);
		break;
	}
}

static void start(struct reconciler *r, struct run *run, const struct action *action, const struct observation *o,
		  const struct decision *d)
{
	struct errand *e = errand_new(r, run, action);
	struct request request;

	if (!e) {
		queue_add_later(&r->store->queue, run, r->world.now(r->world.payload).boot_ms + retry_first_ms);
		return;
	}
	e->news_us = run->news_us;
	run->news_us = 0;
	request_init(&request, r->scratch);
	act(e, action, o, d, &request);
	request_release(&request);
}

/* A fair share of the deletions that may be under way, so that a run of thousands of pods does not keep the others waiting. */
static uint32_t room_for(const struct reconciler *r, const struct run *run)
{
	uint32_t others = r->starved_runs - run->starved, share = deletes_max / (others + 1);
	uint32_t left = deletes_max - r->deletes_in_flight;

	if (share == 0)
		share = 1;
	if (run->memory.deletes_in_flight >= share)
		return 0;
	return left < share - run->memory.deletes_in_flight ? left : share - run->memory.deletes_in_flight;
}

/* A run that waits for its share is not told when there is some, so it looks by itself. */
static void plan_next(struct reconciler *r, struct run *run, const struct decision *d, struct moment now)
{
	enum { starved_wait_ms = 20 };

	r->starved_runs += d->starved;
	r->starved_runs -= run->starved;
	run->starved = d->starved;
	if (d->due_ms)
		queue_add_later(&r->store->queue, run, d->due_ms);
	if (d->starved)
		queue_add_later(&r->store->queue, run, now.boot_ms + starved_wait_ms);
}

static void reconcile(struct reconciler *r, struct run *run)
{
	struct moment now = r->world.now(r->world.payload);
	struct decide_input in = {now, ledger_find(r->ledger, &run->key), r->suspend_workers, room_for(r, run)};
	struct observation o;
	struct decision d;

	r->metrics->values[metric_reconciles]++;
	observe(run, now, &o);
	decide(run, &o, &in, &d);
	plan_next(r, run, &d, now);
	for (uint32_t i = 0; i < d.count; i++) {
		if (d.actions[i].kind == action_event)
			tell(r, run, &o, &d.actions[i]);
		else
			start(r, run, &d.actions[i], &o, &d);
	}
	run->news_us = 0;
	run->memory.phase = o.phase;
	run->memory.looked_at = true;
}

void reconciler_run(struct reconciler *r)
{
	enum { turn_ms = 2 };
	int64_t now_ms = r->world.now(r->world.payload).boot_ms, end_ms = now_ms + turn_ms;
	struct run *run;

	for (; r->ledger->complete && r->world.may_write(r->world.payload) && now_ms < end_ms;
	     now_ms = r->world.now(r->world.payload).boot_ms) {
		run = queue_next(&r->store->queue, now_ms);
		if (!run)
			return;
		reconcile(r, run);
		store_tidy(r->store, run);
		arena_release(r->scratch);
	}
}

void reconciler_release(struct reconciler *r)
{
	errands_drop(r);
}
