/* SPDX-License-Identifier: Apache-2.0 */
/* The target, and the hosts in rank order: the launcher first where it hosts ranks, then the workers by index. */
#include "compiler/flavour/hosts.h"

/* One pod template must fit all pods, and Kubernetes must be allowed to end the workers. */
static bool fits_indexed(const struct spec *s)
{
	return s->launcher_ranks && s->workers > 0 && s->clean != clean_none && !s->launcher_resources.requirements &&
	       !s->launcher_pod && !s->worker_pod && !s->kubeflow.is;
}

static struct host new_host(const struct plan *plan, struct arena *a, struct str short_name)
{
	struct str name = arena_format(a, "%.*s.%.*s", STR_ARG(short_name), STR_ARG(plan->search));

	return (struct host){name, short_name, plan->slots};
}

/* Pods of an Indexed Job have the host name <Job>-<index> (batch/v1). */
static void add_indexed_hosts(struct plan *plan, struct arena *a, struct str job, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		plan->hosts[plan->host_count++] = new_host(plan, a, arena_format(a, "%.*s-%u", STR_ARG(job), i));
}

void hosts_resolve(struct plan *plan, struct arena *a)
{
	const struct spec *s = plan->spec;
	bool launcher_hosts = s->launcher_ranks || s->workers == 0;
	uint32_t workers = (uint32_t)s->workers;

	run_names_make(a, s->name, STR(RUN_ID_PLACEHOLDER), &plan->names);
	plan->indexed = s->target == target_indexed ? workers > 0 : s->target == target_auto && fits_indexed(s);
	plan->search = arena_format(a, "%.*s.%.*s.svc.%.*s", STR_ARG(plan->names.run), STR_ARG(s->namespace_),
				    STR_ARG(plan->project->cluster_domain));
	plan->interface = s->interface.length || s->host_network ? s->interface : STR("eth0");
	plan->slots = spec_host_slots(s);
	plan->ranks = spec_total_ranks(s);
	plan->gang = s->gang == gang_none && s->queue.length ? gang_kueue : (enum gang)s->gang;
	plan->hosts = arena_array(a, struct host, (size_t)workers + 1);
	if (plan->indexed) {
		add_indexed_hosts(plan, a, plan->names.run, workers + 1);
		plan->launcher_host = plan->hosts[0].name;
		return;
	}
	plan->launcher_host = new_host(plan, a, plan->names.launcher).name;
	if (launcher_hosts)
		plan->hosts[plan->host_count++] = new_host(plan, a, plan->names.launcher);
	add_indexed_hosts(plan, a, plan->names.worker, workers);
}
