/* SPDX-License-Identifier: Apache-2.0 */
/* Copies pod templates and splits the MPI container off; at the end, makes overlays of what nobody expressed. */
#include "compiler/kubeflow/import_job.h"

/* What the MPI container of the compact form is called in overlays. */
#define MPI_CONTAINER "mpi"

static void remove_nulls(struct node *map)
{
	for (uint32_t i = map->member_count; i > 0; i--)
		if (map->members[i - 1].value->kind == node_null)
			node_remove(map, map->members[i - 1].key);
}

/* The containers beside the MPI container: overlays are merged by name, so none may have its name. */
static void split_containers(struct import *im, struct import_role *role, const struct replica *replica)
{
	const struct node *original = node_path(replica->template, "spec.containers");
	struct node *copies = import_take(role->pod, "containers");
	struct node *others = node_new(im->arena, node_list, copies->at);

	for (uint32_t i = 0; i < copies->item_count; i++) {
		if (original->items[i] == replica->container)
			role->container = copies->items[i];
		else if (str_is(node_text(node_get(copies->items[i], "name")), MPI_CONTAINER))
			import_note(im, "a container beside the MPI container is called `" MPI_CONTAINER
					"`, which is the MPI container's own "
					"name here: it was left out");
		else
			node_add(im->arena, others, copies->items[i]);
	}
	if (others->item_count)
		node_put(im->arena, role->pod, "containers", others);
}

static void copy_template(struct import *im, struct import_role *role, const char *name, const struct replica *replica)
{
	const struct node *metadata = node_get(replica->template, "metadata");

	role->name = name;
	if (!replica->node)
		return;
	if (node_is(metadata, node_map))
		role->metadata = node_copy(im->arena, metadata);
	role->pod = node_copy(im->arena, node_get(replica->template, "spec"));
	split_containers(im, role, replica);
	remove_nulls(role->pod);
	remove_nulls(role->container);
	import_take(role->pod, "restartPolicy");
	import_take(role->container, "name");
}

void import_roles(struct import *im)
{
	copy_template(im, &im->launcher, "the launcher", &im->job->launcher);
	copy_template(im, &im->worker, "the workers", &im->job->worker);
}

/* Host names are made by the Jobs, and host files are made of them. */
static void drop_host_names(struct import *im, struct import_role *role)
{
	static const char *const keys[] = {"hostname", "subdomain"};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (import_take(role->pod, keys[i]))
			import_note(im, "`%s` of %s was left out: hosts are named after the run", keys[i], role->name);
}

/* Probes and ports of the image's sshd: the run has an sshd of its own, on another port, and a start gate instead of probes. */
static void drop_sshd(struct import *im, struct import_role *role)
{
	static const char *const probes[] = {"readinessProbe", "livenessProbe", "startupProbe"};
	struct node *ports = import_take(role->container, "ports"), *kept;

	for (size_t i = 0; i < sizeof(probes) / sizeof(*probes); i++)
		if (node_get(node_get(role->container, probes[i]), "tcpSocket") && import_take(role->container, probes[i]))
			import_note(im, "`%s` of %s was left out: the launcher waits for its workers without it", probes[i],
				    role->name);
	if (!node_is(ports, node_list))
		return;
	kept = node_new(im->arena, node_list, ports->at);
	for (uint32_t i = 0; i < ports->item_count; i++) {
		const struct node *port = node_get(ports->items[i], "containerPort");

		if (!node_is(port, node_int) || (port->integer != 22 && port->integer != 2222))
			node_add(im->arena, kept, ports->items[i]);
	}
	if (kept->item_count)
		node_put(im->arena, role->container, "ports", kept);
}

/* What is left of the MPI container goes back, first in the list, under the name that overlays know it by. */
static void put_container_back(struct import *im, struct import_role *role)
{
	struct node *named, *containers;

	for (uint32_t i = role->container->member_count; i > 0; i--)
		import_prune(role->container, role->container->members[i - 1].key);
	if (role->container->member_count == 0)
		return;
	named = node_new(im->arena, node_map, role->container->at);
	node_put_text(im->arena, named, "name", STR(MPI_CONTAINER));
	for (uint32_t i = 0; i < role->container->member_count; i++)
		node_append_member(im->arena, named, role->container->members[i]);
	containers = node_ensure_list(im->arena, role->pod, "containers");
	node_insert(im->arena, containers, 0, named);
}

static struct node *overlay(struct import *im, const char *role)
{
	return node_ensure_map(im->arena, role ? node_ensure_map(im->arena, im->out, role) : im->out, "pod");
}

/* What both pods have alike is said once. */
static void split(struct import *im)
{
	for (uint32_t i = 0; i < im->launcher.pod->member_count; i++) {
		const struct member *m = &im->launcher.pod->members[i];
		const struct node *other = node_get_str(im->worker.pod, m->key);
		bool alike = other && node_equal(m->value, other);

		node_set(im->arena, overlay(im, alike || !im->worker.pod ? NULL : "launcher"), m->key, m->value);
		if (alike)
			node_remove(im->worker.pod, m->key);
	}
	for (uint32_t i = 0; im->worker.pod && i < im->worker.pod->member_count; i++)
		node_set(im->arena, overlay(im, "worker"), im->worker.pod->members[i].key, im->worker.pod->members[i].value);
}

void import_rest(struct import *im)
{
	struct import_role *const roles[] = {&im->launcher, &im->worker};

	for (unsigned i = 0; i < 2; i++) {
		if (!roles[i]->pod)
			continue;
		drop_host_names(im, roles[i]);
		drop_sshd(im, roles[i]);
		put_container_back(im, roles[i]);
	}
	split(im);
}
