/* SPDX-License-Identifier: Apache-2.0 */
/* plan -> values of the templates for Jobs, Service, ConfigMap, policies and groups. */
#include "compiler/lower/values.h"

#include <string.h>

#include "compiler/lower/overrule.h"
#include "compiler/secret/recipients.h"
#include "lib/contract/keys.h"
#include "lib/tree/merge.h"

static void put(struct lowering *l, const char *name, struct node *value)
{
	template_put(l->arena, l->values, name, value);
}

static void put_text(struct lowering *l, const char *name, struct str text)
{
	template_put_text(l->arena, l->values, name, text);
}

/* Absent when zero. */
static void put_count(struct lowering *l, const char *name, int64_t value, struct place at)
{
	put(l, name, value ? node_new_int(l->arena, value, at) : NULL);
}

int64_t values_pods(const struct plan *plan)
{
	return plan->spec->workers + 1;
}

struct node *values_selector(struct lowering *l)
{
	struct node *map = node_new(l->arena, node_map, PLACE_NONE);

	node_put_text(l->arena, map, LABEL_RUN, STR(RUN_ID_PLACEHOLDER));
	node_put_text(l->arena, map, LABEL_JOB, l->plan->spec->name);
	return map;
}

struct node *values_labels(struct lowering *l, const struct node *user, const char *role)
{
	struct arena *a = l->arena;
	struct node *base = node_new(a, node_map, PLACE_NONE);
	struct node *labels;

	node_put_text(a, base, LABEL_APP_NAME, l->plan->spec->name);
	node_put_text(a, base, LABEL_APP_COMPONENT, str_from(role));
	node_put_text(a, base, LABEL_APP_MANAGED_BY, STR(MANAGED_BY));
	labels = merge(a, base, user);
	node_put_text(a, labels, LABEL_JOB, l->plan->spec->name);
	node_put_text(a, labels, LABEL_RUN, STR(RUN_ID_PLACEHOLDER));
	node_put_text(a, labels, LABEL_ROLE, str_from(role));
	return labels;
}

/* The annotations that the runtime controller reads stand on the launcher's Job only. */
static struct node *launcher_annotations(struct lowering *l)
{
	static const char *const policies[] = {"Running", "All", "None"};
	const struct spec *s = l->plan->spec;
	struct node *map = s->annotations ? node_copy(l->arena, s->annotations) : node_new(l->arena, node_map, PLACE_NONE);

	overrule(l, map, ANNOTATION_CLEAN, str_from(policies[s->clean]));
	if (s->keys.mode == keys_controller)
		overrule(l, map, ANNOTATION_KEYS, STR("controller"));
	if (s->nodes[spec_ttl])
		overrule(l, map, ANNOTATION_TTL, arena_format(l->arena, "%lld", (long long)s->ttl));
	return map;
}

/* The key of sealed, sops, plain and external-secrets is the job's, not a run's: it has a name that stays. */
static struct str secret_name(struct lowering *l)
{
	const struct spec *s = l->plan->spec;

	if (s->keys.mode == keys_existing)
		return s->keys.secret;
	return s->keys.mode == keys_controller ? l->plan->names.secret : job_secret_name_make(l->arena, s->name);
}

/* As those of what all runs share, but of no run: what bears them is written once. */
static struct node *key_labels(struct lowering *l)
{
	struct node *labels = values_labels(l, l->plan->spec->labels, ROLE_SHARED);

	node_remove(labels, STR(LABEL_RUN));
	return labels;
}

static void put_identity(struct lowering *l)
{
	const struct plan *p = l->plan;
	const struct spec *s = p->spec;

	put_text(l, "run", p->names.run);
	put_text(l, "launcher", p->names.launcher);
	put_text(l, "worker", p->names.worker);
	put_text(l, "config", p->names.config);
	put_text(l, "secret", secret_name(l));
	put(l, "namespace", node_new_string(l->arena, s->namespace_, spec_at(s, spec_namespace)));
	put(l, "annotations", s->annotations);
	put(l, "launcher-annotations", launcher_annotations(l));
	put(l, "shared-labels", values_labels(l, s->labels, ROLE_SHARED));
	put(l, "launcher-labels", values_labels(l, s->labels, ROLE_LAUNCHER));
	put(l, "worker-labels", values_labels(l, s->labels, ROLE_WORKER));
	put(l, "selector", values_selector(l));
}

/* One host a line, for the start script and for people's own. */
static struct str host_lines(struct lowering *l)
{
	const struct plan *p = l->plan;
	size_t length = 0;
	char *text, *end;

	for (uint32_t i = 0; i < p->host_count; i++)
		length += p->hosts[i].name.length + 1;
	text = end = arena_alloc(l->arena, length + 1);
	for (uint32_t i = 0; i < p->host_count; i++) {
		memcpy(end, p->hosts[i].name.data, p->hosts[i].name.length);
		end += p->hosts[i].name.length;
		*end++ = '\n';
	}
	return (struct str){text, length};
}

/* The user's own line first: the first one that fits wins, also when the uid is that of nobody. */
static struct str passwd(struct lowering *l)
{
	const struct user_choice *u = &l->plan->spec->user;
	struct str own = arena_format(l->arena, "%.*s:x:%lld:%lld::%.*s:/bin/sh\n", STR_ARG(u->name), (long long)u->uid,
				      (long long)u->gid, STR_ARG(u->home));

	return arena_format(l->arena, "%.*s%ssshd:x:74:74::/run/sshd:/sbin/nologin\nnobody:x:65534:65534::/:/sbin/nologin\n",
			    STR_ARG(own), u->root ? "" : "root:x:0:0::/root:/bin/sh\n");
}

static struct str group(struct lowering *l)
{
	const struct user_choice *u = &l->plan->spec->user;

	if (u->gid == 0)
		return STR("root:x:0:\nsshd:x:74:\nnogroup:x:65534:\n");
	return arena_format(l->arena, "%.*s:x:%lld:\nroot:x:0:\nsshd:x:74:\nnogroup:x:65534:\n", STR_ARG(u->name), (long long)u->gid);
}

static void put_config(struct lowering *l)
{
	const struct spec *s = l->plan->spec;
	bool generated = !s->kubeflow.is && !s->user.image_passwd;

	put(l, "hostfile", node_new_string(l->arena, l->plan->launch.hostfile, spec_at(s, spec_workers)));
	put(l, "hosts", node_new_string(l->arena, host_lines(l), spec_at(s, spec_workers)));
	put_text(l, "passwd", generated ? passwd(l) : STR_NONE);
	put_text(l, "group", generated ? group(l) : STR_NONE);
	put_text(l, "start.sh", template_text("start.sh"));
	put_text(l, "session.sh", template_text("session.sh"));
	template_put_int(l->arena, l->values, "port", s->port);
}

static void put_network(struct lowering *l)
{
	struct node *types = node_new(l->arena, node_list, PLACE_NONE);
	bool limited = l->plan->spec->egress == egress_run;

	node_add_text(l->arena, types, STR("Ingress"));
	if (limited)
		node_add_text(l->arena, types, STR("Egress"));
	put(l, "policy-types", types);
	put(l, "egress", limited ? template_fill(l->templates, "egress", l->values, l->arena) : NULL);
}

/* Kubernetes allows a podFailurePolicy with restartPolicy Never only. */
static struct node *failure_policy(struct lowering *l, bool restarts)
{
	return restarts ? NULL : template_fill(l->templates, "failure-policy", l->values, l->arena);
}

static void put_jobs(struct lowering *l)
{
	const struct spec *s = l->plan->spec;
	int64_t workers = s->workers > 0 ? s->workers : 1;

	put_count(l, "deadline", s->deadline, spec_at(s, spec_deadline));
	template_put_int(l->arena, l->values, "retries", s->retries);
	/* Each try may lose any of the workers. */
	template_put_int(l->arena, l->values, "worker-retries", s->retries * workers);
	template_put_int(l->arena, l->values, "workers", s->workers);
	template_put_int(l->arena, l->values, "pods", values_pods(l->plan));
	put(l, "suspend", s->suspend ? node_new_bool(l->arena, true, spec_at(s, spec_suspend)) : NULL);
	put(l, "launcher-failure-policy", failure_policy(l, s->kubeflow.launcher_on_failure));
	put(l, "worker-failure-policy", failure_policy(l, s->kubeflow.worker_on_failure));
}

static void put_gang(struct lowering *l)
{
	const struct spec *s = l->plan->spec;
	int64_t minimum = s->kubeflow.gang_minimum ? s->kubeflow.gang_minimum : values_pods(l->plan);

	template_put_int(l->arena, l->values, "gang-minimum", minimum);
	put(l, "gang-resources", s->kubeflow.gang_resources);
	put_count(l, "gang-timeout", s->kubeflow.gang_timeout, PLACE_NONE);
	put_text(l, "queue", s->queue);
	put_text(l, "priority", s->priority);
}

static struct node *sealed_annotations(struct lowering *l, struct str sealed_for)
{
	const struct node *users = l->plan->spec->annotations;
	struct node *map = users ? node_copy(l->arena, users) : node_new(l->arena, node_map, PLACE_NONE);

	node_put_text(l->arena, map, ANNOTATION_SEALED_FOR, sealed_for);
	return map;
}

static void put_keys(struct lowering *l, const struct key_secret *keys)
{
	put(l, "key-labels", key_labels(l));
	if (!keys)
		return;
	put_text(l, "private-key", keys->private_key);
	put_text(l, "public-key", keys->public_key);
	put(l, "sops", keys->sops);
	put(l, "sealed-annotations", sealed_annotations(l, keys->sealed_for));
}

void values_make(struct lowering *l, const struct key_secret *keys)
{
	l->values = node_new(l->arena, node_map, PLACE_NONE);
	put_identity(l);
	put_config(l);
	put_network(l);
	put_jobs(l);
	put_gang(l);
	put_keys(l, keys);
}
