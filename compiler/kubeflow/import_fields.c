/* SPDX-License-Identifier: Apache-2.0 */
/* Fields of pods and containers that the compact form has under a name of its own, and the metadata of pods. */
#include "compiler/kubeflow/import_job.h"

static struct node *as_it_is(struct import *im, struct node *value)
{
	(void)im;
	return value->kind == node_string ? value : NULL;
}

/* [{name: registry}] -> [registry] */
static struct node *names_of(struct import *im, struct node *value)
{
	struct node *names = node_new(im->arena, node_list, value->at);

	for (uint32_t i = 0; value->kind == node_list && i < value->item_count; i++) {
		struct node *name = node_get(value->items[i], "name");

		if (!node_is(name, node_string) || value->items[i]->member_count != 1)
			return NULL;
		node_add(im->arena, names, name);
	}
	return names->item_count ? names : NULL;
}

/* Whose value counts when only the launcher has one: some are taken for all pods, as people would. */
static const struct {
	const char *key, *to;
	struct node *(*convert)(struct import *im, struct node *value); /* NULL: cannot be said in the short way */
	bool of_container, only_alike;
} fields[] = {
	{"imagePullPolicy", "imagePullPolicy", as_it_is, true, false},
	{"workingDir", "workdir", as_it_is, true, false},
	{"imagePullSecrets", "imagePullSecrets", names_of, false, false},
	{"priorityClassName", "priority", as_it_is, false, true},
};

static struct node *holder(struct import_role *role, size_t i)
{
	return fields[i].of_container ? role->container : role->pod;
}

static void import_field(struct import *im, size_t i)
{
	struct node *launcher = node_get(holder(&im->launcher, i), fields[i].key);
	struct node *worker = node_get(holder(&im->worker, i), fields[i].key);
	struct node *value = launcher ? fields[i].convert(im, launcher) : NULL;
	bool alike = !im->worker.pod || (launcher && worker && node_equal(launcher, worker));

	if (!value || node_get(im->out, fields[i].to) || (!alike && (fields[i].only_alike || worker)))
		return;
	node_put(im->arena, im->out, fields[i].to, value);
	import_take(holder(&im->launcher, i), fields[i].key);
	import_take(holder(&im->worker, i), fields[i].key);
}

/* The launcher's image is the job's; workers with another one keep it in their overlay. */
static void import_image(struct import *im)
{
	struct node *image = import_take(im->launcher.container, "image");
	const struct node *other = node_get(im->worker.container, "image");

	node_put(im->arena, im->out, "image", image);
	if (other && node_equal(other, image))
		import_take(im->worker.container, "image");
}

static void import_host_network(struct import *im)
{
	const struct node *launcher = node_get(im->launcher.pod, "hostNetwork"),
			  *worker = node_get(im->worker.pod, "hostNetwork");
	struct import_role *const roles[] = {&im->launcher, &im->worker};

	if (!node_is(launcher, node_bool) || !launcher->boolean || (im->worker.pod && !(worker && node_equal(launcher, worker))))
		return;
	node_put(im->arena, node_ensure_map(im->arena, im->out, "network"), "hostNetwork", (struct node *)launcher);
	for (unsigned i = 0; i < 2; i++) {
		import_take(roles[i]->pod, "hostNetwork");
		if (str_is(node_text(node_get(roles[i]->pod, "dnsPolicy")), "ClusterFirstWithHostNet"))
			import_take(roles[i]->pod, "dnsPolicy");
	}
}

static void put_pod_metadata(struct import *im, const char *kind, const struct member *m)
{
	struct node *metadata = node_ensure_map(im->arena, im->out, "podMetadata");

	node_set(im->arena, node_ensure_map(im->arena, metadata, kind), m->key, m->value);
}

static void import_entries(struct import *im, const char *kind, const struct import_role *role, const struct import_role *other)
{
	const struct node *entries = node_get(role->metadata, kind), *others = node_get(other->metadata, kind);

	for (uint32_t i = 0; node_is(entries, node_map) && i < entries->member_count; i++) {
		const struct member *m = &entries->members[i];
		const struct node *same = node_get_str(others, m->key);

		if (m->value->kind == node_null)
			continue;
		if (same && !node_equal(same, m->value)) {
			if (role == &im->launcher)
				import_note(im, "`%.*s` under `%s` differs between launcher and workers: it was left out",
					    STR_ARG(m->key), kind);
			continue;
		}
		if (other->pod && !same)
			import_note(im, "`%.*s` under `%s` was only on %s: `podMetadata` holds for all pods", STR_ARG(m->key),
				    kind, role->name);
		put_pod_metadata(im, kind, m);
	}
}

void import_fields(struct import *im)
{
	static const char *const kinds[] = {"labels", "annotations"};

	import_image(im);
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		import_field(im, i);
	import_host_network(im);
	for (unsigned i = 0; i < 2; i++) {
		import_entries(im, kinds[i], &im->launcher, &im->worker);
		import_entries(im, kinds[i], &im->worker, &im->launcher);
	}
}
