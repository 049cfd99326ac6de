/* SPDX-License-Identifier: Apache-2.0 */
/* A job as rules see it: its pods out of the finished objects; look-ups; reporting. */
#include "compiler/rules/rule.h"

#include "lib/contract/keys.h"

const struct node *rule_item(const struct node *list, uint32_t i)
{
	return node_is(list, node_list) && i < list->item_count ? list->items[i] : NULL;
}

bool rule_is_true(const struct node *value)
{
	return node_is(value, node_bool) && value->boolean;
}

const struct node *rule_env(const struct node *container, const char *name)
{
	const struct node *env = node_get(container, "env"), *var;

	for (uint32_t i = 0; (var = rule_item(env, i)); i++)
		if (str_is(node_text(node_get(var, "name")), name))
			return var;
	return NULL;
}

/* The start script's variable stands in no other container. */
static const struct node *mpi_container(const struct node *spec)
{
	const struct node *containers = node_get(spec, "containers"), *c;

	for (uint32_t i = 0; (c = rule_item(containers, i)); i++)
		if (rule_env(c, "MPICC_ROLE"))
			return c;
	return NULL;
}

static void add_pod(struct rule_job *job, const struct node *object)
{
	const struct node *template = node_path(object, "spec.template"), *spec = node_get(template, "spec");
	const struct node *count = node_path(object, "spec.parallelism");
	const struct node *labels = node_path(template, "metadata.labels");
	const struct spec *s = job->plan->spec;
	bool launcher = str_is(node_text(node_get(labels, LABEL_ROLE)), ROLE_LAUNCHER);

	if (!str_is(node_text(node_get(object, "kind")), "Job") || !spec || job->pod_count == rule_pod_max)
		return;
	if (!mpi_container(spec))
		return; /* a Job that a hook added */
	job->pods[job->pod_count++] = (struct rule_pod){
		.template = template,
		.spec = spec,
		.mpi = mpi_container(spec),
		.count = node_is(count, node_int) ? count->integer : 1,
		.launches = launcher,
		.ranks = !launcher || job->plan->indexed || s->launcher_ranks || s->workers == 0,
	};
}

void rule_job_init(struct rule_job *job, const struct plan *plan, const struct object_list *objects, struct arena *a,
		   struct diag_list *diags)
{
	*job = (struct rule_job){.plan = plan, .objects = objects, .arena = a, .diags = diags};
	for (uint32_t i = 0; i < objects->count; i++)
		add_pod(job, objects->items[i].tree);
}

static struct diag *report(const struct rule_job *job, struct place at, struct str message)
{
	struct place name = spec_at(job->plan->spec, spec_name);
	struct diag *d;

	if (!place_is_users(at) || at.source->kind == source_default)
		at = name;
	d = diag_report(job->diags, job->rule->code, at, "%.*s", STR_ARG(message));
	if (job->rule->help)
		diag_help(job->diags, d, "%s", job->rule->help);
	if (at.source != name.source)
		diag_label(job->diags, d, name, "in this job");
	return d;
}

struct diag *rule_report(const struct rule_job *job, const struct node *at, const char *format, ...)
{
	struct str message;
	va_list args;

	va_start(args, format);
	message = arena_vformat(job->arena, format, args);
	va_end(args);
	return report(job, at ? at->at : PLACE_NONE, message);
}

struct diag *rule_report_at(const struct rule_job *job, struct place at, const char *format, ...)
{
	struct str message;
	va_list args;

	va_start(args, format);
	message = arena_vformat(job->arena, format, args);
	va_end(args);
	return report(job, at, message);
}

void rule_containers(const struct rule_job *job,
		     void (*visit)(const struct rule_job *job, const struct rule_pod *pod, const struct node *container))
{
	static const char *const lists[] = {"initContainers", "containers"};
	const struct node *c;

	for (uint32_t p = 0; p < job->pod_count; p++)
		for (unsigned l = 0; l < 2; l++)
			for (uint32_t i = 0; (c = rule_item(node_get(job->pods[p].spec, lists[l]), i)); i++)
				visit(job, &job->pods[p], c);
}

const struct node *rule_resource(const struct node *container, const char *part, const char *resource)
{
	return node_get(node_get(node_get(container, "resources"), part), resource);
}

bool rule_quantity(const struct node *value, double *out)
{
	if (!value || value->kind == node_list || value->kind == node_map)
		return false;
	if (value->kind == node_int && value->text.length == 0) {
		*out = (double)value->integer;
		return true;
	}
	return quantity_to_double(value->text, out);
}

bool rule_amount(const struct node *container, const char *resource, double *out)
{
	return rule_quantity(rule_resource(container, "limits", resource), out) ||
	       rule_quantity(rule_resource(container, "requests", resource), out);
}

int64_t rule_gpus(const struct node *container)
{
	static const char *const parts[] = {"limits", "requests"};
	double count;

	for (unsigned p = 0; p < 2; p++) {
		const struct node *map = node_get(node_get(container, "resources"), parts[p]);
		double sum = 0;

		for (uint32_t i = 0; node_is(map, node_map) && i < map->member_count; i++)
			if (resource_is_gpu(map->members[i].key) && rule_quantity(map->members[i].value, &count))
				sum += count;
		if (sum > 0)
			return (int64_t)sum;
	}
	return 0;
}
