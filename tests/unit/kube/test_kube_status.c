/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "lib/kube/kube_status.h"
#include "tests/unit/kube/recorded.h"

static struct kube_status read_status(int http, const char *body)
{
	struct kube_status s;

	kube_status_read(http, str_from(body), STR_NONE, &s);
	return s;
}

static enum kube_code code_of(int http, const char *reason)
{
	TEST_ARENA(a);

	return read_status(http, arena_format(&a, "{\"kind\":\"Status\",\"reason\":\"%s\",\"message\":\"m\"}", reason).data).code;
}

TEST(kube_status_takes_the_reason_before_the_number)
{
	assert_int_equal(code_of(409, "AlreadyExists"), kube_code_already_exists);
	assert_int_equal(code_of(409, "Conflict"), kube_code_conflict);
	assert_int_equal(code_of(410, "Expired"), kube_code_gone);
	assert_int_equal(code_of(400, "Expired"), kube_code_gone);
	assert_int_equal(code_of(422, "Invalid"), kube_code_invalid);
	assert_int_equal(code_of(403, "Forbidden"), kube_code_forbidden);
	assert_int_equal(code_of(500, "InternalError"), kube_code_server);
	assert_int_equal(code_of(504, "Timeout"), kube_code_server);
	assert_int_equal(code_of(418, "Teapot"), kube_code_server);
}

TEST(kube_status_goes_by_the_number_where_there_is_no_reason)
{
	static const struct {
		int http;
		enum kube_code code;
	} rows[] = {
		{200, kube_code_ok},       {201, kube_code_ok},           {299, kube_code_ok},        {301, kube_code_server},
		{400, kube_code_invalid},  {401, kube_code_unauthorized}, {403, kube_code_forbidden}, {404, kube_code_not_found},
		{409, kube_code_conflict}, {410, kube_code_gone},         {413, kube_code_invalid},   {415, kube_code_invalid},
		{422, kube_code_invalid},  {429, kube_code_throttled},    {500, kube_code_server},    {502, kube_code_server},
		{503, kube_code_server},   {504, kube_code_server},       {0, kube_code_server},      {999, kube_code_server},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_int_equal(read_status(rows[i].http, "").code, rows[i].code);
		assert_int_equal(read_status(rows[i].http, "{\"kind\":\"Status\"}").code, rows[i].code);
	}
}

TEST(kube_status_of_a_success_does_not_look_at_the_body)
{
	struct kube_status s = read_status(200, "{\"kind\":\"Status\",\"status\":\"Failure\",\"reason\":\"Expired\",\"message\":\"m\"}");

	assert_int_equal(s.code, kube_code_ok);
	assert_string_equal(s.message, "");
}

TEST(kube_status_knows_a_version_of_the_future)
{
	TEST_ARENA(a);
	struct kube_status s;

	kube_status_read(504, recorded(&a, "too_new.json"), STR_NONE, &s);
	assert_int_equal(s.code, kube_code_too_new);
	assert_string_equal(s.reason, "Timeout");
	assert_string_equal(s.message, "Timeout: Too large resource version: 99999999, current: 216");
	assert_int_equal(s.retry_after_ms, 1000);
}

TEST(kube_status_knows_a_page_that_is_no_more)
{
	TEST_ARENA(a);
	struct kube_status s;

	kube_status_read(410, recorded(&a, "list_expired.json"), STR_NONE, &s);
	assert_int_equal(s.code, kube_code_gone);
	assert_string_equal(s.reason, "Expired");
}

TEST(kube_status_takes_the_delay_of_the_header_before_that_of_the_body)
{
	static const struct {
		const char *header;
		int64_t ms;
	} rows[] = {
		{"1", 1000}, {" 30 ", 30000}, {"99999", kube_retry_after_max_ms}, {"99999999999999999999", 2000}, {"-5", 2000},
		{"0", 2000}, {"1.5", 2000},   {"Wed, 21 Oct 2026 07:28:00 GMT", 2000}, {"", 2000},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct kube_status s;

		kube_status_read(429, STR("{\"kind\":\"Status\",\"details\":{\"retryAfterSeconds\":2}}"), str_from(rows[i].header), &s);
		assert_int_equal(s.retry_after_ms, rows[i].ms);
	}
}

TEST(kube_status_quotes_what_is_no_status_without_its_control_characters)
{
	struct kube_status s = read_status(502, " <html>\r\n\x1B[31mbad\xFF gateway\0");
	char long_body[2000];

	assert_int_equal(s.code, kube_code_server);
	assert_string_equal(s.message, "<html> [31mbad gateway");
	assert_string_equal(read_status(503, "").message, "HTTP status 503");
	s = read_status(403, "{\"kind\":\"Status\",\"message\":\"a\\u001b[31m\\nb\"}");
	assert_string_equal(s.message, "a [31m b");
	memset(long_body, 'x', sizeof(long_body));
	kube_status_read(500, (struct str){long_body, sizeof(long_body)}, STR_NONE, &s);
	assert_int_equal(strlen(s.message), sizeof(s.message) - 1);
}

TEST(kube_status_keeps_the_beginning_of_a_long_message)
{
	TEST_ARENA(a);
	char text[1000] = {0};
	struct kube_status s;

	memset(text, 'm', sizeof(text) - 1);
	kube_status_read(422, arena_format(&a, "{\"kind\":\"Status\",\"reason\":\"Invalid\",\"message\":\"%s\"}", text), STR_NONE, &s);
	assert_int_equal(strlen(s.message), sizeof(s.message) - 1);
	assert_int_equal(s.message[0], 'm');
}

TEST(kube_status_of_an_event_is_never_a_success)
{
	struct kube_status s;

	kube_status_read_event(STR("{\"kind\":\"Status\",\"code\":200,\"message\":\"m\"}"), &s);
	assert_int_equal(s.code, kube_code_server);
	kube_status_read_event(STR("{}"), &s);
	assert_int_equal(s.code, kube_code_server);
	kube_status_read_event(STR("{\"kind\":\"Status\",\"code\":429,\"reason\":\"TooManyRequests\",\"details\":{\"retryAfterSeconds\":3}}"), &s);
	assert_int_equal(s.code, kube_code_throttled);
	assert_int_equal(s.retry_after_ms, 3000);
}

TEST(kube_codes_all_have_names)
{
	for (int i = 0; i < kube_code_count; i++)
		assert_non_null(kube_code_name((enum kube_code)i));
	assert_string_equal(kube_code_name(kube_code_transport), "transport");
}
