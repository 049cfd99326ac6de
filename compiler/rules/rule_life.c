/* SPDX-License-Identifier: Apache-2.0 */
/* Rules on how a run starts and ends: deadlines, drains, sidecars, schedulers. */
#include "compiler/rules/rule.h"

/* Two nodes of eight: from here on a hang is dear enough to ask for a deadline. */
enum { dear_gpus = 16 };

static int64_t all_gpus(const struct rule_job *job)
{
	int64_t sum = 0;

	for (uint32_t p = 0; p < job->pod_count; p++)
		sum += job->pods[p].count * rule_gpus(job->pods[p].mpi);
	return sum;
}

void rule_no_deadline(const struct rule_job *job)
{
	if (!job->plan->spec->deadline && all_gpus(job) >= dear_gpus)
		rule_report(job, NULL, "the job holds %lld GPUs, and nothing ends it", (long long)all_gpus(job));
}

void rule_short_deadline(const struct rule_job *job)
{
	const struct spec *s = job->plan->spec;
	struct diag *d;

	if (!s->deadline || !s->nodes[spec_start_deadline] || s->start_deadline < s->deadline)
		return;
	d = rule_report_at(job, spec_at(s, spec_start_deadline), "`startDeadline` is never reached: `deadline` comes first");
	diag_label(job->diags, d, spec_at(s, spec_deadline), "the deadline");
}

/* Who injects sidecars, by which label or annotation, and the values that ask for it. */
static const struct {
	const char *key, *value;
} meshes[] = {
	{"sidecar.istio.io/inject", "true"},
	{"linkerd.io/inject", "enabled"},
	{"linkerd.io/inject", "ingress"},
	{"consul.hashicorp.com/connect-inject", "true"},
	{"kuma.io/sidecar-injection", "enabled"},
};

static void mesh_in(const struct rule_job *job, const struct node *map)
{
	for (size_t i = 0; i < sizeof(meshes) / sizeof(*meshes); i++) {
		const struct node *value = node_get(map, meshes[i].key);

		if (value && (str_is(node_text(value), meshes[i].value) || (rule_is_true(value) && str_is(STR("true"), meshes[i].value))))
			rule_report(job, value, "the mesh's proxy outlives the program, and the Job never ends");
	}
}

void rule_mesh(const struct rule_job *job)
{
	for (uint32_t p = 0; p < job->pod_count; p++) {
		mesh_in(job, node_path(job->pods[p].template, "metadata.labels"));
		mesh_in(job, node_path(job->pods[p].template, "metadata.annotations"));
	}
}

/* The launcher's pod ends with its last container; workers are ended from outside. */
void rule_sidecar(const struct rule_job *job)
{
	const struct node *c;

	for (uint32_t p = 0; p < job->pod_count; p++)
		for (uint32_t i = 0; job->pods[p].launches && (c = rule_item(node_get(job->pods[p].spec, "containers"), i)); i++)
			if (c != job->pods[p].mpi)
				rule_report(job, node_get(c, "name") ? node_get(c, "name") : c,
					    "the run does not end before the container `%.*s` does", STR_ARG(node_text(node_get(c, "name"))));
}

void rule_budget(const struct rule_job *job)
{
	const struct spec *s = job->plan->spec;

	if (s->disruption_budget && !s->deadline)
		rule_report_at(job, spec_at(s, spec_disruption_budget), "a budget without a deadline stops drains for as long as the job likes");
}

void rule_system_priority(const struct rule_job *job)
{
	for (uint32_t p = 0; p < job->pod_count; p++) {
		const struct node *class = node_get(job->pods[p].spec, "priorityClassName");

		if (str_starts(node_text(class), "system-"))
			rule_report(job, class, "the priority class `%.*s` is for the cluster's own pods", STR_ARG(class->text));
	}
}

/* Schedulers that know gangs, and what `gang` calls them. */
void rule_scheduler(const struct rule_job *job)
{
	static const char *const names[] = {[gang_none] = "", [gang_kueue] = "", [gang_volcano] = "volcano",
					    [gang_coscheduling] = "scheduler-plugins-scheduler"};
	enum gang gang = job->plan->gang;

	for (uint32_t p = 0; p < job->pod_count; p++) {
		const struct node *scheduler = node_get(job->pods[p].spec, "schedulerName");
		struct str name = node_text(scheduler);
		bool known = str_is(name, "volcano") || str_is(name, "scheduler-plugins-scheduler");

		if (name.length && !str_is(name, names[gang]) && (known || gang == gang_volcano || gang == gang_coscheduling))
			rule_report(job, scheduler, "the scheduler `%.*s` is told of no gang", STR_ARG(name));
	}
}

void rule_evictable(const struct rule_job *job)
{
	for (uint32_t p = 0; p < job->pod_count; p++) {
		const struct node *value = node_get(node_path(job->pods[p].template, "metadata.annotations"),
						    "cluster-autoscaler.kubernetes.io/safe-to-evict");

		if (value && str_is(node_text(value), "true"))
			rule_report(job, value, "the autoscaler may end pods of the run to save a node");
	}
}
