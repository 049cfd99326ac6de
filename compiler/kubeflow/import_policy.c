/* SPDX-License-Identifier: Apache-2.0 */
/* The policies of an MPIJob as the compact form's fields, where they differ from its defaults. */
#include "compiler/kubeflow/import_job.h"

/* 5400 -> "1h30m": what duration_parse reads, the largest units first. */
static struct str duration(struct arena *a, int64_t seconds)
{
	static const struct {
		char name;
		int64_t seconds;
	} units[] = {{'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};
	struct str out = STR_NONE;

	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (seconds >= units[i].seconds)
			out = arena_format(a, "%.*s%lld%c", STR_ARG(out), (long long)(seconds / units[i].seconds), units[i].name);
		seconds %= units[i].seconds;
	}
	return out.length ? out : STR("0s");
}

static void put_policy(struct import *im, enum mpijob_policy policy, const char *key)
{
	if (im->job->policy[policy])
		node_put(im->arena, im->out, key, (struct node *)im->job->policy[policy]);
}

static void put_duration(struct import *im, enum mpijob_policy policy, const char *key)
{
	if (im->job->policy[policy])
		import_put_text(im, key, duration(im->arena, im->job->policy[policy]->integer));
}

/* Without a backoffLimit the launcher's Job has batch/v1's: 6. */
static void put_retries(struct import *im)
{
	const struct node *retries = im->job->policy[policy_retries];
	int64_t count = retries ? retries->integer : 6;

	if (count)
		node_put(im->arena, im->out, "retries", node_new_int(im->arena, count, im->out->at));
}

static void put_queue(struct import *im)
{
	const struct node *queue;
	const char *gang = mpijob_queue(im->job, &queue);

	if (!gang)
		return;
	node_put(im->arena, im->out, "queue", (struct node *)queue);
	if (!str_is(str_from(gang), "kueue")) /* which a queue alone means */
		import_put_text(im, "gang", str_from(gang));
}

static void note_gang(struct import *im)
{
	const struct node *minimum = im->job->policy[policy_minimum];

	if (minimum && minimum->integer != mpijob_workers(im->job) + 1)
		import_note(im, "`minAvailable: %lld` cannot be said: a run starts when all its pods can",
			    (long long)minimum->integer);
	if (im->job->policy[policy_resources])
		import_note(im, "`minResources` cannot be said: the pods' own resources count");
	if (im->job->policy[policy_timeout])
		import_note(im, "`scheduleTimeoutSeconds` cannot be said");
}

static void note_restart(struct import *im, enum mpijob_field field, const char *role)
{
	if (im->job->nodes[field] && str_is(im->job->nodes[field]->text, "OnFailure"))
		import_note(im, "`restartPolicy: OnFailure` of %s cannot be said: a failed pod is replaced, not restarted", role);
}

void import_policies(struct import *im)
{
	const struct node *clean = im->job->policy[policy_clean], *suspend = im->job->policy[policy_suspend];

	if (clean && !str_is(clean->text, "Running"))
		put_policy(im, policy_clean, "clean");
	if (suspend && suspend->boolean)
		put_policy(im, policy_suspend, "suspend");
	put_policy(im, policy_priority, "priority");
	put_duration(im, policy_deadline, "deadline");
	put_duration(im, policy_ttl, "ttl");
	put_retries(im);
	put_queue(im);
	note_gang(im);
	note_restart(im, mpijob_launcher_restart, "the launcher");
	note_restart(im, mpijob_worker_restart, "the workers");
}
