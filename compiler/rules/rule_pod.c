/* SPDX-License-Identifier: Apache-2.0 */
/* Rules on what overlays, templates and hooks make of a pod: environment, ports, mounts, user, names. */
#include "compiler/rules/rule.h"

#include <stdlib.h>

static bool is_reserved(struct str name)
{
	return str_starts(name, "MPICC_");
}

void rule_reserved_env(const struct rule_job *job)
{
	const struct node *var;

	for (uint32_t p = 0; p < job->pod_count; p++)
		for (uint32_t i = 0; (var = rule_item(node_get(job->pods[p].mpi, "env"), i)); i++) {
			const struct node *name = node_get(var, "name");

			if (is_reserved(node_text(name)) && place_is_users(var->at))
				rule_report(job, place_is_users(name->at) ? name : var, "the variable `%.*s` is the run's own",
					    STR_ARG(name->text));
		}
}

void rule_flavour_env(const struct rule_job *job)
{
	const struct node *var;

	for (uint32_t p = 0; p < job->pod_count; p++)
		for (uint32_t i = 0; (var = rule_item(node_get(job->pods[p].mpi, "env"), i)); i++) {
			const struct node *name = node_get(var, "name"), *value = node_get(var, "value");
			const struct node *flavour = node_get_str(job->plan->launch.env, node_text(name));

			if (!flavour || !place_is_users(var->at) || (value && str_equal(node_text(value), node_text(flavour))))
				continue;
			rule_report(job, value && place_is_users(value->at) ? value : var,
				    "`%.*s` takes the place of the flavour's value, `%.*s`", STR_ARG(node_text(name)),
				    STR_ARG(node_text(flavour)));
		}
}

void rule_gpu_variable(const struct rule_job *job)
{
	for (uint32_t p = 0; p < job->pod_count; p++) {
		const struct node *value = node_get(rule_env(job->pods[p].mpi, "NVIDIA_VISIBLE_DEVICES"), "value");

		if (value && place_is_users(value->at) && value->text.length && !str_is(value->text, "none") && !str_is(value->text, "void"))
			rule_report(job, value, "NVIDIA_VISIBLE_DEVICES gives GPUs to containers that asked for none");
	}
}

static const struct node *port_in(const struct node *container, int64_t number)
{
	const struct node *port;

	for (uint32_t i = 0; (port = rule_item(node_get(container, "ports"), i)); i++) {
		const struct node *n = node_get(port, "containerPort");

		if (node_is(n, node_int) && n->integer == number)
			return n;
	}
	return NULL;
}

/* Containers of a pod share its network; with the host's network, its node's sshd is there too. */
void rule_port_taken(const struct rule_job *job)
{
	const struct spec *s = job->plan->spec;
	const struct node *c;

	for (uint32_t p = 0; p < job->pod_count; p++) {
		const struct rule_pod *pod = &job->pods[p];

		for (uint32_t i = 0; (c = rule_item(node_get(pod->spec, "containers"), i)); i++)
			if (c != pod->mpi && port_in(c, s->port))
				rule_report(job, port_in(c, s->port), "port %lld is the run's sshd's", (long long)s->port);
		if (s->port == 22 && rule_is_true(node_get(pod->spec, "hostNetwork")))
			rule_report_at(job, spec_at(s, spec_port), "port 22 is that of the node's own sshd, whose network pods share");
	}
}

static int by_bytes(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* The names of the pod's volumes, sorted: with thousands of mounts, each is looked for. */
static uint32_t volume_names(const struct rule_job *job, const struct node *volumes, struct str **out)
{
	uint32_t count = node_is(volumes, node_list) ? volumes->item_count : 0;

	*out = arena_array(job->arena, struct str, count);
	for (uint32_t i = 0; i < count; i++)
		(*out)[i] = node_text(node_get(volumes->items[i], "name"));
	if (count)
		qsort(*out, count, sizeof(**out), by_bytes);
	return count;
}

static void mounts_of_each(const struct rule_job *job, const struct rule_pod *pod, const struct node *c)
{
	const struct node *mount, *mounts = node_get(c, "volumeMounts");
	struct str *names;
	uint32_t count = mounts ? volume_names(job, node_get(pod->spec, "volumes"), &names) : 0;

	for (uint32_t i = 0; (mount = rule_item(mounts, i)); i++) {
		const struct node *name = node_get(mount, "name");

		if (node_is(name, node_string) && (!count || !bsearch(&name->text, names, count, sizeof(*names), by_bytes)))
			rule_report(job, name, "the pod has no volume `%.*s`", STR_ARG(name->text));
	}
}

void rule_missing_volume(const struct rule_job *job)
{
	rule_containers(job, mounts_of_each);
}

static bool runs_as_root(const struct node *spec, const struct node *container)
{
	const struct node *uid = node_path(container, "securityContext.runAsUser");

	if (!uid)
		uid = node_path(spec, "securityContext.runAsUser");
	return !uid || (node_is(uid, node_int) && uid->integer == 0);
}

/* The key's files are root's, and readable for the group that fsGroup names (mode 0440). */
void rule_unreadable_key(const struct rule_job *job)
{
	const struct spec *s = job->plan->spec;

	for (uint32_t p = 0; p < job->pod_count && !s->kubeflow.is; p++) {
		const struct rule_pod *pod = &job->pods[p];
		const struct node *security = node_get(pod->spec, "securityContext");
		bool launcher = job->pods[p].launches;
		const struct node *overlay = launcher && s->launcher_pod ? s->launcher_pod : !launcher && s->worker_pod ? s->worker_pod : s->pod;

		if (!runs_as_root(pod->spec, pod->mpi) && !node_get(security, "fsGroup"))
			rule_report(job, node_get(overlay, "securityContext") ? node_get(overlay, "securityContext") : overlay,
				    "without fsGroup uid %lld cannot read the run's key", (long long)s->user.uid);
	}
}

/* At sshAuthMountPath the image's own ssh reads the key, not the copy that is made at start. */
void rule_open_key(const struct rule_job *job)
{
	for (uint32_t p = 0; p < job->pod_count; p++) {
		const struct rule_pod *pod = &job->pods[p];
		const struct node *group = node_path(pod->spec, "securityContext.fsGroup");

		if (job->plan->spec->kubeflow.ssh_mount_path.length && group && runs_as_root(pod->spec, pod->mpi))
			rule_report(job, group, "root's ssh refuses a key at `sshAuthMountPath` with this fsGroup");
	}
}

void rule_other_user(const struct rule_job *job)
{
	const struct spec *s = job->plan->spec;

	for (uint32_t p = 0; p < job->pod_count && !s->kubeflow.is && !s->user.image_passwd; p++) {
		const struct rule_pod *pod = &job->pods[p];
		const struct node *own = node_path(pod->mpi, "securityContext.runAsUser");
		const struct node *uid = own ? own : node_path(pod->spec, "securityContext.runAsUser");

		if (node_is(uid, node_int) && uid->integer != s->user.uid)
			rule_report(job, uid, "the pod runs as uid %lld, and passwd and key are made for %lld", (long long)uid->integer,
				    (long long)s->user.uid);
	}
}

void rule_no_dns(const struct rule_job *job)
{
	for (uint32_t p = 0; p < job->pod_count; p++) {
		const struct node *policy = node_get(job->pods[p].spec, "dnsPolicy");
		struct str text = node_text(policy);

		if (str_is(text, "Default") || (str_is(text, "None") && !node_path(job->pods[p].spec, "dnsConfig.nameservers")))
			rule_report(job, policy, "with `dnsPolicy: %.*s` pods do not find each other", STR_ARG(text));
	}
}

static bool is_mounted(const struct node *container, const char *path)
{
	const struct node *mount;

	for (uint32_t i = 0; (mount = rule_item(node_get(container, "volumeMounts"), i)); i++)
		if (str_is(node_text(node_get(mount, "mountPath")), path))
			return true;
	return false;
}

void rule_read_only_root(const struct rule_job *job)
{
	for (uint32_t p = 0; p < job->pod_count; p++) {
		const struct node *c = job->pods[p].mpi, *read_only = node_path(c, "securityContext.readOnlyRootFilesystem");

		if (rule_is_true(read_only) && !is_mounted(c, "/tmp") && !rule_env(c, "TMPDIR"))
			rule_report(job, read_only, "the root file system is read-only, and nothing is mounted at /tmp");
	}
}
