/* SPDX-License-Identifier: Apache-2.0 */
/* How the deletions that may be under way are shared out, on a wire that answers when the test says so. */
#include <string.h>

#include "runtime-controller/reconcile/reconciler.h"
#include "tests/unit/controller/run_case.h"

enum { calls_max = 500 };

struct wire {
	struct run_case *run_case;
	struct kube_call calls[calls_max];
	size_t count;
	bool refuse;
	int64_t tick_ms;             /* that pass whenever somebody asks for the time */
	struct reconciler reconciler;
	struct metrics metrics;
	struct log log;
};

static int start(void *payload, const struct kube_call *call, struct error *err)
{
	struct wire *w = payload;

	if (w->refuse)
		return error_set(err, error_io, "no");
	assert_true(w->count < calls_max);
	w->calls[w->count++] = *call;
	return 0;
}

static struct moment now(void *payload)
{
	struct wire *w = payload;

	w->run_case->now.boot_ms += w->tick_ms;
	return w->run_case->now;
}

static bool yes(__attribute__((unused)) void *payload)
{
	return true;
}

static uint32_t zero(__attribute__((unused)) void *payload)
{
	return 0;
}

static void no_line(__attribute__((unused)) void *payload, __attribute__((unused)) struct str line)
{
}

static int64_t no_time(__attribute__((unused)) void *payload)
{
	return 0;
}

static void init(struct wire *w, struct run_case *c)
{
	*w = (struct wire){.run_case = c, .log = {.write = no_line, .wall_ms = no_time}};
	w->reconciler = (struct reconciler){.world = {w, start, now, yes, zero}, .store = &c->store, .ledger = &c->ledger,
					    .metrics = &w->metrics, .log = &w->log, .scratch = &c->arena, .instance = "test"};
	c->ledger.complete = true;
}

static void answer_all(struct wire *w, enum kube_code code)
{
	const struct kube_answer answer = {.status = {.code = code}, .handed_us = 3000, .took_us = 500000};
	size_t count = w->count;
	struct kube_call calls[calls_max];

	memcpy(calls, w->calls, count * sizeof(*calls));
	w->count = 0;
	for (size_t i = 0; i < count; i++)
		calls[i].done(calls[i].payload, &answer);
}

/* A run that is over, whose worker Job has ended, with so many workers. */
static void put_over(struct run_case *c, const char *run, int workers)
{
	struct buf b;

	buf_init(&b, 4096);
	for (int i = -2; i < workers; i++) {
		bool job = i < 0;

		buf_clear(&b);
		buf_printf(&b,
			   "{\"metadata\": {\"namespace\": \"hpc\", \"name\": \"%s%d\", \"uid\": \"%s%d\", \"annotations\": "
			   "{\"mpicc.dev/clean-pod-policy\": \"Running\"}, \"labels\": {\"mpicc.dev/job\": \"%s\", "
			   "\"mpicc.dev/run\": \"%s\", "
			   "\"mpicc.dev/role\": \"%s\"}, \"ownerReferences\": [{\"apiVersion\": \"batch/v1\", \"kind\": \"Job\", "
			   "\"uid\": \"%s-1\", "
			   "\"controller\": true}]}, \"status\": {\"phase\": \"Running\", \"conditions\": [{\"type\": "
			   "\"Complete\", \"status\": \"True\"}]}}",
			   run, i, run, i, run, run, i == -2 ? "launcher" : "worker", run);
		assert_int_equal(store_put(&c->store, job ? record_job : record_pod, buf_str(&b), NULL), 0);
	}
	buf_release(&b);
}

static uint32_t deleting(const struct run_case *c, const char *run)
{
	struct run_key key = {.namespace = "hpc"};

	memcpy(key.job, run, strlen(run));
	memcpy(key.run, run, strlen(run));
	return store_run(&c->store, &key)->memory.deletes_in_flight;
}

TEST(reconciler_has_no_more_deletions_under_way_than_it_may)
{
	RUN_CASE(c);
	static struct wire w;

	init(&w, &c);
	put_over(&c, "aaaaaaaa", 120);
	reconciler_run(&w.reconciler);
	assert_int_equal(w.reconciler.deletes_in_flight, deletes_max);
	answer_all(&w, kube_code_ok);
	reconciler_run(&w.reconciler);
	assert_int_equal(w.reconciler.deletes_in_flight, deletes_max);
	answer_all(&w, kube_code_ok);
	reconciler_run(&w.reconciler);
	assert_int_equal(w.reconciler.deletes_in_flight, 20);
	answer_all(&w, kube_code_ok);
	reconciler_run(&w.reconciler);
	assert_int_equal(w.reconciler.deletes_in_flight, 0);
	assert_true(w.metrics.values[metric_workers_deleted] == 120);
	answer_all(&w, kube_code_ok);
}

TEST(reconciler_shares_deletions_among_runs_that_wait)
{
	RUN_CASE(c);
	static struct wire w;

	init(&w, &c);
	put_over(&c, "aaaaaaaa", 200);
	put_over(&c, "bbbbbbbb", 200);
	reconciler_run(&w.reconciler);
	assert_int_equal(deleting(&c, "aaaaaaaa"), deletes_max);
	assert_int_equal(deleting(&c, "bbbbbbbb"), 0);
	answer_all(&w, kube_code_ok);
	reconciler_run(&w.reconciler);
	assert_int_equal(deleting(&c, "aaaaaaaa"), deletes_max / 2);
	wait_ms(&c, 100);
	reconciler_run(&w.reconciler);
	assert_int_equal(deleting(&c, "bbbbbbbb"), deletes_max / 2);
	answer_all(&w, kube_code_ok);
}

TEST(reconciler_forgets_a_run_that_goes_while_it_waits)
{
	RUN_CASE(c);
	static struct wire w;

	init(&w, &c);
	put_over(&c, "aaaaaaaa", 60);
	put_over(&c, "bbbbbbbb", 60);
	reconciler_run(&w.reconciler);
	assert_int_equal(w.reconciler.starved_runs, 2);
	for (int kind = 0; kind < record_kind_count; kind++) {
		store_begin_replace(&c.store, (enum record_kind)kind);
		store_commit_replace(&c.store, (enum record_kind)kind);
	}
	answer_all(&w, kube_code_not_found);
	wait_ms(&c, 100);
	reconciler_run(&w.reconciler);
	assert_int_equal(w.reconciler.starved_runs, 0);
	assert_int_equal(c.store.runs.count, 0);
}

TEST(reconciler_survives_a_wire_that_takes_nothing)
{
	RUN_CASE(c);
	static struct wire w;

	init(&w, &c);
	w.refuse = true;
	put_over(&c, "aaaaaaaa", 120);
	reconciler_run(&w.reconciler);
	assert_int_equal(w.reconciler.requests, 0);
	assert_int_equal(w.reconciler.deletes_in_flight, 0);
	assert_true(queue_wait(&c.store.queue, c.now.boot_ms) > 0);
	w.refuse = false;
	wait_ms(&c, 600);
	reconciler_run(&w.reconciler);
	assert_int_equal(w.reconciler.deletes_in_flight, deletes_max);
	answer_all(&w, kube_code_ok);
}

TEST(reconciler_measures_from_news_to_the_first_request_because_of_it)
{
	RUN_CASE(c);
	static struct wire w;

	init(&w, &c);
	c.store.news_us = 1000;
	put_over(&c, "aaaaaaaa", 3);
	reconciler_run(&w.reconciler);
	answer_all(&w, kube_code_ok);
	assert_int_equal(w.metrics.histograms[histogram_reaction].count, 1);
	assert_float_equal(w.metrics.histograms[histogram_reaction].sum, 0.002, 1e-9);
	assert_int_equal(w.metrics.histograms[histogram_request].count, 4);
	assert_float_equal(w.metrics.histograms[histogram_request].sum, 2, 1e-9);
}

TEST(reconciler_forgets_what_is_under_way_when_it_is_released)
{
	RUN_CASE(c);
	static struct wire w;

	init(&w, &c);
	put_over(&c, "aaaaaaaa", 3);
	reconciler_run(&w.reconciler);
	assert_non_null(w.reconciler.errands);
	reconciler_release(&w.reconciler);
	assert_null(w.reconciler.errands);
}

TEST(reconciler_leaves_runs_in_the_queue_when_its_turn_is_over)
{
	RUN_CASE(c);
	static struct wire w;

	init(&w, &c);
	put_over(&c, "aaaaaaaa", 1);
	put_over(&c, "bbbbbbbb", 1);
	w.tick_ms = 2;
	reconciler_run(&w.reconciler);
	assert_int_equal(deleting(&c, "aaaaaaaa") + deleting(&c, "bbbbbbbb"), 1);
	reconciler_run(&w.reconciler);
	assert_int_equal(deleting(&c, "aaaaaaaa") + deleting(&c, "bbbbbbbb"), 2);
	reconciler_release(&w.reconciler);
}
