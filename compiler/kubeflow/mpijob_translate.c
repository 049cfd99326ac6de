/* SPDX-License-Identifier: Apache-2.0 */
/* struct mpijob -> a tree in the compact form, and beside it what only an MPIJob can say. */
#include "compiler/kubeflow/mpijob.h"
#include "compiler/kubeflow/mpijob_read.h"

struct translation {
	struct arena *arena;
	const struct mpijob *job;
	struct node *out;
};

/* A value that the file does not say and that MPIJobs have all the same. */
static struct node *implied(struct translation *t, struct node *value, const char *text)
{
	struct source *source = source_new(t->arena, source_default, STR("<default>"), str_from(text));

	value->at = (struct place){source, 0, (uint32_t)source->text.length};
	return value;
}

static struct node *implied_int(struct translation *t, int64_t number, const char *text)
{
	return implied(t, node_new_int(t->arena, number, PLACE_NONE), text);
}

static struct place place_of(struct translation *t, const struct node *user)
{
	return user ? user->at : implied(t, node_new(t->arena, node_null, PLACE_NONE), "")->at;
}

static struct node *as_it_is(struct arena *a, const struct node *value)
{
	(void)a;
	return (struct node *)value;
}

static struct node *as_seconds(struct arena *a, const struct node *value)
{
	return node_new_string(a, arena_format(a, "%llds", (long long)value->integer), value->at);
}

/* Policies that the compact form has too, under another name. */
static const struct {
	enum mpijob_policy from;
	const char *to;
	struct node *(*convert)(struct arena *a, const struct node *value);
} shared[] = {
	{policy_clean, "clean", as_it_is}, {policy_retries, "retries", as_it_is}, {policy_deadline, "deadline", as_seconds},
	{policy_ttl, "ttl", as_seconds},   {policy_suspend, "suspend", as_it_is}, {policy_priority, "priority", as_it_is},
};

static void put_policies(struct translation *t)
{
	const struct node *queue;
	const char *gang = mpijob_queue(t->job, &queue);

	/* batch/v1's default: mpi-operator hands an absent backoffLimit on to the launcher's Job as it is. */
	node_put(t->arena, t->out, "retries", implied_int(t, 6, "6"));
	for (size_t i = 0; i < sizeof(shared) / sizeof(*shared); i++)
		if (t->job->policy[shared[i].from])
			node_put(t->arena, t->out, shared[i].to, shared[i].convert(t->arena, t->job->policy[shared[i].from]));
	if (!gang)
		return;
	node_put(t->arena, t->out, "queue", (struct node *)queue);
	node_put(t->arena, t->out, "gang", node_new_string(t->arena, str_from(gang), queue->at));
}

static void put_shape(struct translation *t)
{
	const struct mpijob *job = t->job;
	const struct node *slots = job->nodes[mpijob_slots], *workers = job->nodes[mpijob_worker_replicas];
	const struct node *ranks = job->nodes[mpijob_launcher_ranks], *mpi = job->nodes[mpijob_implementation];
	struct node *launcher = node_ensure_map(t->arena, t->out, "launcher");

	node_put(t->arena, t->out, "mpi", node_new_string(t->arena, mpijob_flavour(job), place_of(t, mpi)));
	node_put(t->arena, t->out, "workers", node_new_int(t->arena, mpijob_workers(job), place_of(t, workers)));
	node_put(t->arena, t->out, "slots", slots ? (struct node *)slots : implied_int(t, 1, "1"));
	node_put(t->arena, launcher, "ranks", node_new_bool(t->arena, job->launcher_ranks, place_of(t, ranks)));
}

static struct node *compact(struct arena *a, const struct mpijob *job)
{
	struct translation t = {a, job, node_new(a, node_map, job->document->at)};
	struct place version_at = node_get(job->document, "apiVersion")->at;

	node_put(a, t.out, "apiVersion", node_new_string(a, STR("mpicc.dev/v1"), version_at));
	node_put(a, t.out, "kind", node_get(job->document, "kind"));
	node_put(a, t.out, "metadata", mpijob_metadata(job, a));
	node_put(a, t.out, "image", node_get(job->launcher.container, "image"));
	put_shape(&t);
	put_policies(&t);
	return t.out;
}

static int64_t policy_int(const struct mpijob *job, enum mpijob_policy policy, int64_t absent)
{
	return job->policy[policy] ? job->policy[policy]->integer : absent;
}

static void fill(const struct mpijob *job, struct spec_kubeflow *out)
{
	const struct node *gang = job->policy[policy_minimum];

	if (!gang)
		gang = job->policy[policy_resources] ? job->policy[policy_resources] : job->policy[policy_timeout];
	*out = (struct spec_kubeflow){
		.is = true,
		.launcher_template = job->launcher.template,
		.worker_template = job->worker.template,
		.main_container = job->main_container,
		.ssh_mount_path = job->ssh_mount_path,
		.backoff_limit = policy_int(job, policy_retries, -1),
		.launcher_on_failure = job->launcher.restart == restart_on_failure,
		.worker_on_failure = job->worker.restart == restart_on_failure,
		.gang_minimum = policy_int(job, policy_minimum, 0),
		.gang_resources = (struct node *)job->policy[policy_resources],
		.gang_timeout = policy_int(job, policy_timeout, 0),
		.gang_at = gang ? gang->at : PLACE_NONE,
	};
}

bool mpijob_translate(struct decoder *d, const struct node *document, struct node **out_compact, struct spec_kubeflow *out)
{
	struct mpijob job;
	bool read = mpijob_read(d, document, &job);

	if (!mpijob_check(d, &job) || !read)
		return false;
	*out_compact = compact(d->arena, &job);
	fill(&job, out);
	return true;
}
