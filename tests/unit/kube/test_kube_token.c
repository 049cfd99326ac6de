/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "lib/kube/kube_token.h"
#include "tests/support/fake_io.h"
#include "tests/support/test.h"

struct token_case {
	struct fake_io files;
	struct kube_config config;
	struct kube_token token;
	struct error err;
};

static void token_case_init(struct token_case *c)
{
	*c = (struct token_case){.config = {.token_file = STR("/t")}};
	fake_io_init(&c->files);
	fake_io_put(&c->files, "/t", STR("one\n"));
	kube_token_init(&c->token, &c->files.io, &c->config);
}

static void token_case_release(struct token_case *c)
{
	kube_token_release(&c->token);
}

#define TOKEN_CASE(c) __attribute__((cleanup(token_case_release))) struct token_case c; token_case_init(&c)

static void assert_token(struct token_case *c, int64_t now, const char *expected)
{
	struct str token = STR_NONE;

	if (kube_token_get(&c->token, now, 0, &token, &c->err) < 0)
		fail_msg("%s", c->err.message);
	assert_str(token, expected);
}

TEST(kube_token_is_read_again_each_minute_and_not_before)
{
	TOKEN_CASE(c);
	assert_token(&c, 1000, "one");
	fake_io_put(&c.files, "/t", STR("two"));
	assert_token(&c, 1000 + kube_token_period_ms - 1, "one");
	assert_token(&c, 1000 + kube_token_period_ms, "two");
}

TEST(kube_token_that_cannot_be_read_again_serves_on)
{
	static const char *const bad[] = {"", " \n", "a b", "a\nb", "\xC3\xA9"};
	int64_t now = 0;
	TOKEN_CASE(c);

	assert_token(&c, now, "one");
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		fake_io_put(&c.files, "/t", str_from(bad[i]));
		now += kube_token_period_ms;
		assert_token(&c, now, "one");
	}
	c.files.fail_at = c.files.calls + 1;
	assert_token(&c, now + 10000, "one");
	fake_io_put(&c.files, "/t", STR("two"));
	assert_token(&c, now + 19999, "one");
	assert_token(&c, now + 20000, "two");
}

TEST(kube_token_that_was_refused_is_read_at_once_and_never_used_again)
{
	struct str token = STR("before");
	TOKEN_CASE(c);

	assert_token(&c, 0, "one");
	kube_token_drop(&c.token);
	fake_io_put(&c.files, "/t", STR(""));
	assert_int_equal(kube_token_get(&c.token, 1, 0, &token, &c.err), -1);
	assert_string_equal(c.err.message, "/t: a token of 0 bytes");
	assert_str(token, "before");
	fake_io_put(&c.files, "/t", STR("two"));
	assert_token(&c, 2, "two");
}

TEST(kube_token_goes_before_the_text_beside_its_file_which_stands_in_for_it)
{
	TOKEN_CASE(c);
	c.config.token = STR("text");
	c.files.fail_at = 1;
	assert_token(&c, 0, "text");
	assert_token(&c, kube_token_period_ms, "one");
}

TEST(kube_token_of_a_configuration_without_one_is_empty)
{
	TOKEN_CASE(c);
	c.config.token_file = STR_NONE;
	assert_token(&c, 0, "");
	c.config.token = STR("text");
	kube_token_drop(&c.token);
	assert_token(&c, 0, "text");
}

TEST(kube_token_of_a_plugin_is_asked_for_before_it_expires)
{
	struct str arguments[] = {STR("-c"), STR("printf '{\"kind\":\"ExecCredential\",\"apiVersion\":\"v\",\"status\":{\"token\":\"%s\",\"expirationTimestamp\":"
						 "\"1970-01-01T00:01:40Z\"}}' $$")};
	struct str first, token;
	char kept[32];
	TOKEN_CASE(c);

	c.config = (struct kube_config){.exec = {.command = STR("sh"), .arguments = arguments, .argument_count = 2, .api_version = STR("v")}};
	assert_int_equal(kube_token_get(&c.token, 0, 0, &first, &c.err), 0);
	assert_true(first.length > 0 && first.length < sizeof(kept));
	memcpy(kept, first.data, first.length);
	kept[first.length] = '\0';
	assert_int_equal(kube_token_get(&c.token, 70000, 89, &token, &c.err), 0);
	assert_str(token, kept);
	assert_int_equal(kube_token_get(&c.token, 70000, 90, &token, &c.err), 0);
	assert_false(str_is(token, kept));
}

TEST(kube_token_does_not_run_a_failing_plugin_for_each_request)
{
	struct str token;
	TOKEN_CASE(c);

	c.config = (struct kube_config){.exec = {.command = STR("false"), .api_version = STR("v")}};
	assert_int_equal(kube_token_get(&c.token, 0, 0, &token, &c.err), -1);
	assert_string_equal(c.err.message, "the credential plugin `false`: it ended with status 1");
	assert_int_equal(kube_token_get(&c.token, 9999, 0, &token, &c.err), -1);
	assert_string_equal(c.err.message, "the credential plugin has just failed");
	assert_int_equal(kube_token_get(&c.token, 10000, 0, &token, &c.err), -1);
	assert_string_equal(c.err.message, "the credential plugin `false`: it ended with status 1");
}
