/* SPDX-License-Identifier: Apache-2.0 */
/* Sorted by job, each job's objects lie together: one walk makes a run of them. */
#include "compiler/cluster/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/alloc.h"
#include "lib/contract/keys.h"

void object_set_release(struct object_set *set)
{
	mem_free(set->items);
	*set = (struct object_set){0};
}

int object_set_add(struct object_set *set, const struct object *object, struct error *err)
{
	uint32_t capacity = set->capacity ? set->capacity * 2 : 64;
	struct object *items = set->items;

	if (set->count == snapshot_max)
		return error_set(err, error_remote, "there are more than %u objects of runs", (unsigned)snapshot_max);
	if (set->count == set->capacity) {
		items = mem_resize(items, capacity * sizeof(*items));
		if (!items)
			return error_no_memory(err);
		set->items = items;
		set->capacity = capacity;
	}
	set->items[set->count++] = *object;
	return 0;
}

void object_set_remove(struct object_set *set, const char *uid)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < set->count; i++)
		if (strcmp(set->items[i].uid, uid) != 0)
			set->items[kept++] = set->items[i];
	set->count = kept;
}

void snapshot_release(struct snapshot *s)
{
	object_set_release(&s->jobs);
	object_set_release(&s->statuses);
}

/* By address where nothing else differs, so that the later of two comes later. */
static int compare(const void *x, const void *y)
{
	const struct object *a = *(const struct object *const *)x, *b = *(const struct object *const *)y;
	int order = strcmp(a->namespace, b->namespace);

	if (!order)
		order = strcmp(a->job, b->job);
	if (!order)
		order = (int)a->kind - (int)b->kind;
	return order ? order : (a > b) - (a < b);
}

static const struct object **sort(const struct snapshot *s, struct arena *a, uint32_t *out_count)
{
	uint32_t count = 0;
	const struct object **all = arena_array(a, const struct object *, (size_t)s->jobs.count + s->statuses.count + 1);

	for (uint32_t i = 0; i < s->jobs.count; i++)
		all[count++] = &s->jobs.items[i];
	for (uint32_t i = 0; i < s->statuses.count; i++)
		all[count++] = &s->statuses.items[i];
	qsort(all, count, sizeof(*all), compare);
	*out_count = count;
	return all;
}

static bool same_job(const struct object *a, const struct object *b)
{
	return strcmp(a->namespace, b->namespace) == 0 && strcmp(a->job, b->job) == 0;
}

/* The newest of a kind (of one run, when `run` is not NULL); of two one that is not being deleted. */
static const struct object *newest(const struct object *const *all, uint32_t count, enum object_kind kind, const char *run)
{
	const struct object *best = NULL;

	for (uint32_t i = 0; i < count; i++) {
		const struct object *o = all[i];

		if (o->kind != kind || (run && strcmp(o->shown.run, run) != 0))
			continue;
		if (!best || best->deleting > o->deleting ||
		    (best->deleting == o->deleting && best->shown.created_ms <= o->shown.created_ms))
			best = o;
	}
	return best;
}

/* The controller has seen the run begin and end, and a run that came back shows its first end. */
static void add_status(struct shown_run *run, const struct shown_run *status)
{
	if (status->started_ms)
		run->started_ms = status->started_ms;
	if (run->phase == run_pending)
		run->phase = status->phase;
	if (run_phase_is_over(run->phase) && run_phase_is_over(status->phase) && status->finished_ms)
		run->finished_ms = status->finished_ms;
	if (run->finished_ms && run->started_ms > run->finished_ms)
		run->started_ms = status->started_ms;
	if (!run->reason[0] && run_phase_is_over(run->phase))
		memcpy(run->reason, status->reason, sizeof(run->reason));
	if (!run->workers)
		run->workers = status->workers;
}

/* All objects are of one job. */
static struct cluster_run make_run(const struct object *const *all, uint32_t count)
{
	const struct object *launcher = newest(all, count, object_launcher, NULL), *worker, *status;
	const struct object *first = launcher ? launcher : newest(all, count, object_worker, NULL);
	struct cluster_run run = {.gone = !first};

	if (!first)
		first = newest(all, count, object_status, NULL);
	run.namespace = str_from(first->namespace);
	run.job = str_from(first->job);
	run.shown = first->shown;
	worker = newest(all, count, object_worker, run.shown.run);
	status = newest(all, count, object_status, run.shown.run);
	if (worker && !run.gone) {
		run.shown.workers = worker->shown.workers;
		run.shown.workers_ready = worker->shown.workers_ready;
	}
	if (status && !run.gone)
		add_status(&run.shown, &status->shown);
	if (run.gone)
		run.shown.workers_ready = 0;
	return run;
}

void snapshot_runs(const struct snapshot *s, struct arena *a, struct cluster_run **out, uint32_t *out_count)
{
	uint32_t count, runs = 0, end;
	const struct object **all = sort(s, a, &count);
	struct cluster_run *made = arena_array(a, struct cluster_run, (size_t)count + 1);

	for (uint32_t i = 0; i < count; i = end) {
		for (end = i + 1; end < count && same_job(all[i], all[end]); end++)
			continue;
		made[runs] = make_run(all + i, end - i);
		made[runs].namespace = arena_str(a, made[runs].namespace);
		made[runs].job = arena_str(a, made[runs].job);
		runs++;
	}
	*out = made;
	*out_count = runs;
}

bool cluster_run_equal(const struct cluster_run *a, const struct cluster_run *b)
{
	const struct shown_run *x = &a->shown, *y = &b->shown;

	return str_equal(a->namespace, b->namespace) && str_equal(a->job, b->job) && a->gone == b->gone &&
	       strcmp(x->run, y->run) == 0 && x->phase == y->phase && strcmp(x->reason, y->reason) == 0 &&
	       x->created_ms == y->created_ms && x->started_ms == y->started_ms && x->finished_ms == y->finished_ms &&
	       x->workers == y->workers && x->workers_ready == y->workers_ready;
}
