/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "lib/kube/kube_config.h"
#include "tests/support/fake_io.h"
#include "tests/support/test.h"

struct config_case {
	struct arena arena;
	struct fake_io files;
	struct kube_config config;
	struct error err;
};

static void config_case_init(struct config_case *c, const char *kubeconfig)
{
	*c = (struct config_case){.arena = test_arena()};
	fake_io_init(&c->files);
	fake_io_put(&c->files, "/home/u/.kube/config", str_from(kubeconfig));
}

static void config_case_release(struct config_case *c)
{
	arena_release(&c->arena);
}

#define CONFIG_CASE(c, text) __attribute__((cleanup(config_case_release))) struct config_case c; config_case_init(&c, text)

static int read_paths(struct config_case *c, const char *paths, const char *context)
{
	return kube_config_read(&c->files.io, str_from(paths), str_from(context), &c->arena, &c->config, &c->err);
}

static int read_config(struct config_case *c)
{
	return read_paths(c, "/home/u/.kube/config", NULL);
}

/* A kubeconfig of one cluster and one user, with these fields. */
static void assert_refused(const char *cluster, const char *user, const char *message)
{
	TEST_ARENA(a);
	struct str text = arena_format(&a, "current-context: x\ncontexts: [{name: x, context: {cluster: c, user: u}}]\n"
					   "clusters: [{name: c, cluster: {server: \"https://h:1\"%s}}]\nusers: [{name: u, user: {%s}}]\n", cluster, user);
	CONFIG_CASE(c, text.data);

	assert_int_equal(read_config(&c), -1);
	assert_string_equal(c.err.message, message);
}

static const char full[] =
	"apiVersion: v1\n"
	"kind: Config\n"
	"current-context: two\n"
	"contexts:\n"
	"- {name: one, context: {cluster: a, user: b}}\n"
	"- {name: two, context: {cluster: b, user: a, namespace: hpc}}\n"
	"clusters:\n"
	"- name: a\n"
	"  cluster: {server: \"https://a:6443/\", insecure-skip-tls-verify: true}\n"
	"- name: b\n"
	"  cluster: {server: \"https://[::1]:6443/k8s\", certificate-authority: pki/ca.crt, tls-server-name: kubernetes, proxy-url: \"http://p:3128\"}\n"
	"users:\n"
	"- name: a\n"
	"  user: {client-certificate-data: Q0VSVA==, client-key: /pki/key, tokenFile: token, token: 12345, as: jane, as-groups: [x, y]}\n"
	"- name: b\n"
	"  user: {username: me, password: 0777}\n";

TEST(kube_config_takes_every_field_of_the_current_context)
{
	CONFIG_CASE(c, full);
	fake_io_put(&c.files, "/home/u/.kube/pki/ca.crt", STR("CA"));
	fake_io_put(&c.files, "/pki/key", STR("KEY"));
	if (read_config(&c) < 0)
		fail_msg("%s", c.err.message);
	assert_str(c.config.server, "https://[::1]:6443/k8s");
	assert_str(c.config.namespace, "hpc");
	assert_str(c.config.ca, "CA");
	assert_str(c.config.ca_file, "/home/u/.kube/pki/ca.crt");
	assert_str(c.config.tls_server_name, "kubernetes");
	assert_str(c.config.proxy_url, "http://p:3128");
	assert_str(c.config.client_certificate, "CERT");
	assert_str(c.config.client_key, "KEY");
	assert_str(c.config.token, "12345");
	assert_str(c.config.token_file, "/home/u/.kube/token");
	assert_str(c.config.as_user, "jane");
	assert_int_equal(c.config.as_group_count, 2);
	assert_str(c.config.as_groups[1], "y");
	assert_false(c.config.insecure);
	assert_int_equal(c.config.exec.command.length, 0);
}

TEST(kube_config_takes_the_context_it_is_told)
{
	CONFIG_CASE(c, full);
	assert_int_equal(read_paths(&c, "/home/u/.kube/config", "one"), 0);
	assert_str(c.config.server, "https://a:6443");
	assert_str(c.config.namespace, "default");
	assert_true(c.config.insecure);
	assert_str(c.config.username, "me");
	assert_str(c.config.password, "0777");
	assert_int_equal(read_paths(&c, "/home/u/.kube/config", "three"), -1);
	assert_string_equal(c.err.message, "the kubeconfig has no context `three`");
	assert_int_equal(c.err.code, error_not_found);
}

TEST(kube_config_merges_files_and_the_first_of_a_name_counts)
{
	CONFIG_CASE(c, "current-context: x\nclusters: [{name: c, cluster: {server: \"https://late:1\"}}]\n"
		       "contexts: [{name: x, context: {cluster: c, user: u}}]\nusers: [{name: u, user: {tokenFile: t}}]\n");
	fake_io_put(&c.files, "/one", STR("current-context: ''\nclusters: [{name: c, cluster: {server: \"https://first:1\", certificate-authority: ca}}]\n"));
	fake_io_put(&c.files, "/ca", STR("CA"));
	assert_int_equal(read_paths(&c, "/absent::/one:/home/u/.kube/config", NULL), 0);
	assert_str(c.config.server, "https://first:1");
	assert_str(c.config.ca_file, "/ca");
	assert_str(c.config.token_file, "/home/u/.kube/t");
}

TEST(kube_config_says_which_file_is_not_there)
{
	CONFIG_CASE(c, full);
	assert_int_equal(read_paths(&c, "/absent", NULL), -1);
	assert_int_equal(c.err.code, error_not_found);
	assert_non_null(strstr(c.err.message, "/absent"));
	assert_int_equal(read_paths(&c, "/absent:/gone", NULL), -1);
	assert_string_equal(c.err.message, "no kubeconfig at /absent:/gone");
	assert_int_equal(read_config(&c), -1);
	assert_non_null(strstr(c.err.message, "`certificate-authority`: "));
}

TEST(kube_config_refuses_what_is_no_kubeconfig)
{
	static const struct {
		const char *text, *message;
	} rows[] = {
		{"", "the kubeconfig has no current context"},
		{"[]", "/home/u/.kube/config: no kubeconfig"},
		{"a: 1\n---\nb: 2\n", "/home/u/.kube/config: no kubeconfig"},
		{"current-context: x\n", "the kubeconfig has no context `x`"},
		{"current-context: x\ncontexts: [{name: x, context: {cluster: c, user: u}}]", "the kubeconfig has no cluster `c`"},
		{"current-context: x\ncontexts: {name: x}\n", "the kubeconfig has no context `x`"},
		{"current-context: x\ncontexts: [{name: x, context: {cluster: c, user: u}}]\nclusters: [{name: c, cluster: {server: \"https://h\"}}]\n",
		 "the kubeconfig has no user `u`"},
		{"current-context: x\ncontexts: [{name: x, context: {cluster: c}}]\nclusters: [{name: c}]\n", "the server `` is no https:// address"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		CONFIG_CASE(c, rows[i].text);
		assert_int_equal(read_config(&c), -1);
		assert_string_equal(c.err.message, rows[i].message);
	}
}

TEST(kube_config_points_at_broken_yaml)
{
	CONFIG_CASE(c, "a: 1\na: [\n");
	assert_int_equal(read_config(&c), -1);
	assert_int_equal(strncmp(c.err.message, "/home/u/.kube/config:", 21), 0);
}

TEST(kube_config_refuses_fields_it_would_have_to_pass_over)
{
	assert_refused("", "auth-provider: {name: oidc}",
		       "`auth-provider` of a kubeconfig's user is not supported; use an exec plugin (kubelogin, gke-gcloud-auth-plugin, …)");
	assert_refused("", "as-uid: x", "`as-uid` of a kubeconfig's user is not supported");
	assert_refused("", "client-certificate-data: QQ==", "a kubeconfig's user has a client certificate or its key, but not both");
	assert_refused("", "client-certificate-data: '*'", "`client-certificate-data` is not base64");
	assert_refused("", "as: \"a\\nb\"", "`as` has a control character");
	assert_refused("", "as: a, as-groups: [\"a\\n\"]", "`as-groups` has a control character");
	assert_refused(", insecure-skip-tls-verify: true, certificate-authority-data: QQ==", "",
		       "`insecure-skip-tls-verify` and a certificate authority contradict each other");
}

TEST(kube_config_refuses_addresses_that_hide_something)
{
	static const char *const refused[] = {"",         "h:1",         "ftp://h",        "https://",        "https:///x",    "https://u:p@h",
					      "https://h?", "https://h#x", "https://h/%2e%2e", "https://h\\\\@i", "https://h \\n", "file:///etc"};

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		TEST_ARENA(a);
		struct str text = arena_format(&a, "current-context: x\ncontexts: [{name: x, context: {cluster: c}}]\n"
						   "clusters: [{name: c, cluster: {server: \"%s\"}}]\n", refused[i]);
		CONFIG_CASE(c, text.data);
		if (read_config(&c) == 0)
			fail_msg("accepted: %s", refused[i]);
		assert_int_equal(c.err.code, error_io);
	}
}

TEST(kube_config_notes_a_credential_plugin_without_running_it)
{
	CONFIG_CASE(c, "current-context: x\ncontexts: [{name: x, context: {cluster: c, user: u}}]\n"
		       "clusters: [{name: c, cluster: {server: \"https://h:1\", tls-server-name: n, certificate-authority-data: Q0E=}}]\n"
		       "users:\n- name: u\n  user:\n    exec:\n      apiVersion: client.authentication.k8s.io/v1\n      command: ./get-token\n"
		       "      args: [--cluster, c]\n      env: [{name: A, value: B}]\n      provideClusterInfo: true\n"
		       "      interactiveMode: IfAvailable\n      installHint: install it\n");
	if (read_config(&c) < 0)
		fail_msg("%s", c.err.message);
	assert_str(c.config.exec.command, "/home/u/.kube/get-token");
	assert_int_equal(c.config.exec.argument_count, 2);
	assert_str(c.config.exec.arguments[0], "--cluster");
	assert_str(c.config.exec.variables[0].value, "B");
	assert_str(c.config.exec.install_hint, "install it");
	assert_str(c.config.exec.cluster, "{\"server\":\"https://h:1\",\"tls-server-name\":\"n\",\"certificate-authority-data\":\"Q0E=\","
					  "\"insecure-skip-tls-verify\":false}");
}

TEST(kube_config_refuses_plugins_it_cannot_run)
{
	assert_refused("", "exec: {apiVersion: client.authentication.k8s.io/v1}", "`exec` has no command");
	assert_refused("", "exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: x}",
		       "`exec` is of version `client.authentication.k8s.io/v1alpha1`; client.authentication.k8s.io/v1 and v1beta1 are known");
	assert_refused("", "exec: {apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Always}",
		       "the credential plugin `x` needs a terminal, which it cannot have here");
}

static int read_pod(struct config_case *c, const char *host)
{
	const struct kube_environment env = {.service_host = str_from(host), .service_port = STR("443")};

	return kube_config_in_cluster(&c->files.io, &env, STR("/sa"), &c->arena, &c->config, &c->err);
}

TEST(kube_config_of_a_pod_is_its_service_account)
{
	CONFIG_CASE(c, "");
	fake_io_put(&c.files, "/sa/ca.crt", STR("CA\n"));
	fake_io_put(&c.files, "/sa/token", STR("TOKEN"));
	assert_int_equal(read_pod(&c, "10.96.0.1"), 0);
	assert_str(c.config.server, "https://10.96.0.1:443");
	assert_str(c.config.namespace, "default");
	assert_str(c.config.ca, "CA");
	assert_str(c.config.ca_file, "/sa/ca.crt");
	assert_str(c.config.token_file, "/sa/token");
	assert_str(c.config.token, "");
	fake_io_put(&c.files, "/sa/namespace", STR("hpc\n"));
	assert_int_equal(read_pod(&c, "fd00::1"), 0);
	assert_str(c.config.server, "https://[fd00::1]:443");
	assert_str(c.config.namespace, "hpc");
}

TEST(kube_config_of_a_pod_is_none_without_address_ca_and_token)
{
	CONFIG_CASE(c, "");
	assert_int_equal(read_pod(&c, ""), -1);
	assert_int_equal(read_pod(&c, "10.96.0.1"), -1);
	assert_non_null(strstr(c.err.message, "the pod's service account: /sa/ca.crt"));
	fake_io_put(&c.files, "/sa/ca.crt", STR("\n"));
	fake_io_put(&c.files, "/sa/token", STR("TOKEN"));
	assert_int_equal(read_pod(&c, "10.96.0.1"), -1);
	assert_string_equal(c.err.message, "the pod's service account: /sa/ca.crt is empty");
	fake_io_put(&c.files, "/sa/ca.crt", STR("CA"));
	fake_io_put(&c.files, "/sa/token", STR(" "));
	assert_int_equal(read_pod(&c, "10.96.0.1"), -1);
	assert_int_equal(read_pod(&c, "evil@10.96.0.1"), -1);
}

TEST(kube_config_is_looked_for_in_the_usual_order)
{
	struct kube_environment env = {.kubeconfig = STR("/one"), .home = STR("/home/u"), .service_host = STR("h"), .service_port = STR("1")};
	CONFIG_CASE(c, full);
	fake_io_put(&c.files, "/one", STR("current-context: x\ncontexts: [{name: x, context: {cluster: c}}]\n"
					  "clusters: [{name: c, cluster: {server: \"https://one\"}}]\n"));
	assert_int_equal(kube_config_load(&c.files.io, &env, STR("/home/u/.kube/config"), STR("one"), &c.arena, &c.config, &c.err), 0);
	assert_str(c.config.server, "https://a:6443");
	assert_int_equal(kube_config_load(&c.files.io, &env, STR_NONE, STR_NONE, &c.arena, &c.config, &c.err), 0);
	assert_str(c.config.server, "https://one");
	env.kubeconfig = STR_NONE;
	assert_int_equal(kube_config_load(&c.files.io, &env, STR_NONE, STR_NONE, &c.arena, &c.config, &c.err), -1);
	assert_non_null(strstr(c.err.message, KUBE_SERVICE_ACCOUNT));
	env.service_host = STR_NONE;
	assert_int_equal(kube_config_load(&c.files.io, &env, STR_NONE, STR("one"), &c.arena, &c.config, &c.err), 0);
	assert_str(c.config.server, "https://a:6443");
	env.home = STR_NONE;
	assert_int_equal(kube_config_load(&c.files.io, &env, STR_NONE, STR_NONE, &c.arena, &c.config, &c.err), -1);
}
