/* SPDX-License-Identifier: Apache-2.0 */
/* The environment of an MPI container: the user's, the flavour's, and what the start script reads. */
#include "compiler/lower/inject.h"

static bool has_env(const struct node *list, struct str name)
{
	for (uint32_t i = 0; i < list->item_count; i++)
		if (str_equal(node_text(node_get(list->items[i], "name")), name))
			return true;
	return false;
}

static void add_env(struct lowering *l, struct node *list, struct str name, struct node *value)
{
	struct node *var;

	if (has_env(list, name))
		return;
	var = node_new(l->arena, node_map, PLACE_NONE);
	node_put_text(l->arena, var, "name", name);
	node_put(l->arena, var, "value", value);
	node_add(l->arena, list, var);
}

static void add_text(struct lowering *l, struct node *list, const char *name, struct str value)
{
	add_env(l, list, str_from(name), node_new_string(l->arena, value, PLACE_NONE));
}

static void add_int(struct lowering *l, struct node *list, const char *name, int64_t value)
{
	add_text(l, list, name, arena_format(l->arena, "%lld", (long long)value));
}

/* A default in mpicc.yaml holds for MPIJobs too, whose containers bring an environment of their own. */
static void add_user_env(struct lowering *l, struct node *list)
{
	const struct node *env = l->plan->spec->env;

	for (uint32_t i = 0; i < env->item_count; i++)
		if (!has_env(list, node_text(node_get(env->items[i], "name"))))
			node_add(l->arena, list, node_copy(l->arena, env->items[i]));
}

/* GPU runtimes give a container that asked for none all GPUs of its node, if the image says so; a bare launcher needs none. */
static void hide_gpus(struct lowering *l, struct node *list, const struct node *container, enum pod_role role)
{
	const struct spec *s = l->plan->spec;

	if (role != pod_launcher || s->launcher_ranks || s->workers == 0 || s->launcher_resources.gpus)
		return;
	if (node_path(container, "resources.limits") && s->kubeflow.is)
		return;
	add_text(l, list, "NVIDIA_VISIBLE_DEVICES", STR(""));
	add_text(l, list, "NVIDIA_DRIVER_CAPABILITIES", STR(""));
}

void inject_env(struct lowering *l, struct node *container, enum pod_role role)
{
	const struct plan *p = l->plan;
	const struct node *flavour = p->launch.env;
	struct node *list = node_ensure_list(l->arena, container, "env");

	if (p->spec->kubeflow.is)
		add_user_env(l, list); /* a compact job's pod has it already */
	for (uint32_t i = 0; i < flavour->member_count; i++)
		add_env(l, list, flavour->members[i].key, flavour->members[i].value);
	hide_gpus(l, list, container, role);
	add_text(l, list, "MPICC_JOB", p->spec->name);
	add_text(l, list, "MPICC_ROLE", role == pod_launcher ? STR("launcher") : role == pod_worker ? STR("worker") : STR("indexed"));
	add_int(l, list, "MPICC_WORKERS", p->spec->workers);
	add_int(l, list, "MPICC_SLOTS", p->slots);
	add_int(l, list, "MPICC_RANKS", p->ranks);
	add_text(l, list, "MPICC_LAUNCHER_HOST", p->launcher_host);
	add_int(l, list, "MPICC_START_DEADLINE", p->spec->start_deadline);
	if (p->spec->kubeflow.is)
		add_text(l, list, "K_MPI_JOB_ROLE", role == pod_worker ? STR("worker") : STR("launcher"));
}
