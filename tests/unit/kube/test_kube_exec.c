/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "lib/kube/kube_exec.h"
#include "tests/support/test.h"

#define HEAD "{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":"

static int read_answer(struct arena *a, const char *text, struct kube_credential *out, struct error *err)
{
	return kube_exec_read(str_from(text), STR("client.authentication.k8s.io/v1"), a, out, err);
}

TEST(kube_exec_takes_tokens_certificates_and_times)
{
	struct kube_credential c;
	TEST_ARENA(a);

	assert_int_equal(read_answer(&a, HEAD "{\"token\":\"t\\u0041\"}}", &c, NULL), 0);
	assert_str(c.token, "tA");
	assert_int_equal(c.expires, 0);
	assert_int_equal(read_answer(&a, HEAD "{\"clientCertificateData\":\"C\\n\",\"clientKeyData\":\"K\",\"token\":null,\"expirationTimestamp\":null}}", &c, NULL), 0);
	assert_str(c.client_certificate, "C\n");
	assert_str(c.client_key, "K");
	assert_str(c.token, "");
	assert_int_equal(read_answer(&a, HEAD "{\"token\":\"t\",\"expirationTimestamp\":\"2026-11-25T17:40:13Z\"}}", &c, NULL), 0);
	assert_int_equal(c.expires, 1795628413);
	assert_int_equal(read_answer(&a, HEAD "{\"token\":\"t\",\"expirationTimestamp\":\"2026-11-25T19:10:13.25+01:30\"}}", &c, NULL), 0);
	assert_int_equal(c.expires, 1795628413);
}

TEST(kube_exec_refuses_answers_that_are_none)
{
	static const char *const refused[] = {
		"", "token", "{}", HEAD "{}}", HEAD "{\"token\":\"\"}}", HEAD "{\"token\":5}}", HEAD "{\"clientKeyData\":\"K\"}}",
		HEAD "{\"token\":\"t\",\"expirationTimestamp\":\"tomorrow\"}}", HEAD "{\"token\":\"t\",\"expirationTimestamp\":\"2026-11-25T17:40:13\"}}",
		HEAD "{\"token\":\"t\",\"expirationTimestamp\":1}}", HEAD "{\"token\":\"t\"}",
		"{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"status\":{\"token\":\"t\"}}",
		"{\"kind\":\"Other\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":\"t\"}}",
	};
	struct kube_credential c = {.expires = 7};
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		struct error err = {0};

		if (read_answer(&a, refused[i], &c, &err) == 0)
			fail_msg("accepted: %s", refused[i]);
		assert_int_equal(err.code, error_remote);
		assert_int_equal(c.expires, 7);
	}
}

static int run_script(struct arena *a, const char *script, struct kube_credential *out, struct error *err)
{
	struct str arguments[] = {STR("-c"), str_from(script)};
	struct kube_exec_variable variable = {STR("GREETING"), STR("hello")};
	const struct kube_exec exec = {
		.command = STR("sh"),
		.arguments = arguments,
		.argument_count = 2,
		.variables = &variable,
		.variable_count = 1,
		.api_version = STR("client.authentication.k8s.io/v1"),
		.cluster = STR("{\"server\":\"s\"}"),
	};

	return kube_exec_run(&exec, a, out, err);
}

TEST(kube_exec_runs_a_program_and_tells_it_what_is_asked)
{
	struct kube_credential c;
	struct error err = {0};
	TEST_ARENA(a);

	if (run_script(&a, "cat >&2; printf '%s' '" HEAD "{\"token\":\"'$GREETING'\"}}'", &c, &err) < 0)
		fail_msg("%s", err.message);
	assert_str(c.token, "hello");
	assert_int_equal(run_script(&a, "test \"$KUBERNETES_EXEC_INFO\" = '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\","
					"\"spec\":{\"interactive\":false,\"cluster\":{\"server\":\"s\"}}}' && printf '%s' '" HEAD "{\"token\":\"t\"}}'", &c, &err), 0);
}

TEST(kube_exec_tells_how_a_program_failed)
{
	static const struct {
		const char *script, *message;
	} rows[] = {
		{"exit 3", "the credential plugin `sh`: it ended with status 3"},
		{"kill -9 $$", "the credential plugin `sh`: it ended with status -1"},
		{"echo no", "the credential plugin `sh`: its answer is no ExecCredential"},
		{"yes 2>/dev/null", "the credential plugin `sh`: it says more than 1048576 bytes"},
	};
	struct kube_credential c;
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct error err = {0};

		assert_int_equal(run_script(&a, rows[i].script, &c, &err), -1);
		assert_string_equal(err.message, rows[i].message);
	}
}

TEST(kube_exec_says_how_to_install_what_is_not_there)
{
	const struct kube_exec exec = {.command = STR("no-such-plugin-here"), .api_version = STR("v"), .install_hint = STR("install it")};
	struct kube_credential c;
	struct error err = {0};
	TEST_ARENA(a);

	assert_int_equal(kube_exec_run(&exec, &a, &c, &err), -1);
	assert_string_equal(err.message, "the credential plugin `no-such-plugin-here`: No such file or directory; install it");
	assert_int_equal(err.code, error_not_found);
}
