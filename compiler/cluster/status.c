/* SPDX-License-Identifier: Apache-2.0 */
/* Jobs and status ConfigMaps, listed once. */
#include "compiler/cluster/status.h"

#include "compiler/cluster/pod.h"
#include "compiler/cluster/snapshot.h"
#include "lib/contract/keys.h"
#include "lib/kube/json.h"

struct str status_job_selector(struct arena *a, struct str job)
{
	return job.length ? arena_format(a, LABEL_RUN "," LABEL_JOB "=%.*s", STR_ARG(job)) : STR(LABEL_RUN);
}

struct str status_map_selector(struct arena *a, struct str job)
{
	return job.length ? arena_format(a, LABEL_ROLE "=" ROLE_STATUS "," LABEL_JOB "=%.*s", STR_ARG(job))
			  : STR(LABEL_ROLE "=" ROLE_STATUS);
}

struct gatherer {
	struct snapshot *snapshot;
	struct arena *arena;
	struct error *err;
};

static int take_job(void *payload, struct str item)
{
	struct gatherer *g = payload;
	struct object object;

	return object_read_job(item, &object) ? object_set_add(&g->snapshot->jobs, &object, g->err) : 0;
}

static int take_status(void *payload, struct str item)
{
	struct gatherer *g = payload;
	struct object object;

	return object_read_status(item, g->arena, &object) ? object_set_add(&g->snapshot->statuses, &object, g->err) : 0;
}

static int gather(struct session *s, struct str job, struct snapshot *snapshot, struct error *err)
{
	struct gatherer g = {snapshot, s->arena, err};
	const struct question jobs = {.path = {.kind = kube_kind_job, .namespace = s->namespace},
				      .labels = status_job_selector(s->arena, job)};
	const struct question maps = {.path = {.kind = kube_kind_config_map, .namespace = s->namespace},
				      .labels = status_map_selector(s->arena, job)};

	if (session_list_all(s, &jobs, take_job, &g, err) < 0)
		return -1;
	return session_list_all(s, &maps, take_status, &g, err);
}

static void release(void *snapshot)
{
	snapshot_release(snapshot);
}

int status_runs(struct session *s, struct str job, struct cluster_run **out, uint32_t *out_count, struct error *err)
{
	struct snapshot *snapshot = arena_new(s->arena, struct snapshot);

	arena_defer(s->arena, release, snapshot);
	if (gather(s, job, snapshot, err) < 0)
		return -1;
	snapshot_runs(snapshot, s->arena, out, out_count);
	return 0;
}

static int not_found(const struct session *s, struct str job, struct error *err)
{
	if (!s->namespace.length)
		return error_set(err, error_not_found, "there is no job `%.*s` in any namespace", STR_ARG(job));
	return error_set(err, error_not_found,
			 "there is no job `%.*s` in namespace `%.*s`; -n names another one, -A looks in all", STR_ARG(job),
			 STR_ARG(s->namespace));
}

static int several(const struct cluster_run *runs, struct str job, struct error *err)
{
	return error_set(err, error_not_found, "there is a job `%.*s` in namespace `%.*s` and in `%.*s`; -n says which",
			 STR_ARG(job), STR_ARG(runs[0].namespace), STR_ARG(runs[1].namespace));
}

int status_run(struct session *s, struct str job, struct cluster_run *out, struct error *err)
{
	struct cluster_run *runs;
	uint32_t count;

	if (status_runs(s, job, &runs, &count, err) < 0)
		return -1;
	if (count == 0)
		return not_found(s, job, err);
	if (count > 1)
		return several(runs, job, err);
	*out = runs[0];
	return 0;
}

static int read_one(struct session *s, struct str job, struct cluster_status *out, struct error *err)
{
	struct cluster_run *run = arena_new(s->arena, struct cluster_run);
	struct pod_list pods;

	if (status_run(s, job, run, err) < 0 ||
	    pod_list_read(s, run->namespace, job, str_from(run->shown.run), NULL, &pods, err) < 0)
		return -1;
	*out = (struct cluster_status){.runs = run, .run_count = 1, .pods = pods.items, .pod_count = pods.count};
	return 0;
}

int cluster_status_read(const struct cluster_target *target, struct str job, struct arena *a, struct cluster_status *out,
			struct error *err)
{
	struct session *s;

	if (session_open(target, a, &s, err) < 0)
		return -1;
	if (job.length)
		return read_one(s, job, out, err);
	*out = (struct cluster_status){0};
	return status_runs(s, job, &out->runs, &out->run_count, err);
}

struct finisher {
	struct arena *arena;
	struct cluster_finished_list *list;
};

static int take_ledger(void *payload, struct str item)
{
	struct finisher *f = payload;
	struct str namespace, labels, data, lines;
	const struct json_field fields[] = {{"metadata.namespace", &namespace}, {"metadata.labels", &labels}, {"data", &data}};
	struct cluster_finished row;

	if (json_pick(item, fields, 3) < 0 || !json_text(namespace, f->arena, &row.namespace) ||
	    !json_text(json_get(labels, LABEL_JOB), f->arena, &row.job) ||
	    !json_text(json_get(data, STATUS_LEDGER), f->arena, &lines))
		return 0;
	row.namespace = arena_str(f->arena, row.namespace);
	row.job = arena_str(f->arena, row.job);
	while (finished_run_next(&lines, &row.run)) {
		arena_grow(f->arena, f->list->items, f->list->count, f->list->capacity);
		f->list->items[f->list->count++] = row;
	}
	return 0;
}

int cluster_finished_read(const struct cluster_target *target, struct arena *a, struct cluster_finished_list *out,
			  struct error *err)
{
	struct finisher f = {a, out};
	struct session *s;
	struct question q = {.path = {.kind = kube_kind_config_map}, .labels = status_map_selector(a, STR_NONE)};

	if (session_open(target, a, &s, err) < 0)
		return -1;
	q.path.namespace = s->namespace;
	return session_list_all(s, &q, take_ledger, &f, err);
}
