/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/kube/client_case.h"

TEST(kube_client_sends_what_it_was_given_and_gives_what_came)
{
	static const struct fake_reply replies[] = {{.body = STR("{\"a\":1}")}, {.status = 201, .body = STR("{}")}, {.status = 200}};
	const struct fake_request *sent;
	struct call_result r;
	CLIENT_CASE(c);

	client_case_init(&c, replies, 3);
	client_case_connect(&c);
	r = client_case_call(&c, kube_verb_get, NULL);
	assert_int_equal(r.answer.status.code, kube_code_ok);
	assert_int_equal(r.answer.status.http, 200);
	assert_str(r.body, "{\"a\":1}");
	r = client_case_call(&c, kube_verb_post, "{\"b\":2}");
	assert_int_equal(r.answer.status.http, 201);
	assert_int_equal(client_case_call(&c, kube_verb_delete, "").answer.status.code, kube_code_ok);
	sent = fake_kube_request(&c.server, 0);
	assert_string_equal(sent->method, "GET");
	assert_string_equal(sent->path, "/x");
	assert_non_null(strstr(sent->headers, "\r\nAccept: application/json\r\n"));
	assert_non_null(strstr(sent->headers, "\r\nUser-Agent: mpicc-yaml\r\n"));
	assert_null(strstr(sent->headers, "Accept-Encoding"));
	assert_null(strstr(sent->headers, "Authorization"));
	sent = fake_kube_request(&c.server, 1);
	assert_string_equal(sent->method, "POST");
	assert_string_equal(sent->body, "{\"b\":2}");
	assert_non_null(strstr(sent->headers, "\r\nContent-Type: application/json\r\n"));
	assert_string_equal(fake_kube_request(&c.server, 2)->method, "DELETE");
	assert_int_equal(fake_kube_request(&c.server, 2)->connection, 1);
}

TEST(kube_client_tells_failures_by_their_code)
{
	static const struct fake_reply replies[] = {
		{.status = 404, .body = STR("{\"kind\":\"Status\",\"reason\":\"NotFound\",\"message\":\"pods \\\"x\\\" not found\"}")},
		{.status = 409, .body = STR("{\"kind\":\"Status\",\"reason\":\"AlreadyExists\",\"message\":\"m\"}")},
		{.status = 500, .body = STR("oops"), .content_type = "text/plain"},
		{.status = 302, .headers = "Location: /y\r\n"},
		{.body = STR("<html>"), .content_type = "text/html"},
		{.body = STR("{\"a\":1}"), .cut = true, .cut_at = 3},
		{.reset = true},
	};
	static const enum kube_code codes[] = {kube_code_not_found, kube_code_already_exists, kube_code_server,   kube_code_server,
					       kube_code_server,    kube_code_transport,      kube_code_transport};
	CLIENT_CASE(c);

	client_case_init(&c, replies, 7);
	client_case_connect(&c);
	for (unsigned i = 0; i < 7; i++) {
		struct call_result r = client_case_call(&c, kube_verb_patch, "{}");

		assert_int_equal(r.answer.status.code, codes[i]);
		assert_true(r.answer.status.message[0] != '\0');
		assert_int_equal(r.body.length, 0);
		assert_int_equal(fake_kube_count(&c.server), i + 1);
		assert_int_equal(kube_client_counts(c.client)->requests[codes[i]] > 0, 1);
	}
}

TEST(kube_client_reads_its_token_again_after_401)
{
	static const struct fake_reply replies[] = {{.body = STR("{}")}, {.status = 401}, {.body = STR("{}")}};
	CLIENT_CASE(c);

	client_case_init(&c, replies, 3);
	c.config.token_file = STR("token");
	fake_io_put(&c.files, "token", STR("old\n"));
	client_case_connect(&c);
	client_case_call(&c, kube_verb_get, NULL);
	fake_io_put(&c.files, "token", STR("new"));
	assert_int_equal(client_case_call(&c, kube_verb_get, NULL).answer.status.code, kube_code_unauthorized);
	client_case_call(&c, kube_verb_get, NULL);
	assert_non_null(strstr(fake_kube_request(&c.server, 1)->headers, "\r\nAuthorization: Bearer old\r\n"));
	assert_non_null(strstr(fake_kube_request(&c.server, 2)->headers, "\r\nAuthorization: Bearer new\r\n"));
}

TEST(kube_client_sends_nothing_without_the_token_it_should_have)
{
	struct call_result r;
	CLIENT_CASE(c);

	client_case_init(&c, NULL, 0);
	c.config.token_file = STR("token");
	client_case_connect(&c);
	r = client_case_call(&c, kube_verb_get, NULL);
	assert_int_equal(r.answer.status.code, kube_code_transport);
	assert_int_equal(fake_kube_count(&c.server), 0);
}

TEST(kube_client_impersonates_and_logs_in_as_it_is_configured)
{
	static const struct fake_reply replies[] = {{.body = STR("{}")}};
	struct str groups[] = {STR("a"), STR("b")};
	CLIENT_CASE(c);

	client_case_init(&c, replies, 1);
	c.config.username = STR("u");
	c.config.password = STR("p");
	c.config.as_user = STR("jane");
	c.config.as_groups = groups;
	c.config.as_group_count = 2;
	client_case_connect(&c);
	client_case_call(&c, kube_verb_get, NULL);
	assert_non_null(strstr(fake_kube_request(&c.server, 0)->headers, "\r\nAuthorization: Basic dTpw\r\n"));
	assert_non_null(strstr(fake_kube_request(&c.server, 0)->headers, "\r\nImpersonate-User: jane\r\nImpersonate-Group: a\r\nImpersonate-Group: b\r\n"));
}

TEST(kube_client_ends_what_takes_too_long)
{
	static const struct fake_reply replies[] = {{.body = STR("{}"), .delay_ms = 2000}};
	struct call_result r = {0};
	const struct kube_call call = {.path = STR("/x"), .timeout_ms = 100, .done = on_result, .payload = &r};
	CLIENT_CASE(c);

	client_case_init(&c, replies, 1);
	client_case_connect(&c);
	assert_int_equal(kube_client_start(c.client, &call, NULL, NULL), 0);
	client_case_wait(&c, &r, 1);
	assert_int_equal(r.answer.status.code, kube_code_transport);
	assert_true(r.answer.elapsed_ms >= 90 && r.answer.elapsed_ms < 1500);
}

TEST(kube_client_limits_answers_headers_and_what_it_keeps_of_failures)
{
	static const enum kube_code codes[] = {kube_code_server, kube_code_ok, kube_code_server, kube_code_server};
	enum { many = 15000, large = 100 << 10 };
	struct fake_reply replies[4] = {{.status = 200}, {.status = 200}, {.status = 200}, {.status = 500}};
	char *headers, *body;
	CLIENT_CASE(c);

	client_case_init(&c, replies, 4);
	headers = arena_alloc(&c.arena, 19 * many + 1);
	body = arena_alloc(&c.arena, large);
	for (size_t i = 0; i < many; i++)
		memcpy(headers + 19 * i, "X-Header: a value\r\n", 19);
	memset(body, ' ', large);
	replies[0].body = (struct str){body, 101};
	replies[1].body = (struct str){body, 100};
	replies[2].headers = headers;
	replies[3].body = (struct str){body, large};
	client_case_connect(&c);
	for (int i = 0; i < 4; i++) {
		struct call_result r = {.arena = &c.arena};
		const struct kube_call call = {.path = STR("/x"), .answer_max = 100, .done = on_result, .payload = &r};

		assert_int_equal(kube_client_start(c.client, &call, NULL, NULL), 0);
		client_case_wait(&c, &r, 1);
		assert_int_equal(r.answer.status.code, codes[i]);
		assert_true(r.answer.status.message[0] != '\0' || codes[i] == kube_code_ok);
	}
}

TEST(kube_client_streams_bodies_of_successes_only)
{
	static const struct fake_reply replies[] = {
		{.body = STR("0123456789"), .chunked = true, .piece = 1},
		{.status = 410, .body = STR("{\"kind\":\"Status\",\"reason\":\"Expired\"}")},
		{.body = STR("plain"), .content_type = "text/plain"},
	};
	CLIENT_CASE(c);

	client_case_init(&c, replies, 3);
	client_case_connect(&c);
	for (int i = 0; i < 3; i++) {
		struct call_result r = {.arena = &c.arena};
		const struct kube_call call = {
			.path = STR("/x"), .stream = on_piece, .done = on_result, .payload = &r, .accept = i == 2 ? "text/plain" : NULL};

		assert_int_equal(kube_client_start(c.client, &call, NULL, NULL), 0);
		client_case_wait(&c, &r, 1);
		assert_int_equal(r.answer.status.code, i == 1 ? kube_code_gone : kube_code_ok);
		assert_str(r.body, i == 0 ? "0123456789" : i == 1 ? "" : "plain");
	}
}

TEST(kube_client_ends_a_stream_whose_reader_wants_no_more)
{
	static const struct fake_reply replies[] = {{.body = STR("0123456789"), .piece = 1, .piece_ms = 20, .hold = true}};
	struct call_result r = {.take_at_most = 2};
	const struct kube_call call = {.path = STR("/x"), .timeout_ms = -1, .stream = on_piece, .done = on_result, .payload = &r};
	CLIENT_CASE(c);

	client_case_init(&c, replies, 1);
	client_case_connect(&c);
	r.arena = &c.arena;
	assert_int_equal(kube_client_start(c.client, &call, NULL, NULL), 0);
	client_case_wait(&c, &r, 1);
	assert_int_equal(r.pieces, 2);
	assert_int_equal(r.answer.status.code, kube_code_server);
}

TEST(kube_client_takes_no_proxy_from_the_environment)
{
	static const struct fake_reply replies[] = {{.body = STR("{}")}};
	CLIENT_CASE(c);

	client_case_init(&c, replies, 1);
	setenv("http_proxy", "http://127.0.0.1:1", 1);
	setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
	client_case_connect(&c);
	assert_int_equal(client_case_call(&c, kube_verb_get, NULL).answer.status.code, kube_code_ok);
	unsetenv("http_proxy");
	unsetenv("ALL_PROXY");
}

TEST(kube_client_uses_the_proxy_it_is_given_whatever_the_environment_excepts)
{
	static const struct fake_reply replies[] = {{.body = STR("{}")}};
	CLIENT_CASE(c);

	client_case_init(&c, replies, 1);
	setenv("no_proxy", "*", 1);
	c.config.proxy_url = str_from(c.server.url);
	c.config.server = STR("http://127.0.0.1:1");
	client_case_connect(&c);
	assert_int_equal(client_case_call(&c, kube_verb_get, NULL).answer.status.code, kube_code_ok);
	assert_string_equal(fake_kube_request(&c.server, 0)->path, "http://127.0.0.1:1/x");
	unsetenv("no_proxy");
}

TEST(kube_client_speaks_plain_http_only_where_tests_do)
{
	static const char *const refused[] = {"http://127.0.0.1.example.com:80", "http://10.0.0.1:80", "http://localhost:80", "ftp://127.0.0.1:1"};
	struct kube_config config = {.server = STR("http://127.0.0.1:80")};
	struct kube_client *client = NULL;
	struct error err = {0};

	assert_int_equal(kube_client_new(&config, &io_files, NULL, &client, &err), -1);
	assert_string_equal(err.message, "the server `http://127.0.0.1:80` is not reached by https");
	for (size_t i = 0; i < 4; i++) {
		config.server = str_from(refused[i]);
		assert_int_equal(kube_client_new(&config, &io_files, &(struct kube_client_options){.allow_http = true}, &client, &err), -1);
	}
	assert_null(client);
}

static void note_time(void *payload)
{
	*(int64_t *)payload = kube_now();
}

TEST(kube_timers_fire_once_in_their_order_unless_they_are_unset)
{
	int64_t first = 0, second = 0, never = 0, start = kube_now();
	struct kube_timer a = {.fire = note_time, .payload = &first}, b = {.fire = note_time, .payload = &second};
	struct kube_timer n = {.fire = note_time, .payload = &never};
	CLIENT_CASE(c);

	client_case_init(&c, NULL, 0);
	client_case_connect(&c);
	kube_timer_set(c.client, &b, start + 40);
	kube_timer_set(c.client, &a, start + 100000);
	kube_timer_set(c.client, &n, start + 30);
	kube_timer_set(c.client, &a, start + 20);
	kube_timer_unset(c.client, &n);
	client_case_spin(&c, 80);
	assert_true(first >= start + 20);
	assert_true(second >= start + 40 && second >= first);
	assert_int_equal(never, 0);
	assert_false(a.is_set);
	kube_timer_unset(c.client, &a);
}

TEST(kube_client_waits_for_descriptors_of_others_too)
{
	struct pollfd p = {.events = POLLIN};
	int ends[2];
	CLIENT_CASE(c);

	client_case_init(&c, NULL, 0);
	client_case_connect(&c);
	assert_int_equal(pipe(ends), 0);
	p.fd = ends[0];
	assert_int_equal(kube_client_poll(c.client, &p, 1, 10, NULL), 0);
	assert_int_equal(p.revents, 0);
	assert_int_equal(write(ends[1], "x", 1), 1);
	assert_int_equal(kube_client_poll(c.client, &p, 1, -1, NULL), 0);
	assert_int_equal(p.revents, POLLIN);
	close(ends[0]);
	close(ends[1]);
}

TEST(kube_client_runs_one_call_to_its_end_for_who_can_wait)
{
	static const struct fake_reply replies[] = {{.body = STR("{\"a\":1}")}, {.status = 404}};
	const struct kube_call call = {.path = STR("/version")};
	struct kube_answer answer;
	CLIENT_CASE(c);

	client_case_init(&c, replies, 2);
	client_case_connect(&c);
	assert_int_equal(kube_client_run(c.client, &call, &c.arena, &answer, NULL), 0);
	assert_str(answer.body, "{\"a\":1}");
	assert_int_equal(kube_client_run(c.client, &call, &c.arena, &answer, NULL), 0);
	assert_int_equal(answer.status.code, kube_code_not_found);
	assert_int_equal(answer.body.length, 0);
}
