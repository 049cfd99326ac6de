/* SPDX-License-Identifier: Apache-2.0 */
/* Puts into a pod what every MPI pod needs: names, volumes, mounts, environment, and the start script round its command. */
#include "compiler/lower/pod.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/lower/inject.h"
#include "compiler/lower/overrule.h"
#include "lib/contract/keys.h"

static bool report(struct lowering *l, enum diag_code code, struct place at, const char *message, const char *help)
{
	struct diag *d = diag_report(l->diags, code, place_is_users(at) ? at : spec_at(l->plan->spec, spec_name), "%s", message);

	diag_help(l->diags, d, "%s", help);
	return false;
}

/* The first container, or the first of that name. NULL: there is none. */
static struct node *first_container(const struct node *list, struct str name)
{
	for (uint32_t i = 0; node_is(list, node_list) && i < list->item_count; i++) {
		struct node *c = list->items[i];

		if (c->kind == node_map && (name.length == 0 || str_equal(node_text(node_get(c, "name")), name)))
			return c;
	}
	return NULL;
}

/* The container that runs MPI; an MPIJob's main container need not be in both templates. NULL: reported. */
static struct node *find_container(struct lowering *l, const struct node *spec)
{
	const struct node *list = node_get(spec, "containers");
	const struct spec_kubeflow *k = &l->plan->spec->kubeflow;
	struct node *found = first_container(list, k->is ? k->main_container : STR("mpi"));

	if (!found && k->is)
		found = first_container(list, STR_NONE);
	if (found)
		return found;
	report(l, diag_E0601, list ? list->at : spec->at, "the pod has no container to run MPI in",
	       "an overlay must leave the container `mpi` in place");
	return NULL;
}

static bool is_our_volume(struct str name)
{
	static const char *const names[] = {"mpi-config", "mpi-ssh", "mpi-run", "mpi-ssh-auth"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_is(name, names[i]))
			return true;
	return false;
}

static bool is_our_path(struct str path)
{
	static const char *const folders[] = {PATH_CONFIG, PATH_KEYS, PATH_RUN};

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		size_t n = str_from(folders[i]).length;

		if (str_starts(path, folders[i]) && (path.length == n || path.data[n] == '/'))
			return true;
	}
	return false;
}

static int by_path(const void *left, const void *right)
{
	const struct node *const *a = left, *const *b = right;
	int c = str_compare(node_text(node_get(*a, "mountPath")), node_text(node_get(*b, "mountPath")));

	return c ? c : ((*a)->at.offset > (*b)->at.offset) - ((*a)->at.offset < (*b)->at.offset);
}

/* Kubernetes takes one mount a path, ours among them. */
static bool check_paths(struct lowering *l, const struct node *mounts)
{
	struct node **sorted = arena_array(l->arena, struct node *, mounts->item_count);
	bool ok = true;

	if (mounts->item_count)
		memcpy(sorted, mounts->items, mounts->item_count * sizeof(*sorted));
	qsort(sorted, mounts->item_count, sizeof(*sorted), by_path);
	for (uint32_t i = 1; i < mounts->item_count; i++) {
		const struct node *a = sorted[i - 1], *b = sorted[i];
		struct str path = node_text(node_get(b, "mountPath"));

		if (path.length && str_equal(path, node_text(node_get(a, "mountPath"))))
			ok = report(l, diag_E0606, place_is_users(b->at) ? b->at : a->at, "two mounts have the same path",
				    "/etc/passwd and /etc/group are taken too, unless `user` has `passwd: image`");
	}
	return ok;
}

/* Volumes of ours and mounts at our paths would hide the run's files. */
static bool check_collisions(struct lowering *l, const struct node *spec, const struct node *container)
{
	const struct node *volumes = node_get(spec, "volumes"), *mounts = node_get(container, "volumeMounts");
	bool ok = true;

	for (uint32_t i = 0; node_is(volumes, node_list) && i < volumes->item_count; i++)
		if (is_our_volume(node_text(node_get(volumes->items[i], "name"))))
			ok = report(l, diag_E0602, volumes->items[i]->at, "the run has a volume of this name itself", "call it something else");
	for (uint32_t i = 0; node_is(mounts, node_list) && i < mounts->item_count; i++)
		if (is_our_path(node_text(node_get(mounts->items[i], "mountPath"))))
			ok = report(l, diag_E0603, mounts->items[i]->at, "a mount would hide the run's own files",
				    PATH_CONFIG ", " PATH_KEYS " and " PATH_RUN " are taken");
	return ok;
}

static void append_all(struct lowering *l, struct node *map, const char *key, const struct node *items)
{
	struct node *list = node_ensure_list(l->arena, map, key);

	for (uint32_t i = 0; i < items->item_count; i++)
		node_add(l->arena, list, node_copy(l->arena, items->items[i]));
}

static void add_volumes(struct lowering *l, struct node *spec)
{
	append_all(l, spec, "volumes", template_fill(l->templates, "volumes", l->values, l->arena));
	if (l->plan->spec->kubeflow.ssh_mount_path.length)
		append_all(l, spec, "volumes", template_fill(l->templates, "kubeflow-volumes", l->values, l->arena));
}

static void add_mounts(struct lowering *l, struct node *container)
{
	const struct spec *s = l->plan->spec;

	append_all(l, container, "volumeMounts", template_fill(l->templates, "mounts", l->values, l->arena));
	if (!s->kubeflow.is && !s->user.image_passwd)
		append_all(l, container, "volumeMounts", template_fill(l->templates, "passwd-mounts", l->values, l->arena));
	if (s->kubeflow.ssh_mount_path.length)
		append_all(l, container, "volumeMounts", template_fill(l->templates, "kubeflow-mounts", l->values, l->arena));
}

/* Names under which pods find each other. */
static void add_names(struct lowering *l, struct node *spec, enum pod_role role)
{
	struct arena *a = l->arena;
	struct node *searches = node_ensure_list(a, node_ensure_map(a, spec, "dnsConfig"), "searches");
	const struct node *host_network = node_get(spec, "hostNetwork");

	overrule(l, spec, "subdomain", l->plan->names.run);
	/* An Indexed Job names its pods' hosts itself. */
	overrule(l, spec, "hostname", role == pod_launcher ? l->plan->names.launcher : STR_NONE);
	/* PRRTE's tree spawn and Hydra's call-back use short names. */
	node_add_text(a, searches, l->plan->search);
	if (node_is(host_network, node_bool) && host_network->boolean)
		overrule(l, spec, "dnsPolicy", STR("ClusterFirstWithHostNet"));
}

static void set_restart_policy(struct lowering *l, struct node *spec, enum pod_role role)
{
	const struct spec_kubeflow *k = &l->plan->spec->kubeflow;
	bool on_failure = role == pod_worker ? k->worker_on_failure : k->launcher_on_failure;

	overrule(l, spec, "restartPolicy", on_failure ? STR("OnFailure") : STR("Never"));
}

static void set_port(struct lowering *l, struct node *container)
{
	struct node *ports = node_ensure_list(l->arena, container, "ports");
	struct node *port;

	for (uint32_t i = 0; i < ports->item_count; i++) {
		const struct node *number = node_get(ports->items[i], "containerPort");

		if (node_is(number, node_int) && number->integer == l->plan->spec->port)
			return;
	}
	port = node_new(l->arena, node_map, PLACE_NONE);
	node_put(l->arena, port, "containerPort", node_new_int(l->arena, l->plan->spec->port, PLACE_NONE));
	node_put_text(l->arena, port, "name", STR("mpi-ssh"));
	node_add(l->arena, ports, port);
}

bool pod_inject(struct lowering *l, struct node *pod, enum pod_role role)
{
	struct node *spec = node_ensure_map(l->arena, pod, "spec");
	struct node *container = find_container(l, spec);

	if (!container || !check_collisions(l, spec, container))
		return false;
	add_names(l, spec, role);
	set_restart_policy(l, spec, role);
	add_volumes(l, spec);
	add_mounts(l, container);
	if (!check_paths(l, node_get(container, "volumeMounts")))
		return false;
	inject_env(l, container, role);
	set_port(l, container);
	return inject_command(l, spec, container, role);
}
