/* SPDX-License-Identifier: Apache-2.0 */
/* A job's objects, in the order they are written: what all targets have, then the target's Jobs. */
#include "compiler/lower/lower.h"

#include "compiler/lower/overrule.h"
#include "compiler/lower/pod.h"
#include "compiler/lower/values.h"
#include "compiler/secret/secret.h"

void lower_add(struct lowering *l, struct node *tree, const char *file)
{
	struct object_list *out = l->out;

	arena_grow(l->arena, out->items, out->count, out->capacity);
	out->items[out->count++] = (struct object){.tree = tree, .file = str_from(file)};
}

void lower_add_template(struct lowering *l, const char *name, const char *file)
{
	lower_add(l, template_fill(l->templates, name, l->values, l->arena), file);
}

/* Files that a flavour brings stand beside ours in the ConfigMap and may not hide them. */
static bool add_config(struct lowering *l)
{
	struct node *config = template_fill(l->templates, "config", l->values, l->arena);
	struct node *data = node_get(config, "data");
	const struct node *files = l->plan->launch.files;

	for (uint32_t i = 0; i < files->member_count; i++) {
		const struct member *m = &files->members[i];
		struct diag *d;

		if (node_get_str(data, m->key)) {
			d = diag_report(l->diags, diag_E0605, m->value->at, "a flavour cannot replace the file `%.*s`", STR_ARG(m->key));
			diag_label(l->diags, d, spec_at(l->plan->spec, spec_mpi), "used here");
			return false;
		}
		node_set(l->arena, data, m->key, m->value);
	}
	lower_add(l, config, CONFIG_FILE);
	return true;
}

/* What the cluster's own operators make a key of is no secret, and so not written once. */
static void add_keys(struct lowering *l, const struct key_secret *keys)
{
	if (keys) {
		lower_add_template(l, keys->template_name, keys->file);
		l->out->items[l->out->count - 1].keep_existing = true;
	} else if (l->plan->spec->keys.mode == keys_external) {
		lower_add_template(l, "ssh-key", "ssh-key.yaml");
		lower_add_template(l, "external-secret", "external-secret.yaml");
	}
}

/* Puts the pod of a role where the Job's template wants it. */
static bool put_pod(struct lowering *l, const char *name, enum pod_role role)
{
	struct node *pod = pod_make(l, role);

	if (pod)
		template_put(l->arena, l->values, name, pod);
	return pod;
}

static bool lower_split(struct lowering *l)
{
	if (!put_pod(l, "launcher-pod", pod_launcher))
		return false;
	lower_add_template(l, "launcher-job", "launcher-job.yaml");
	if (l->plan->spec->workers == 0)
		return true;
	if (!put_pod(l, "worker-pod", pod_worker))
		return false;
	lower_add_template(l, "worker-job", "worker-job.yaml");
	return true;
}

/* Kueue queues the one Job as a whole. */
static bool lower_indexed(struct lowering *l)
{
	struct node *job;

	if (!put_pod(l, "launcher-pod", pod_indexed))
		return false;
	job = template_fill(l->templates, "indexed-job", l->values, l->arena);
	if (l->plan->gang == gang_kueue)
		overrule(l, node_path(job, "metadata.labels"), "kueue.x-k8s.io/queue-name", l->plan->spec->queue);
	lower_add(l, job, "job.yaml");
	return true;
}

/* The shapes a run can have. */
static const struct target {
	const char *name;
	bool (*lower)(struct lowering *l);
} targets[] = {
	{"split", lower_split},
	{"indexed", lower_indexed},
};

static void put_kubeflow(struct lowering *l)
{
	const struct spec *s = l->plan->spec;
	bool root = str_is(s->kubeflow.ssh_mount_path, "/root/.ssh");

	/* Decimal file modes: 0400 for root, who refuses a key that others could read; 0440 through fsGroup; 0444 when the user is not known. */
	template_put_int(l->arena, l->values, "key-mode", s->kubeflow.is ? 292 : s->user.root ? 256 : 288);
	template_put_int(l->arena, l->values, "ssh-auth-mode", root ? 384 : 420);
	template_put_text(l->arena, l->values, "ssh-auth-path", s->kubeflow.ssh_mount_path);
}

bool lower(const struct plan *plan, const struct template_set *templates, const struct key_secret *keys, struct arena *a,
	   struct diag_list *diags, struct object_list *out)
{
	struct lowering l = {.plan = plan, .templates = templates, .arena = a, .diags = diags, .out = out};

	*out = (struct object_list){0};
	values_make(&l, keys);
	put_kubeflow(&l);
	if (!add_config(&l))
		return false;
	lower_add_template(&l, "service", "service.yaml");
	lower_add_template(&l, "network-policy", "network-policy.yaml");
	add_keys(&l, keys);
	if (plan->spec->disruption_budget)
		lower_add_template(&l, "disruption-budget", "disruption-budget.yaml");
	if (plan->gang == gang_volcano)
		lower_add_template(&l, "pod-group-volcano", "pod-group.yaml");
	if (plan->gang == gang_coscheduling)
		lower_add_template(&l, "pod-group-coscheduling", "pod-group.yaml");
	return targets[plan->indexed ? 1 : 0].lower(&l);
}
