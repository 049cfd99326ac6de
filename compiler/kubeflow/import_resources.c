/* SPDX-License-Identifier: Apache-2.0 */
/* A container's resources as the compact form's, and slots, which follow the GPUs unless said otherwise. */
#include "compiler/kubeflow/import_job.h"
#include "compiler/spec/spec.h"

/* Requests that are not said are those of the limits; so these are the same when each request equals its limit. */
static bool is_guaranteed(const struct node *requests, const struct node *limits)
{
	for (uint32_t i = 0; requests && i < requests->member_count; i++) {
		const struct node *limit = node_get_str(limits, requests->members[i].key);

		if (!limit || limit->kind >= node_list || requests->members[i].value->kind >= node_list ||
		    !str_equal(limit->text, requests->members[i].value->text))
			return false;
	}
	return limits && limits->member_count;
}

static struct node *flat(struct import *im, const struct node *limits)
{
	struct node *out = node_new(im->arena, node_map, limits->at);

	for (uint32_t i = 0; i < limits->member_count; i++) {
		const struct member *m = &limits->members[i];

		node_set(im->arena, out, str_is(m->key, "nvidia.com/gpu") ? STR("gpu") : m->key, m->value);
	}
	return out;
}

/* NULL for an absent or empty map, and for what is no map: that stays where it is. */
static struct node *take_map(struct node *resources, const char *key)
{
	import_prune(resources, str_from(key));
	return node_is(node_get(resources, key), node_map) ? import_take(resources, key) : NULL;
}

/* NULL when the container asks for nothing. What resources can say besides (claims) stays where it is. */
static struct node *take_resources(struct import *im, struct import_role *role)
{
	struct node *resources = node_get(role->container, "resources"), *requests, *limits, *out;

	if (!node_is(resources, node_map))
		return NULL;
	requests = take_map(resources, "requests");
	limits = take_map(resources, "limits");
	if (!requests && !limits)
		return NULL;
	if (is_guaranteed(requests, limits))
		return flat(im, limits);
	out = node_new(im->arena, node_map, resources->at);
	if (requests)
		node_put(im->arena, out, "requests", requests);
	if (limits)
		node_put(im->arena, out, "limits", limits);
	return out;
}

/* The ranks a worker has when `slots` is not set. */
static int64_t default_slots(struct import *im, const struct node *resources)
{
	const struct field *field = field_find(&spec_table, STR("resources"));
	struct resource_choice choice = {0};
	struct diag_list unheard;
	struct decoder d = {im->arena, &unheard};

	diag_list_init(&unheard, im->arena);
	if (!resources || !field->type->decode(&d, field, resources, &choice))
		return 1;
	return choice.gpus > 0 ? choice.gpus : 1;
}

/* A launcher that hosts ranks gets the workers' resources unless it has its own; none at all must be said. */
static void put_launcher(struct import *im, struct node *resources, const struct node *workers)
{
	bool ranks = im->job->launcher_ranks;

	if (ranks && resources && workers && node_equal(resources, workers))
		return;
	if (ranks && !resources && workers)
		resources = node_new(im->arena, node_map, im->out->at);
	if (resources)
		node_put(im->arena, node_ensure_map(im->arena, im->out, "launcher"), "resources", resources);
}

void import_resources(struct import *im)
{
	struct node *launcher = take_resources(im, &im->launcher);
	struct node *shared = im->worker.pod ? take_resources(im, &im->worker) : launcher;

	if (shared)
		node_put(im->arena, im->out, "resources", shared);
	if (im->worker.pod)
		put_launcher(im, launcher, shared);
	if (im->job->slots != default_slots(im, shared))
		node_put(im->arena, im->out, "slots", node_new_int(im->arena, im->job->slots, im->out->at));
}
