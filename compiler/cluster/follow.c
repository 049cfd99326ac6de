/* SPDX-License-Identifier: Apache-2.0 */
/* Two watches fill a snapshot; after each change the runs that differ are told. */
#include "compiler/cluster/snapshot.h"
#include "compiler/cluster/status.h"
#include "lib/kube/kube_watch.h"

/* One watch and what it has brought. */
struct part {
	struct follower *follower;
	struct object_set *set;      /* of the snapshot */
	struct object_set gathered;  /* a complete set that is coming in */
	bool gathering;
	bool is_jobs;
	struct kube_watch *watch;
};

struct follower {
	struct session *session;
	struct snapshot snapshot;
	struct part jobs, statuses;
	struct arena scratch;         /* texts of one event */
	struct arena turns[2];        /* the runs as they are and as they were, by turns */
	unsigned turn;
	const struct cluster_run *told;
	uint32_t told_count;
	bool changed, refused;
	const struct cluster_listener *listener;
	struct kube_status status;    /* of `refused` */
	enum kube_kind refused_kind;
	struct error err;             /* of the sinks */
};

static int begin(void *payload)
{
	struct part *p = payload;

	object_set_release(&p->gathered);
	p->gathering = true;
	return 0;
}

static int commit(void *payload)
{
	struct part *p = payload;

	object_set_release(p->set);
	*p->set = p->gathered;
	p->gathered = (struct object_set){0};
	p->gathering = false;
	p->follower->changed = true;
	return 0;
}

static int upsert(void *payload, struct str json)
{
	struct part *p = payload;
	struct object object;
	bool ours = p->is_jobs ? object_read_job(json, &object) : object_read_status(json, &p->follower->scratch, &object);

	arena_release(&p->follower->scratch);
	if (!ours)
		return 0;
	if (p->gathering)
		return object_set_add(&p->gathered, &object, &p->follower->err);
	object_set_remove(p->set, object.uid);
	p->follower->changed = true;
	return object_set_add(p->set, &object, &p->follower->err);
}

static int remove_object(void *payload, struct str json)
{
	struct part *p = payload;
	char uid[uid_max + 1];

	if (!object_read_uid(json, uid))
		return 0;
	object_set_remove(p->gathering ? &p->gathered : p->set, uid);
	p->follower->changed = true;
	return 0;
}

/* Before anything has come, a refusal is an answer; WatchList itself may be refused as invalid, and is then done without. */
static void failed(void *payload, const struct kube_status *status)
{
	struct part *p = payload;
	struct follower *f = p->follower;
	bool final = status->code == kube_code_forbidden || status->code == kube_code_unauthorized ||
		     status->code == kube_code_transport || status->code == kube_code_not_found;

	if (f->refused || status->code == kube_code_invalid || status->code == kube_code_gone)
		return;
	if (final && !kube_watch_is_synced(p->watch)) {
		f->refused = true;
		f->refused_kind = p->is_jobs ? kube_kind_job : kube_kind_config_map;
		f->status = *status;
	} else if (f->listener->trouble) {
		f->listener->trouble(f->listener->payload, str_from(status->message));
	}
}

static int open_watch(struct follower *f, struct part *p, struct str job, struct error *err)
{
	const struct kube_watch_options options = {
		.kind = p->is_jobs ? kube_kind_job : kube_kind_config_map,
		.namespace = f->session->namespace,
		.label_selector = (p->is_jobs ? status_job_selector : status_map_selector)(f->session->arena, job),
		.sink = {p, begin, upsert, remove_object, commit},
		.failed = failed,
	};

	p->follower = f;
	p->set = p->is_jobs ? &f->snapshot.jobs : &f->snapshot.statuses;
	return kube_watch_new(f->session->client, &options, &p->watch, err);
}

static int compare(const struct cluster_run *a, const struct cluster_run *b)
{
	int order = str_compare(a->namespace, b->namespace);

	return order ? order : str_compare(a->job, b->job);
}

/* What was told of the same job; *at goes on through what was told, as both are sorted alike. */
static const struct cluster_run *find(const struct follower *f, const struct cluster_run *run, uint32_t *at)
{
	while (*at < f->told_count && compare(&f->told[*at], run) < 0)
		++*at;
	return *at < f->told_count && compare(&f->told[*at], run) == 0 ? &f->told[*at] : NULL;
}

/* Negative: the listener has heard enough. */
static int tell(struct follower *f)
{
	struct arena *next = &f->turns[f->turn ^ 1];
	struct cluster_run *runs;
	uint32_t count, at = 0;
	int status = 0;

	arena_release(next);
	snapshot_runs(&f->snapshot, next, &runs, &count);
	for (uint32_t i = 0; i < count && status >= 0; i++) {
		const struct cluster_run *before = find(f, &runs[i], &at);

		if (!before || !cluster_run_equal(before, &runs[i]))
			status = f->listener->changed(f->listener->payload, &runs[i]);
	}
	f->told = runs;
	f->told_count = count;
	f->turn ^= 1;
	f->changed = false;
	return status;
}

static bool is_synced(const struct follower *f)
{
	return kube_watch_is_synced(f->jobs.watch) && kube_watch_is_synced(f->statuses.watch);
}

static int run(struct follower *f, struct error *err)
{
	struct kube_path path = {.namespace = f->session->namespace};

	while (!f->refused) {
		if (kube_client_poll(f->session->client, NULL, 0, -1, err) < 0)
			return -1;
		if (f->changed && is_synced(f) && tell(f) < 0)
			return 0;
	}
	path.kind = f->refused_kind;
	return session_refused(f->session, &path, &f->status, err);
}

static void release(void *payload)
{
	struct follower *f = payload;

	kube_watch_free(f->jobs.watch);
	kube_watch_free(f->statuses.watch);
	object_set_release(&f->jobs.gathered);
	object_set_release(&f->statuses.gathered);
	snapshot_release(&f->snapshot);
	arena_release(&f->scratch);
	arena_release(&f->turns[0]);
	arena_release(&f->turns[1]);
}

int cluster_follow(const struct cluster_target *target, struct str job, const struct cluster_listener *listener, struct arena *a,
		   struct error *err)
{
	struct follower *f = arena_new(a, struct follower);

	if (session_open(target, a, &f->session, err) < 0)
		return -1;
	f->listener = listener;
	f->jobs.is_jobs = true;
	arena_init(&f->scratch, a->oom);
	arena_init(&f->turns[0], a->oom);
	arena_init(&f->turns[1], a->oom);
	arena_defer(a, release, f);
	if (open_watch(f, &f->jobs, job, err) < 0 || open_watch(f, &f->statuses, job, err) < 0)
		return -1;
	return run(f, err);
}
