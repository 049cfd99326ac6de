/* SPDX-License-Identifier: Apache-2.0 */
/* Puts the start script round a container's command; templates/start.sh says what its roles are. */
#include "compiler/lower/inject.h"

static const char *script_role(const struct plan *p, enum pod_role role)
{
	if (role == pod_indexed)
		return "indexed";
	if (role == pod_worker)
		return "worker";
	return p->spec->launcher_ranks || p->spec->workers == 0 ? "ranks" : "launcher";
}

static struct node *script(struct lowering *l, const char *role)
{
	struct node *list = node_new(l->arena, node_list, PLACE_NONE);

	node_add_text(l->arena, list, STR("/bin/sh"));
	node_add_text(l->arena, list, STR(PATH_CONFIG "/start.sh"));
	node_add_text(l->arena, list, str_from(role));
	return list;
}

/* The container's command with its arguments, or NULL when the image's entrypoint runs. */
static struct node *own_words(struct lowering *l, const struct node *container)
{
	const struct node *command = node_get(container, "command"), *args = node_get(container, "args");
	struct node *words;

	if (!node_is(command, node_list) || !command->item_count)
		return NULL;
	words = node_copy(l->arena, command);
	for (uint32_t i = 0; node_is(args, node_list) && i < args->item_count; i++)
		node_add(l->arena, words, args->items[i]);
	return words;
}

static void wrap(struct lowering *l, struct node *container, const char *role, struct node *words)
{
	node_put(l->arena, container, "command", script(l, role));
	if (words)
		node_put(l->arena, container, "args", words);
	else
		node_remove(container, STR("args"));
}

/*
 * Where the image's entrypoint or a command of the user's must stay what it is,
 * an init container of the same image does the start script's part.
 */
static void prepare_before(struct lowering *l, struct node *spec, const struct node *container, const char *role)
{
	static const char *const same[] = {"image", "imagePullPolicy", "env", "resources", "securityContext", "volumeMounts"};
	struct node *init = node_new(l->arena, node_map, container->at);

	node_put_text(l->arena, init, "name", arena_format(l->arena, "mpi-%s", role));
	node_put(l->arena, init, "command", script(l, role));
	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++) {
		const struct node *value = node_get(container, same[i]);

		if (value)
			node_put(l->arena, init, same[i], node_copy(l->arena, value));
	}
	node_add(l->arena, node_ensure_list(l->arena, spec, "initContainers"), init);
}

/* Whether a command is sshd, whatever folder it is in. */
static bool runs_sshd(const struct node *words)
{
	for (uint32_t i = 0; i < words->item_count; i++) {
		struct str word = node_text(words->items[i]);

		if (str_is(word, "sshd") || str_ends(word, "/sshd"))
			return true;
	}
	return false;
}

static void warn(struct lowering *l, enum diag_code code, const struct node *at, const char *message, const char *help)
{
	struct diag *d = diag_report(l->diags, code, at->at, "%s", message);

	diag_help(l->diags, d, "%s", help);
}

/* A worker's own sshd would not know the run's key and port, so ours replaces it; anything else is kept. */
static void kubeflow_worker(struct lowering *l, struct node *spec, struct node *container)
{
	const struct node *command = node_get(container, "command"), *args = node_get(container, "args");
	struct node *words = own_words(l, container);

	if (!command && (!node_is(args, node_list) || !args->item_count || runs_sshd(args))) {
		wrap(l, container, "worker", NULL);
	} else if (words && runs_sshd(words)) {
		warn(l, diag_W0601, command, "the worker's sshd is started with the run's own settings instead of this command",
		     "leave `command` and `args` of the worker out to say the same");
		wrap(l, container, "worker", NULL);
	} else {
		warn(l, diag_W0602, command ? command : args, "the worker's command is kept, so it must start sshd itself",
		     "sshd -D -f " PATH_CONFIG "/sshd_config listens where the launcher connects to");
		prepare_before(l, spec, container, "stage");
	}
}

static bool kubeflow_command(struct lowering *l, struct node *spec, struct node *container, enum pod_role role)
{
	struct node *words = own_words(l, container);

	if (role == pod_worker)
		kubeflow_worker(l, spec, container);
	else if (words)
		wrap(l, container, script_role(l->plan, role), words);
	else
		prepare_before(l, spec, container, "gate");
	return true;
}

static struct node *launch_words(struct lowering *l)
{
	return node_copy(l->arena, l->plan->launch.command);
}

bool inject_command(struct lowering *l, struct node *spec, struct node *container, enum pod_role role)
{
	const struct node *own = node_get(container, "command");
	struct diag *d;

	if (l->plan->spec->kubeflow.is)
		return kubeflow_command(l, spec, container, role);
	if (!own)
		own = node_get(container, "args");
	if (own) {
		d = diag_report(l->diags, diag_E0604, own->at, "an overlay cannot replace the command of the container `mpi`");
		diag_help(l->diags, d, "use `launch` for the launch command");
		return false;
	}
	wrap(l, container, script_role(l->plan, role), role == pod_worker ? NULL : launch_words(l));
	return true;
}
