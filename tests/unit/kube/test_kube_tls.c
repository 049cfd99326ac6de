/* SPDX-License-Identifier: Apache-2.0 */
/* What the client accepts of a TLS server, and shows it. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "lib/kube/json.h"
#include "lib/kube/kube_internal.h"
#include "tests/support/fake_tls.h"
#include "tests/unit/kube/client_case.h"

struct tls_case {
	struct client_case client;
	struct fake_tls tls;
};

static const struct fake_reply answers[] = {{.body = STR("{}")}, {.body = STR("{}")}};

/* A client that trusts the server's authority; before it connects, its configuration may be changed. */
static void tls_case_init(struct tls_case *c, const struct fake_tls_options *options)
{
	signal(SIGPIPE, SIG_IGN); /* OpenSSL writes to what the other side has closed */
	client_case_init(&c->client, answers, 2);
	fake_tls_start(&c->tls, &c->client.arena, c->client.server.port, options);
	c->client.config.server = str_from(c->tls.url);
	c->client.config.ca = c->tls.ca;
}

static void tls_case_release(struct tls_case *c)
{
	kube_client_free(c->client.client);
	c->client.client = NULL;
	fake_tls_stop(&c->tls);
	client_case_release(&c->client);
}

#define TLS_CASE(c, ...)                                                              \
	__attribute__((cleanup(tls_case_release))) struct tls_case c;                 \
	tls_case_init(&c, &(struct fake_tls_options){__VA_ARGS__})

static void assert_ends(struct tls_case *c, enum kube_code code, const char *part_of_message)
{
	struct call_result r;

	client_case_connect(&c->client);
	r = client_case_call(&c->client, kube_verb_get, NULL);
	if (r.answer.status.code != code || !strstr(r.answer.status.message, part_of_message))
		fail_msg("%s: %s", kube_code_name(r.answer.status.code), r.answer.status.message);
	assert_int_equal(fake_kube_count(&c->client.server), code == kube_code_ok);
}

TEST(kube_tls_speaks_to_a_server_of_its_authority)
{
	TLS_CASE(c, .names = NULL);
	assert_ends(&c, kube_code_ok, "");
}

TEST(kube_tls_refuses_a_server_of_another_authority)
{
	struct fake_tls other;
	TLS_CASE(c, .names = NULL);

	fake_tls_start(&other, &c.client.arena, c.client.server.port, &(struct fake_tls_options){.names = NULL});
	c.client.config.ca = other.ca;
	assert_ends(&c, kube_code_transport, ""); /* whose subject is the same */
	fake_tls_stop(&other);
}

TEST(kube_tls_trusts_the_system_alone_when_it_is_given_no_authority)
{
	TLS_CASE(c, .names = NULL);
	c.client.config.ca = STR_NONE;
	assert_ends(&c, kube_code_transport, "certificate");
}

TEST(kube_tls_refuses_a_server_of_another_name)
{
	TLS_CASE(c, .names = "IP:127.0.0.2,DNS:kubernetes");
	assert_ends(&c, kube_code_transport, "127.0.0.1");
}

TEST(kube_tls_expects_the_name_it_is_told_and_asks_for_the_real_host)
{
	char host[64];
	TLS_CASE(c, .names = "DNS:kubernetes");

	c.client.config.tls_server_name = STR("kubernetes");
	assert_ends(&c, kube_code_ok, "");
	snprintf(host, sizeof(host), "\r\nHost: 127.0.0.1:%d\r\n", c.tls.port);
	assert_non_null(strstr(fake_kube_request(&c.client.server, 0)->headers, host));
	assert_int_equal(strncmp(fake_kube_request(&c.client.server, 0)->path, "/x", 3), 0);
}

TEST(kube_tls_does_not_check_a_server_when_it_is_told_not_to)
{
	TLS_CASE(c, .names = "DNS:other");
	c.client.config.ca = STR_NONE;
	c.client.config.insecure = true;
	assert_ends(&c, kube_code_ok, "");
}

TEST(kube_tls_refuses_old_versions_of_tls)
{
	TLS_CASE(c, .version_max = TLS1_1_VERSION);
	assert_ends(&c, kube_code_transport, "");
}

TEST(kube_tls_accepts_tls_1_2)
{
	TLS_CASE(c, .version_max = TLS1_2_VERSION);
	assert_ends(&c, kube_code_ok, "");
}

TEST(kube_tls_shows_its_certificate)
{
	TLS_CASE(c, .ask_certificate = true);
	c.client.config.client_certificate = c.tls.client_certificate;
	c.client.config.client_key = c.tls.client_key;
	assert_ends(&c, kube_code_ok, "");
}

TEST(kube_tls_shows_the_certificate_of_a_credential_plugin)
{
	struct str arguments[] = {STR("-c"), STR("printf '%s' \"$ANSWER\"")};
	struct kube_exec_variable answer = {STR("ANSWER"), STR_NONE};
	struct buf b;
	TLS_CASE(c, .ask_certificate = true);

	buf_init(&b, 64 << 10);
	buf_puts(&b, "{\"kind\":\"ExecCredential\",\"apiVersion\":\"v\",\"status\":{\"clientCertificateData\":");
	json_quote(&b, c.tls.client_certificate);
	buf_puts(&b, ",\"clientKeyData\":");
	json_quote(&b, c.tls.client_key);
	buf_puts(&b, "}}");
	answer.value = arena_str(&c.client.arena, buf_str(&b));
	buf_release(&b);
	c.client.config.exec = (struct kube_exec){.command = STR("sh"), .arguments = arguments, .argument_count = 2,
						  .variables = &answer, .variable_count = 1, .api_version = STR("v")};
	assert_ends(&c, kube_code_ok, "");
}

TEST(kube_tls_has_no_certificate_but_the_configured_one)
{
	TLS_CASE(c, .ask_certificate = true);
	assert_ends(&c, kube_code_transport, "");
}

TEST(kube_tls_reads_its_authority_again_after_five_minutes)
{
	TLS_CASE(c, .names = NULL);
	fake_io_put(&c.client.files, "/ca", c.tls.ca);
	c.client.config.ca = STR("-----BEGIN CERTIFICATE-----\nold\n-----END CERTIFICATE-----\n");
	c.client.config.ca_file = STR("/ca");
	client_case_connect(&c.client);
	assert_int_equal(client_case_call(&c.client, kube_verb_get, NULL).answer.status.code, kube_code_transport);
	c.client.client->files_read_at = kube_now() - 299000;
	assert_int_equal(client_case_call(&c.client, kube_verb_get, NULL).answer.status.code, kube_code_transport);
	c.client.client->files_read_at = kube_now() - 300000;
	assert_int_equal(client_case_call(&c.client, kube_verb_get, NULL).answer.status.code, kube_code_ok);
	fake_io_put(&c.client.files, "/ca", STR("half a fi"));
	c.client.client->files_read_at = kube_now() - 300000;
	assert_int_equal(client_case_call(&c.client, kube_verb_get, NULL).answer.status.code, kube_code_ok);
}

TEST(kube_tls_reads_its_certificate_again_after_five_minutes)
{
	TLS_CASE(c, .ask_certificate = true);
	fake_io_put(&c.client.files, "/cert", c.tls.client_certificate);
	fake_io_put(&c.client.files, "/key", STR("half a fi"));
	c.client.config.client_certificate_file = STR("/cert");
	c.client.config.client_key_file = STR("/key");
	client_case_connect(&c.client);
	c.client.client->files_read_at = kube_now() - 300000;
	assert_int_equal(client_case_call(&c.client, kube_verb_get, NULL).answer.status.code, kube_code_transport);
	fake_io_put(&c.client.files, "/key", c.tls.client_key);
	assert_int_equal(client_case_call(&c.client, kube_verb_get, NULL).answer.status.code, kube_code_transport);
	c.client.client->files_read_at = kube_now() - 300000;
	assert_int_equal(client_case_call(&c.client, kube_verb_get, NULL).answer.status.code, kube_code_ok);
}

TEST(kube_tls_never_tells_a_token_in_a_message)
{
	struct call_result r;
	TLS_CASE(c, .names = "DNS:other");

	c.client.config.token = STR("very-secret");
	client_case_connect(&c.client);
	r = client_case_call(&c.client, kube_verb_get, NULL);
	assert_int_equal(r.answer.status.code, kube_code_transport);
	assert_null(strstr(r.answer.status.message, "very-secret"));
}
