/* SPDX-License-Identifier: Apache-2.0 */
/* Sending, and what every answer has in common. */
#include "runtime-controller/reconcile/errand.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/alloc.h"
#include "runtime-controller/reconcile/outcome.h"

static void link_errand(struct reconciler *r, struct errand *e)
{
	e->next = r->errands;
	if (e->next)
		e->next->previous = e;
	r->errands = e;
}

static void free_errand(struct reconciler *r, struct errand *e)
{
	*(e->previous ? &e->previous->next : &r->errands) = e->next;
	if (e->next)
		e->next->previous = e->previous;
	mem_free(e);
}

void errands_drop(struct reconciler *r)
{
	while (r->errands)
		free_errand(r, r->errands);
}

struct errand *errand_new(struct reconciler *r, struct run *run, const struct action *action)
{
	struct errand *e = mem_alloc(sizeof(*e));
	const struct record *about = action->pod ? &action->pod->record : action->job ? &action->job->record : NULL;

	if (!e)
		return NULL;
	*e = (struct errand){.reconciler = r, .run = run, .kind = action->kind, .step = action->step};
	link_errand(r, e);
	if (about)
		memcpy(e->uid, about->uid, sizeof(e->uid));
	if (action->kind == action_delete_pod) {
		run->memory.deletes_in_flight++;
		r->deletes_in_flight++;
	} else {
		run->memory.steps[action->step].in_flight = true;
	}
	r->requests++;
	return e;
}

static void measure(struct errand *e, const struct kube_answer *answer)
{
	struct metrics *m = e->reconciler->metrics;

	if (!answer->handed_us)
		return;
	metrics_observe(m, histogram_request, (double)answer->took_us / 1e6);
	if (e->news_us)
		metrics_observe(m, histogram_reaction, (double)(answer->handed_us - e->news_us) / 1e6);
	e->news_us = 0;
}

static void answered(void *payload, const struct kube_answer *answer)
{
	struct errand *e = payload;
	struct arena *scratch = e->reconciler->scratch;

	measure(e, answer);
	e->then(e, answer);
	arena_release(scratch);
}

static void fail(struct errand *e, const char *why)
{
	struct kube_status status = {.code = kube_code_transport};

	snprintf(status.message, sizeof(status.message), "%.*s", (int)sizeof(status.message) - 1, why);
	errand_end(e, false, &status);
}

void errand_send(struct errand *e, struct request *request, void (*then)(struct errand *e, const struct kube_answer *answer))
{
	struct world *world = &e->reconciler->world;
	struct kube_call call = {.verb = request->verb, .path = buf_str(&request->path), .body = buf_str(&request->body),
				 .content_type = request->content_type, .done = answered, .payload = e};
	struct error err = {0};

	e->then = then;
	if (!request_is_whole(request))
		fail(e, "no memory for a request");
	else if (request->verb != kube_verb_get && !world->may_write(world->payload))
		fail(e, "this process leads no more");
	else if (world->start(world->payload, &call, &err) < 0)
		fail(e, err.message);
}

/* The pod may have gone, or its name may be another's, since the request was sent. */
static void end_delete(struct errand *e, bool done)
{
	struct table_link *link = table_find(&e->reconciler->store->records[record_pod], str_from(e->uid));

	e->run->memory.deletes_in_flight--;
	e->reconciler->deletes_in_flight--;
	e->reconciler->metrics->values[metric_deletes_in_flight] = e->reconciler->deletes_in_flight;
	if (link)
		((struct pod_record *)link)->asked = done;
	if (!done)
		return;
	e->run->memory.deleted++;
	e->reconciler->metrics->values[metric_workers_deleted]++;
}

static void report_failure(const struct errand *e, const struct kube_status *status)
{
	static const char *const kinds[] = {
		[action_make_key] = "make key", [action_check_key] = "check key", [action_drop_key] = "drop key",
		[action_confirm_gone] = "look for launcher", [action_end_job] = "end job", [action_delete_pod] = "delete pod",
		[action_write_status] = "write status", [action_event] = "tell"};
	const struct run_key *run = &e->run->key;

	e->reconciler->metrics->values[metric_steps_failed]++;
	log_add(e->reconciler->log, log_warning, "a request failed", "to", kinds[e->kind], "namespace", run->namespace, "job",
		run->job, "run", run->run, "code", kube_code_name(status->code), "why", status->message, NULL);
}

void errand_end(struct errand *e, bool done, const struct kube_status *status)
{
	struct reconciler *r = e->reconciler;
	struct run *run = e->run;

	if (e->kind == action_delete_pod)
		end_delete(e, done);
	else
		run->memory.steps[e->step].in_flight = false;
	outcome_note(&run->memory.steps[e->step], done, status, r->world.now(r->world.payload).boot_ms,
		     r->world.random(r->world.payload));
	if (!done && status->code != kube_code_ok)
		report_failure(e, status);
	r->requests--;
	free_errand(r, e);
	if (!store_tidy(r->store, run))
		queue_add(&r->store->queue, run);
}
