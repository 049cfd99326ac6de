/* SPDX-License-Identifier: Apache-2.0 */
/* Clusters and users of kubeconfigs (k8s.io/client-go/tools/clientcmd/api/v1/types.go). */
#include "lib/kube/kube_config_rows.h"

#include "lib/base/base64.h"
#include "lib/kube/json.h"

struct rows {
	const struct io *io;
	const struct kube_config_entry *entry;
	struct arena *arena;
	struct error *err;
};

struct str kube_config_scalar(const struct node *n)
{
	if (!n || n->kind == node_map || n->kind == node_list || n->kind == node_null)
		return STR_NONE;
	return n->text;
}

static struct str text_of(const struct rows *r, const char *key)
{
	return kube_config_scalar(node_get(r->entry->node, key));
}

static bool is_true(const struct rows *r, const char *key)
{
	const struct node *n = node_get(r->entry->node, key);

	return node_is(n, node_bool) && n->boolean;
}

int kube_config_check_server(struct str url, struct error *err)
{
	struct str rest = url;

	if (!str_starts(url, "https://") && !str_starts(url, "http://"))
		return error_set(err, error_io, "the server `%.*s` is no https:// address", STR_ARG(url));
	rest = str_slice(url, str_find(url, '/') + 2, url.length);
	if (rest.length == 0 || rest.data[0] == '/')
		return error_set(err, error_io, "the server `%.*s` has no host", STR_ARG(url));
	for (size_t i = 0; i < rest.length; i++) {
		char c = rest.data[i];

		if (c <= ' ' || c >= 0x7F || c == '@' || c == '?' || c == '#' || c == '\\' || c == '%')
			return error_set(err, error_io, "the server's address has an invalid character at byte %zu",
					 (size_t)(rest.data - url.data) + i + 1);
	}
	return 0;
}

/* Header lines are made of it. */
static int check_header_text(const struct rows *r, const char *key, struct str text)
{
	for (size_t i = 0; i < text.length; i++)
		if ((unsigned char)text.data[i] < ' ' || text.data[i] == 0x7F)
			return error_set(r->err, error_io, "`%s` has a control character", key);
	return 0;
}

static struct str beside(const struct rows *r, struct str path)
{
	return path.length ? path_beside(r->arena, r->entry->file->path, path) : STR_NONE;
}

static int read_file(const struct rows *r, const char *key, struct str path, struct str *out)
{
	if (r->io->read(r->io->payload, path, kube_config_file_max, r->arena, out, r->err) < 0)
		return error_wrap(r->err, "`%s`", key);
	if (str_trim(*out).length == 0)
		return error_set(r->err, error_io, "`%s`: %.*s is empty", key, STR_ARG(path));
	return 0;
}

/* `key`-data, else the file that `key` names, whose path goes to `out_path`. */
static int read_pem(const struct rows *r, const char *key, struct str *out, struct str *out_path)
{
	struct str data_key = arena_format(r->arena, "%s-data", key), data = text_of(r, data_key.data);

	if (data.length) {
		if (base64_decode(r->arena, data, out))
			return 0;
		return error_set(r->err, error_io, "`%s` is not base64", data_key.data);
	}
	*out_path = beside(r, text_of(r, key));
	return out_path->length ? read_file(r, key, *out_path, out) : 0;
}

static struct str without_slashes(struct str url)
{
	while (str_ends(url, "/"))
		url.length--;
	return url;
}

int kube_config_read_cluster(const struct io *io, const struct kube_config_entry *entry, struct arena *a, struct kube_config *out,
			     struct error *err)
{
	const struct rows r = {io, entry, a, err};

	out->server = without_slashes(text_of(&r, "server"));
	out->tls_server_name = text_of(&r, "tls-server-name");
	out->proxy_url = text_of(&r, "proxy-url");
	out->insecure = is_true(&r, "insecure-skip-tls-verify");
	if (kube_config_check_server(out->server, err) < 0 || read_pem(&r, "certificate-authority", &out->ca, &out->ca_file) < 0)
		return -1;
	if (out->insecure && out->ca.length)
		return error_set(err, error_io, "`insecure-skip-tls-verify` and a certificate authority contradict each other");
	return 0;
}

/* spec.cluster of an ExecCredential. */
static struct str describe_cluster(const struct kube_config *c, struct arena *a)
{
	struct buf b;
	struct str out;

	buf_init(&b, 2 * kube_config_file_max);
	buf_puts(&b, "{\"server\":");
	json_quote(&b, c->server);
	if (c->tls_server_name.length) {
		buf_puts(&b, ",\"tls-server-name\":");
		json_quote(&b, c->tls_server_name);
	}
	if (c->proxy_url.length) {
		buf_puts(&b, ",\"proxy-url\":");
		json_quote(&b, c->proxy_url);
	}
	if (c->ca.length) {
		buf_puts(&b, ",\"certificate-authority-data\":");
		json_quote(&b, base64_encode(a, c->ca));
	}
	buf_printf(&b, ",\"insecure-skip-tls-verify\":%s}", c->insecure ? "true" : "false");
	out = b.failed ? STR_NONE : arena_str(a, buf_str(&b));
	buf_release(&b);
	return out;
}

static void read_arguments(const struct node *list, struct arena *a, struct str **out, uint32_t *out_count)
{
	if (!node_is(list, node_list))
		return;
	*out = arena_array(a, struct str, list->item_count);
	for (uint32_t i = 0; i < list->item_count; i++)
		(*out)[i] = kube_config_scalar(list->items[i]);
	*out_count = list->item_count;
}

static void read_variables(const struct node *list, struct arena *a, struct kube_exec *out)
{
	if (!node_is(list, node_list))
		return;
	out->variables = arena_array(a, struct kube_exec_variable, list->item_count);
	for (uint32_t i = 0; i < list->item_count; i++)
		out->variables[i] = (struct kube_exec_variable){kube_config_scalar(node_get(list->items[i], "name")),
								 kube_config_scalar(node_get(list->items[i], "value"))};
	out->variable_count = list->item_count;
}

static bool is_known_version(struct str version)
{
	return str_is(version, "client.authentication.k8s.io/v1") || str_is(version, "client.authentication.k8s.io/v1beta1");
}

static int read_exec(const struct rows *r, const struct node *n, struct kube_config *out)
{
	struct kube_exec *e = &out->exec;
	struct str command = kube_config_scalar(node_get(n, "command"));
	const struct node *tell = node_get(n, "provideClusterInfo");

	/* As exec does: a name without a slash is searched for in PATH, any other counts from the kubeconfig. */
	e->command = str_find(command, '/') == SIZE_MAX ? command : beside(r, command);
	e->api_version = kube_config_scalar(node_get(n, "apiVersion"));
	e->install_hint = kube_config_scalar(node_get(n, "installHint"));
	if (e->command.length == 0)
		return error_set(r->err, error_io, "`exec` has no command");
	if (!is_known_version(e->api_version))
		return error_set(r->err, error_io, "`exec` is of version `%.*s`; client.authentication.k8s.io/v1 and v1beta1 are known",
				 STR_ARG(e->api_version));
	if (str_is(kube_config_scalar(node_get(n, "interactiveMode")), "Always"))
		return error_set(r->err, error_io, "the credential plugin `%.*s` needs a terminal, which it cannot have here",
				 STR_ARG(e->command));
	read_arguments(node_get(n, "args"), r->arena, &e->arguments, &e->argument_count);
	read_variables(node_get(n, "env"), r->arena, e);
	if (node_is(tell, node_bool) && tell->boolean)
		e->cluster = describe_cluster(out, r->arena);
	return 0;
}

/* Passing these over would make somebody act as another than they meant to. */
static int refuse_unknown(const struct rows *r)
{
	static const char *const refused[] = {"auth-provider", "as-uid", "as-user-extra"};

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		if (node_get(r->entry->node, refused[i]))
			return error_set(r->err, error_io, "`%s` of a kubeconfig's user is not supported%s", refused[i],
					 i == 0 ? "; use an exec plugin (kubelogin, gke-gcloud-auth-plugin, …)" : "");
	return 0;
}

int kube_config_read_user(const struct io *io, const struct kube_config_entry *entry, struct arena *a, struct kube_config *out,
			  struct error *err)
{
	const struct rows r = {io, entry, a, err};
	const struct node *exec = node_get(entry->node, "exec");

	if (!entry->node)
		return 0;
	out->token = text_of(&r, "token");
	out->token_file = beside(&r, text_of(&r, "tokenFile"));
	out->username = text_of(&r, "username");
	out->password = text_of(&r, "password");
	out->as_user = text_of(&r, "as");
	read_arguments(node_get(entry->node, "as-groups"), a, &out->as_groups, &out->as_group_count);
	if (refuse_unknown(&r) < 0 || check_header_text(&r, "as", out->as_user) < 0)
		return -1;
	for (uint32_t i = 0; i < out->as_group_count; i++)
		if (check_header_text(&r, "as-groups", out->as_groups[i]) < 0)
			return -1;
	if (read_pem(&r, "client-certificate", &out->client_certificate, &out->client_certificate_file) < 0 ||
	    read_pem(&r, "client-key", &out->client_key, &out->client_key_file) < 0)
		return -1;
	if ((out->client_certificate.length == 0) != (out->client_key.length == 0))
		return error_set(err, error_io, "a kubeconfig's user has a client certificate or its key, but not both");
	return exec ? read_exec(&r, exec, out) : 0;
}
