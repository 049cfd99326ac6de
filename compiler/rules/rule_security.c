/* SPDX-License-Identifier: Apache-2.0 */
/* Rules on what a job may reach that it should not: the node, other people's secrets, another image than was meant. */
#include "compiler/rules/rule.h"

/* The tag of an image, without registry and port; empty where there is none. */
static struct str tag_of(struct str image)
{
	size_t slash = str_find_last(image, '/'), colon;

	image = slash == SIZE_MAX ? image : str_slice(image, slash + 1, image.length);
	colon = str_find_last(image, ':');
	return colon == SIZE_MAX ? STR_NONE : str_slice(image, colon + 1, image.length);
}

static void tag_of_each(const struct rule_job *job, const struct rule_pod *pod, const struct node *c)
{
	const struct node *image = node_get(c, "image");
	struct str tag = tag_of(node_text(image));

	(void)pod;
	if (!node_is(image, node_string) || str_find(image->text, '@') != SIZE_MAX || (tag.length && !str_is(tag, "latest")))
		return;
	rule_report(job, image, tag.length ? "the image `%.*s` is another one tomorrow" : "the image `%.*s` has no tag, which means `latest`",
		    STR_ARG(image->text));
}

void rule_moving_tag(const struct rule_job *job)
{
	rule_containers(job, tag_of_each);
}

static bool ends_with_any(struct str name, const char *const *ends)
{
	for (; *ends; ends++)
		if (str_ends(name, *ends))
			return true;
	return false;
}

/* Numbers and switches (MAX_TOKEN: 512) are no secrets. */
static bool says_something(struct str text)
{
	int64_t number;

	return text.length && !str_to_int(text, &number) && !str_is(text, "true") && !str_is(text, "false");
}

static void secrets_of_each(const struct rule_job *job, const struct rule_pod *pod, const struct node *c)
{
	static const char *const secret[] = {"PASSWORD", "PASSWD", "SECRET", "TOKEN", "API_KEY", "APIKEY", "ACCESS_KEY", "PRIVATE_KEY",
					     "CREDENTIALS", NULL};
	const struct node *var;

	(void)pod;
	for (uint32_t i = 0; (var = rule_item(node_get(c, "env"), i)); i++) {
		struct str name = node_text(node_get(var, "name"));
		const struct node *value = node_get(var, "value");

		if (value && place_is_users(value->at) && says_something(node_text(value)) && ends_with_any(name, secret) &&
		    !str_starts(value->text, "/"))
			rule_report(job, value, "the value of `%.*s` stands in the repository", STR_ARG(name));
	}
}

void rule_plain_secret(const struct rule_job *job)
{
	rule_containers(job, secrets_of_each);
}

void rule_host_namespaces(const struct rule_job *job)
{
	static const char *const fields[] = {"hostPID", "hostIPC"};

	for (uint32_t p = 0; p < job->pod_count; p++)
		for (unsigned i = 0; i < 2; i++)
			if (rule_is_true(node_get(job->pods[p].spec, fields[i])))
				rule_report(job, node_get(job->pods[p].spec, fields[i]), "`%s` lets pods see all processes of the node",
					    fields[i]);
}

static void privileges_of_each(const struct rule_job *job, const struct rule_pod *pod, const struct node *c)
{
	static const char *const strong[] = {"SYS_ADMIN", "ALL", "NET_ADMIN", "SYS_MODULE", NULL};
	const struct node *security = node_get(c, "securityContext"), *name;

	(void)pod;
	if (rule_is_true(node_get(security, "privileged")))
		rule_report(job, node_get(security, "privileged"), "a privileged container is root on its node");
	for (uint32_t i = 0; (name = rule_item(node_path(security, "capabilities.add"), i)); i++)
		for (const char *const *s = strong; *s; s++)
			if (str_is(node_text(name), *s))
				rule_report(job, name, "the capability %s reaches beyond the container", *s);
}

void rule_privileged(const struct rule_job *job)
{
	rule_containers(job, privileges_of_each);
}

static bool lies_in(struct str path, const char *folder)
{
	size_t n = str_from(folder).length;

	return str_starts(path, folder) && (path.length == n || path.data[n] == '/');
}

void rule_host_path(const struct rule_job *job)
{
	static const char *const folders[] = {"/etc", "/proc", "/root", "/boot", "/var/lib/kubelet", "/var/lib/containerd",
					      "/var/lib/docker", "/var/run/docker.sock", "/run/docker.sock", "/run/containerd",
					      "/var/run/containerd", "/run/crio", "/var/run/crio"};
	const struct node *volume;

	for (uint32_t p = 0; p < job->pod_count; p++)
		for (uint32_t i = 0; (volume = rule_item(node_get(job->pods[p].spec, "volumes"), i)); i++) {
			const struct node *path = node_path(volume, "hostPath.path");
			bool bad = str_is(node_text(path), "/");

			for (size_t f = 0; f < sizeof(folders) / sizeof(*folders); f++)
				bad |= lies_in(node_text(path), folders[f]);
			if (bad)
				rule_report(job, place_is_users(path->at) ? path : volume, "the pod mounts `%.*s` of its node",
					    STR_ARG(path->text));
		}
}

/* The safe ones of Kubernetes 1.34 (pkg/kubelet/sysctl, Pod Security baseline). */
static bool is_safe_sysctl(struct str name)
{
	static const char *const safe[] = {"kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies",
					   "net.ipv4.ping_group_range", "net.ipv4.ip_unprivileged_port_start",
					   "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout",
					   "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem",
					   "net.ipv4.tcp_wmem"};

	for (size_t i = 0; i < sizeof(safe) / sizeof(*safe); i++)
		if (str_is(name, safe[i]))
			return true;
	return false;
}

void rule_sysctl(const struct rule_job *job)
{
	const struct node *sysctl;

	for (uint32_t p = 0; p < job->pod_count; p++)
		for (uint32_t i = 0; (sysctl = rule_item(node_path(job->pods[p].spec, "securityContext.sysctls"), i)); i++) {
			const struct node *name = node_get(sysctl, "name");

			if (node_is(name, node_string) && !is_safe_sysctl(name->text))
				rule_report(job, name, "`%.*s` is not among the safe sysctls", STR_ARG(name->text));
		}
}

void rule_system_namespace(const struct rule_job *job)
{
	const struct spec *s = job->plan->spec;

	if (str_starts(s->namespace_, "kube-"))
		rule_report_at(job, spec_at(s, spec_namespace), "the namespace `%.*s` is the cluster's own", STR_ARG(s->namespace_));
}
