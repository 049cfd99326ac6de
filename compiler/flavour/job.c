/* SPDX-License-Identifier: Apache-2.0 */
/* The table `job` that flavours and hooks are given. docs/FLAVOURS.md lists its fields. */
#include "compiler/flavour/flavour.h"

static const char *const fabrics[] = {"tcp", "rdma", "auto"};

static void put_int(struct arena *a, struct node *map, const char *key, int64_t value)
{
	node_put(a, map, key, node_new_int(a, value, map->at));
}

static struct node *host_list(const struct plan *plan, struct arena *a)
{
	struct node *list = node_new(a, node_list, PLACE_NONE);

	for (uint32_t i = 0; i < plan->host_count; i++) {
		struct node *host = node_new(a, node_map, PLACE_NONE);

		node_put_text(a, host, "name", plan->hosts[i].name);
		node_put_text(a, host, "short", plan->hosts[i].short_name);
		put_int(a, host, "slots", plan->hosts[i].slots);
		node_add(a, list, host);
	}
	return list;
}

static struct node *word_list(const struct command *command, struct arena *a)
{
	struct node *list = node_new(a, node_list, PLACE_NONE);

	for (uint32_t i = 0; i < command->count; i++)
		node_add_text(a, list, command->words[i]);
	return list;
}

static struct node *env_names(const struct spec *spec, struct arena *a)
{
	struct node *list = node_new(a, node_list, PLACE_NONE);

	for (uint32_t i = 0; i < spec->env->item_count; i++)
		node_add_text(a, list, node_text(node_get(spec->env->items[i], "name")));
	return list;
}

static struct node *path_map(struct arena *a)
{
	struct node *paths = node_new(a, node_map, PLACE_NONE);

	node_put_text(a, paths, "config", STR(PATH_CONFIG));
	node_put_text(a, paths, "hostfile", STR(PATH_CONFIG "/hostfile"));
	node_put_text(a, paths, "hosts", STR(PATH_CONFIG "/hosts"));
	node_put_text(a, paths, "ssh_config", STR(PATH_CONFIG "/ssh_config"));
	node_put_text(a, paths, "run", STR(PATH_RUN));
	return paths;
}

struct node *flavour_job(const struct plan *plan, struct arena *a)
{
	const struct spec *s = plan->spec;
	struct node *job = node_new(a, node_map, PLACE_NONE);

	node_put_text(a, job, "name", s->name);
	node_put_text(a, job, "namespace", s->namespace_);
	node_put_text(a, job, "environment", plan->project->environment);
	node_put_text(a, job, "flavour", s->mpi.name);
	node_put(a, job, "options", s->mpi.options ? s->mpi.options : node_new(a, node_map, PLACE_NONE));
	node_put_text(a, job, "target", plan->indexed ? STR("indexed") : STR("split"));
	put_int(a, job, "workers", s->workers);
	put_int(a, job, "slots", plan->slots);
	put_int(a, job, "ranks", plan->ranks);
	put_int(a, job, "gpus", s->resources.gpus);
	node_put(a, job, "launcher_ranks", node_new_bool(a, s->launcher_ranks || s->workers == 0, PLACE_NONE));
	node_put_text(a, job, "launcher_host", plan->launcher_host);
	node_put(a, job, "hosts", host_list(plan, a));
	node_put(a, job, "run", word_list(&s->run, a));
	node_put(a, job, "env", env_names(s, a));
	node_put_text(a, job, "interface", plan->interface);
	node_put_text(a, job, "fabric", str_from(fabrics[s->fabric]));
	put_int(a, job, "port", s->port);
	/* Nobody knows who an MPIJob's image runs as, and most run as root. */
	node_put(a, job, "root", node_new_bool(a, s->user.root || s->kubeflow.is, PLACE_NONE));
	node_put(a, job, "labels", s->labels ? s->labels : node_new(a, node_map, PLACE_NONE));
	node_put(a, job, "paths", path_map(a));
	return job;
}
