/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes as a kubeconfig, and as what a credential plugin answers. */
#include <string.h>

#include "lib/kube/kube_config.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/fake_io.h"

/* A URL is made of it. */
static void check_server(struct str server)
{
	FUZZ_CHECK(str_starts(server, "https://") || str_starts(server, "http://"), "%.*s", STR_ARG(server));
	for (size_t i = 0; i < server.length; i++)
		FUZZ_CHECK(server.data[i] > ' ' && server.data[i] < 0x7F && !strchr("@?#\\%", server.data[i]), "%.*s", STR_ARG(server));
}

static void check_config(const struct kube_config *c)
{
	check_server(c->server);
	FUZZ_CHECK((c->client_certificate.length == 0) == (c->client_key.length == 0), "%.*s", STR_ARG(c->server));
	FUZZ_CHECK(!c->insecure || c->ca.length == 0, "%.*s", STR_ARG(c->server));
	for (size_t i = 0; i < c->as_user.length; i++)
		FUZZ_CHECK((unsigned char)c->as_user.data[i] >= ' ', "%.*s", STR_ARG(c->server));
}

void fuzz_input(struct arena *a, struct str input)
{
	struct fake_io *files = arena_new(a, struct fake_io);
	struct kube_credential credential;
	struct kube_config config;
	struct error err = {0};

	fake_io_init(files);
	fake_io_put(files, "/k", input);
	fake_io_put(files, "/pem", STR("-----BEGIN CERTIFICATE-----\n"));
	if (kube_config_read(&files->io, STR("/k"), STR_NONE, a, &config, &err) == 0)
		check_config(&config);
	else
		FUZZ_CHECK(err.message[0] != '\0', "%d", err.code);
	if (kube_exec_read(input, STR("client.authentication.k8s.io/v1"), a, &credential, &err) == 0)
		FUZZ_CHECK(credential.token.length || credential.client_key.length, "%d", 0);
}
