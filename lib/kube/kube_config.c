/* SPDX-License-Identifier: Apache-2.0 */
/* A configuration from files: the merge of kubeconfigs, and the fields that become struct kube_config. */
#include "lib/kube/kube_config.h"

#include <stdlib.h>

#include "lib/base/base64.h"
#include "lib/kube/kube_config_rows.h"
#include "lib/read/read.h"

struct loader {
	const struct io *io;
	struct arena *arena;
	struct error *err;
	struct kube_config_file *files;
	uint32_t count, capacity;
};

/* Words that readers of YAML disagree about are strings here, as in Go: no reason to refuse somebody's kubeconfig. */
static const struct diag *first_mistake(const struct diag_list *diags)
{
	for (uint32_t i = 0; i < diags->count; i++)
		if (diag_code_info(diags->items[i].code)->severity == diag_error && diags->items[i].code != diag_E0105)
			return &diags->items[i];
	return NULL;
}

static int read_tree(struct loader *l, struct str path, struct str text, struct node **out)
{
	struct document_list documents = {0};
	struct diag_list diags;
	const struct diag *d;

	diag_list_init(&diags, l->arena);
	read_documents(source_new(l->arena, source_file, path, text), l->arena, &diags, &documents);
	diag_sort(&diags);
	d = first_mistake(&diags);
	if (d) {
		struct position at = {0};

		if (d->at.source)
			at = source_position(d->at.source, d->at.offset);
		return error_set(l->err, error_io, "%.*s:%u:%u: %.*s", STR_ARG(path), at.line, at.column, STR_ARG(d->message));
	}
	*out = documents.count ? documents.items[0] : NULL;
	if (documents.count > 1 || (*out && !node_is(*out, node_map)))
		return error_set(l->err, error_io, "%.*s: no kubeconfig", STR_ARG(path));
	return 0;
}

static int add_file(struct loader *l, struct str path, bool may_be_absent)
{
	struct error inner = {0};
	struct node *tree = NULL;
	struct str text;

	if (l->io->read(l->io->payload, path, kube_config_file_max, l->arena, &text, &inner) < 0) {
		if (may_be_absent && inner.code == error_not_found)
			return 0;
		return error_set(l->err, inner.code, "%s", inner.message);
	}
	if (read_tree(l, path, text, &tree) < 0)
		return -1;
	arena_grow(l->arena, l->files, l->count, l->capacity);
	l->files[l->count++] = (struct kube_config_file){path, tree};
	return 0;
}

static int add_files(struct loader *l, struct str paths)
{
	struct str rest = paths, path;
	uint32_t named = 0;

	while (str_cut(&rest, ':', &path))
		named += path.length > 0;
	rest = paths;
	while (str_cut(&rest, ':', &path))
		if (path.length && add_file(l, arena_str(l->arena, path), named > 1) < 0)
			return -1;
	if (l->count == 0)
		return error_set(l->err, error_not_found, "no kubeconfig at %.*s", STR_ARG(paths));
	return 0;
}

/* The first entry of that name in lists such as `clusters: [{name: …, cluster: {…}}]`. */
static bool find_entry(const struct loader *l, const char *list, const char *member, struct str name,
		       struct kube_config_entry *out)
{
	for (uint32_t i = 0; i < l->count; i++) {
		const struct node *items = node_get(l->files[i].tree, list);

		for (uint32_t k = 0; node_is(items, node_list) && k < items->item_count; k++) {
			if (!str_equal(kube_config_scalar(node_get(items->items[k], "name")), name))
				continue;
			*out = (struct kube_config_entry){&l->files[i], node_get(items->items[k], member)};
			return true;
		}
	}
	return false;
}

static struct str current_context(const struct loader *l)
{
	for (uint32_t i = 0; i < l->count; i++) {
		struct str name = kube_config_scalar(node_get(l->files[i].tree, "current-context"));

		if (name.length)
			return name;
	}
	return STR_NONE;
}

static int read_context(struct loader *l, struct str name, struct kube_config *out)
{
	struct kube_config_entry context, cluster, user = {0};
	struct str cluster_name, user_name;

	if (name.length == 0)
		name = current_context(l);
	if (name.length == 0)
		return error_set(l->err, error_not_found, "the kubeconfig has no current context");
	if (!find_entry(l, "contexts", "context", name, &context))
		return error_set(l->err, error_not_found, "the kubeconfig has no context `%.*s`", STR_ARG(name));
	cluster_name = kube_config_scalar(node_get(context.node, "cluster"));
	user_name = kube_config_scalar(node_get(context.node, "user"));
	if (!find_entry(l, "clusters", "cluster", cluster_name, &cluster))
		return error_set(l->err, error_not_found, "the kubeconfig has no cluster `%.*s`", STR_ARG(cluster_name));
	if (user_name.length && !find_entry(l, "users", "user", user_name, &user))
		return error_set(l->err, error_not_found, "the kubeconfig has no user `%.*s`", STR_ARG(user_name));
	out->namespace = kube_config_scalar(node_get(context.node, "namespace"));
	if (out->namespace.length == 0)
		out->namespace = STR("default");
	if (kube_config_read_cluster(l->io, &cluster, l->arena, out, l->err) < 0)
		return -1;
	return kube_config_read_user(l->io, &user, l->arena, out, l->err);
}

int kube_config_read(const struct io *io, struct str paths, struct str context, struct arena *a, struct kube_config *out,
		     struct error *err)
{
	struct loader l = {.io = io, .arena = a, .err = err};
	struct kube_config config = {.insecure = false};

	if (add_files(&l, paths) < 0 || read_context(&l, context, &config) < 0)
		return -1;
	*out = config;
	return 0;
}

/* A file of the service account, without blanks round it. */
static int read_account(const struct io *io, struct str folder, const char *name, struct arena *a, struct str *out,
			struct error *err)
{
	struct str path = path_join(a, folder, str_from(name)), text;

	if (io->read(io->payload, path, kube_config_file_max, a, &text, err) < 0)
		return error_wrap(err, "the pod's service account");
	*out = str_trim(text);
	if (out->length == 0)
		return error_set(err, error_io, "the pod's service account: %.*s is empty", STR_ARG(path));
	return 0;
}

int kube_config_in_cluster(const struct io *io, const struct kube_environment *env, struct str folder, struct arena *a,
			   struct kube_config *out, struct error *err)
{
	struct kube_config c = {.ca_file = path_join(a, folder, STR("ca.crt")), .token_file = path_join(a, folder, STR("token"))};
	bool is_ipv6 = str_find(env->service_host, ':') != SIZE_MAX;
	struct error absent;
	struct str token;

	if (env->service_host.length == 0 || env->service_port.length == 0)
		return error_set(err, error_not_found, "not in a pod: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set");
	c.server = arena_format(a, is_ipv6 ? "https://[%.*s]:%.*s" : "https://%.*s:%.*s", STR_ARG(env->service_host),
				STR_ARG(env->service_port));
	if (kube_config_check_server(c.server, err) < 0 || read_account(io, folder, "ca.crt", a, &c.ca, err) < 0 ||
	    read_account(io, folder, "token", a, &token, err) < 0)
		return -1;
	if (read_account(io, folder, "namespace", a, &c.namespace, &absent) < 0)
		c.namespace = STR("default");
	*out = c;
	return 0;
}

struct kube_environment kube_environment_read(void)
{
	return (struct kube_environment){
		.kubeconfig = str_from(getenv("KUBECONFIG")),
		.home = str_from(getenv("HOME")),
		.service_host = str_from(getenv("KUBERNETES_SERVICE_HOST")),
		.service_port = str_from(getenv("KUBERNETES_SERVICE_PORT")),
	};
}

int kube_config_load(const struct io *io, const struct kube_environment *env, struct str path, struct str context,
		     struct arena *a, struct kube_config *out, struct error *err)
{
	if (path.length)
		return kube_config_read(io, path, context, a, out, err);
	if (env->kubeconfig.length)
		return kube_config_read(io, env->kubeconfig, context, a, out, err);
	if (env->service_host.length && context.length == 0)
		return kube_config_in_cluster(io, env, STR(KUBE_SERVICE_ACCOUNT), a, out, err);
	if (env->home.length == 0)
		return error_set(err, error_not_found, "no cluster is configured: neither KUBECONFIG nor HOME is set");
	return kube_config_read(io, path_join(a, env->home, STR(".kube/config")), context, a, out, err);
}
