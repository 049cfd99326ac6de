/* SPDX-License-Identifier: Apache-2.0 */
/* The user's pod: from fields or from a template, with overlays. What the run needs is inject.c. */
#include "compiler/lower/pod.h"

#include "compiler/lower/values.h"
#include "lib/tree/merge.h"
#include "lib/contract/keys.h"

static void put(struct lowering *l, const char *name, struct node *value)
{
	template_put(l->arena, l->values, name, value);
}

static struct node *references(struct lowering *l, const struct node *names)
{
	struct node *list = node_new(l->arena, node_list, names ? names->at : PLACE_NONE);

	for (uint32_t i = 0; names && i < names->item_count; i++) {
		struct node *ref = node_new(l->arena, node_map, names->items[i]->at);

		node_put(l->arena, ref, "name", names->items[i]);
		node_add(l->arena, list, ref);
	}
	return list->item_count ? list : NULL;
}

/* What the pods of a role get: a launcher that hosts ranks is a worker too. */
static struct node *resources_of(const struct spec *s, enum pod_role role)
{
	if (role == pod_launcher && s->launcher_resources.requirements)
		return s->launcher_resources.requirements;
	if (role == pod_launcher && !s->launcher_ranks && s->workers > 0)
		return NULL;
	return s->resources.requirements;
}

/* RDMA registers memory, for which a process must be allowed to lock it. */
static struct node *capabilities(struct lowering *l)
{
	const struct spec *s = l->plan->spec;
	struct node *list = node_new(l->arena, node_list, PLACE_NONE);

	if (s->fabric == fabric_rdma)
		node_add_text(l->arena, list, STR("IPC_LOCK"));
	if (!s->user.root)
		node_add_text(l->arena, list, STR("NET_BIND_SERVICE"));
	return list;
}

static struct node *root_security(struct lowering *l)
{
	struct node *security;

	if (l->plan->spec->fabric != fabric_rdma)
		return NULL;
	security = node_new(l->arena, node_map, PLACE_NONE);
	node_put(l->arena, node_ensure_map(l->arena, security, "capabilities"), "add", capabilities(l));
	return security;
}

static void put_security(struct lowering *l)
{
	const struct user_choice *u = &l->plan->spec->user;

	template_put_int(l->arena, l->values, "uid", u->uid);
	template_put_int(l->arena, l->values, "gid", u->gid);
	put(l, "capabilities", capabilities(l));
	put(l, "pod-security",
	    template_fill(l->templates, u->root ? "pod-security-root" : "pod-security", l->values, l->arena));
	put(l, "container-security",
	    u->root ? root_security(l) : template_fill(l->templates, "container-security", l->values, l->arena));
}

static void put_network(struct lowering *l)
{
	bool host = l->plan->spec->host_network;

	put(l, "host-network", host ? node_new_bool(l->arena, true, spec_at(l->plan->spec, spec_host_network)) : NULL);
	template_put_text(l->arena, l->values, "dns-policy", host ? STR("ClusterFirstWithHostNet") : STR_NONE);
	put(l, "affinity", host ? template_fill(l->templates, "one-per-node", l->values, l->arena) : NULL);
}

static struct node *or_absent(struct node *list)
{
	return list->item_count ? list : NULL;
}

static struct node *text_at(struct lowering *l, struct str text, enum spec_field field)
{
	return text.length ? node_new_string(l->arena, text, spec_at(l->plan->spec, field)) : NULL;
}

static struct node *compact_pod(struct lowering *l, enum pod_role role)
{
	static const char *const policies[] = {"", "Always", "IfNotPresent", "Never"};
	const struct spec *s = l->plan->spec;

	put(l, "image", text_at(l, s->image, spec_image));
	put(l, "workdir", text_at(l, s->workdir, spec_workdir));
	put(l, "pull-policy", text_at(l, str_from(policies[s->pull_policy]), spec_pull_policy));
	put(l, "pull-secrets", references(l, s->pull_secrets));
	put(l, "priority", text_at(l, s->priority, spec_priority));
	put(l, "env", or_absent(s->env));
	put(l, "volumes", or_absent(s->mounts.volumes));
	put(l, "mounts", or_absent(s->mounts.mounts));
	put(l, "resources", resources_of(s, role));
	put(l, "pod-annotations", NULL);
	put(l, "pod-labels", NULL);
	put_security(l);
	put_network(l);
	return template_fill(l->templates, "pod", l->values, l->arena);
}

static struct node *user_pod(struct lowering *l, enum pod_role role)
{
	const struct spec_kubeflow *k = &l->plan->spec->kubeflow;
	struct node *pod;

	if (!k->is)
		return compact_pod(l, role);
	pod = node_copy(l->arena, role == pod_worker ? k->worker_template : k->launcher_template);
	node_remove(node_get(pod, "spec"), STR("restartPolicy")); /* the replica's holds; W0252 has said so */
	return pod;
}

static void overlay(struct lowering *l, struct node *pod, const struct node *over)
{
	if (over)
		node_put(l->arena, pod, "spec", node_copy(l->arena, merge_pod(l->arena, node_get(pod, "spec"), over)));
}

static void add_metadata(struct lowering *l, struct node *pod, enum pod_role role)
{
	const struct spec *s = l->plan->spec;
	struct node *metadata = node_ensure_map(l->arena, pod, "metadata");
	struct node *labels = merge(l->arena, node_get(metadata, "labels"), s->pod_labels);
	struct node *annotations = merge(l->arena, node_get(metadata, "annotations"), s->pod_annotations);

	node_put(l->arena, metadata, "labels", values_labels(l, labels, role == pod_worker ? ROLE_WORKER : ROLE_LAUNCHER));
	if (annotations)
		node_put(l->arena, metadata, "annotations", node_copy(l->arena, annotations));
}

struct node *pod_make(struct lowering *l, enum pod_role role)
{
	const struct spec *s = l->plan->spec;
	struct node *pod = user_pod(l, role);

	overlay(l, pod, s->pod);
	overlay(l, pod, role == pod_worker ? s->worker_pod : s->launcher_pod);
	add_metadata(l, pod, role);
	if (!pod_inject(l, pod, role))
		return NULL;
	pod_join_gang(l, pod);
	return pod;
}
