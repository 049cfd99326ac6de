/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "tests/unit/kube/client_case.h"

TEST(kube_client_does_not_send_a_write_twice_on_a_kept_connection_that_breaks)
{
	static const struct fake_reply replies[] = {{.body = STR("{}")}, {.reset = true}, {.body = STR("{}")}, {.reset = true}, {.body = STR("{}")}};
	CLIENT_CASE(c);

	client_case_init(&c, replies, 5);
	client_case_connect(&c);
	assert_int_equal(client_case_call(&c, kube_verb_get, NULL).answer.status.code, kube_code_ok);
	assert_int_equal(client_case_call(&c, kube_verb_delete, "{}").answer.status.code, kube_code_transport);
	assert_int_equal(fake_kube_count(&c.server), 2);
	assert_int_equal(client_case_call(&c, kube_verb_get, NULL).answer.status.code, kube_code_ok);
	assert_int_equal(client_case_call(&c, kube_verb_get, NULL).answer.status.code, kube_code_ok);
	assert_int_equal(fake_kube_count(&c.server), 5);
}

TEST(kube_client_waits_as_it_is_asked_to_and_tries_again)
{
	static const struct fake_reply replies[] = {
		{.status = 429, .headers = "Retry-After: 1\r\n"}, {.body = STR("{}")},
		{.status = 503, .headers = "Retry-After: 1\r\n"}, {.body = STR("{}")},
		{.status = 503, .headers = "Retry-After: 1\r\n"},
		{.status = 503},
		{.status = 429, .headers = "Retry-After: 60\r\n"},
	};
	struct call_result r;
	CLIENT_CASE(c);

	client_case_init(&c, replies, 7);
	client_case_connect(&c);
	r = client_case_call(&c, kube_verb_delete, "{}");
	assert_int_equal(r.answer.status.code, kube_code_ok);
	assert_true(r.answer.elapsed_ms >= 1000);
	assert_string_equal(fake_kube_request(&c.server, 1)->body, "{}");
	assert_int_equal(client_case_call(&c, kube_verb_get, NULL).answer.status.code, kube_code_ok);
	assert_int_equal(kube_client_counts(c.client)->retries, 2);
	assert_int_equal(client_case_call(&c, kube_verb_put, "{}").answer.status.http, 503);
	assert_int_equal(client_case_call(&c, kube_verb_get, NULL).answer.status.http, 503);
	r = client_case_call(&c, kube_verb_get, NULL);
	assert_int_equal(r.answer.status.code, kube_code_throttled);
	assert_int_equal(r.answer.status.retry_after_ms, 60000);
	assert_int_equal(fake_kube_count(&c.server), 7);
}

TEST(kube_client_tries_nothing_again_that_is_to_be_sent_once)
{
	static const struct fake_reply replies[] = {{.status = 429, .headers = "Retry-After: 1\r\n"}};
	struct call_result r = {0};
	const struct kube_call call = {.path = STR("/x"), .once = true, .done = on_result, .payload = &r};
	CLIENT_CASE(c);

	client_case_init(&c, replies, 1);
	client_case_connect(&c);
	assert_int_equal(kube_client_start(c.client, &call, NULL, NULL), 0);
	client_case_wait(&c, &r, 1);
	assert_int_equal(r.answer.status.code, kube_code_throttled);
	assert_int_equal(fake_kube_count(&c.server), 1);
}

struct canceller {
	struct kube_request *request;
	int pieces, done;
};

static int cancel_self(void *payload, struct str bytes)
{
	struct canceller *c = payload;

	(void)bytes;
	c->pieces++;
	kube_request_cancel(c->request);
	return 0;
}

static void count_done(void *payload, const struct kube_answer *answer)
{
	(void)answer;
	((struct canceller *)payload)->done++;
}

TEST(kube_request_can_be_cancelled_in_its_own_stream_while_it_runs_and_before)
{
	static const struct fake_reply replies[] = {{.body = STR("0123456789"), .piece = 1, .piece_ms = 10, .hold = true}, {.delay_ms = 600}};
	struct canceller self = {0}, other = {0};
	struct kube_call call = {.path = STR("/x"), .stream = cancel_self, .done = count_done, .payload = &self};
	CLIENT_CASE(c);

	client_case_init(&c, replies, 2);
	client_case_connect(&c);
	assert_int_equal(kube_client_start(c.client, &call, &self.request, NULL), 0);
	while (self.pieces == 0)
		client_case_spin(&c, 10);
	client_case_spin(&c, 50);
	assert_int_equal(self.pieces, 1);
	assert_int_equal(kube_client_pending(c.client), 0);
	call.payload = &other;
	call.stream = NULL;
	assert_int_equal(kube_client_start(c.client, &call, &other.request, NULL), 0);
	client_case_spin(&c, 50);
	assert_int_equal(kube_client_pending(c.client), 1);
	kube_request_cancel(other.request);
	assert_int_equal(kube_client_pending(c.client), 0);
	assert_int_equal(kube_client_start(c.client, &call, &other.request, NULL), 0);
	kube_request_cancel(other.request);
	client_case_spin(&c, 700);
	assert_int_equal(self.done + other.done, 0);
	assert_int_equal(fake_kube_count(&c.server), 2);
}

static void cancel_done(void *payload, const struct kube_answer *answer)
{
	count_done(payload, answer);
	kube_request_cancel(((struct canceller *)payload)->request);
}

TEST(kube_request_may_be_cancelled_when_it_is_over)
{
	static const struct fake_reply replies[] = {{.body = STR("{}")}};
	struct canceller self = {0};
	const struct kube_call call = {.path = STR("/x"), .done = cancel_done, .payload = &self};
	CLIENT_CASE(c);

	client_case_init(&c, replies, 1);
	c.config.token_file = STR("/t");
	client_case_connect(&c);
	assert_int_equal(kube_client_start(c.client, &call, &self.request, NULL), 0);
	while (self.done == 0)
		client_case_spin(&c, 10);
	fake_io_put(&c.files, "/t", STR("token"));
	assert_int_equal(kube_client_start(c.client, &call, &self.request, NULL), 0);
	while (self.done == 1)
		client_case_spin(&c, 10);
	assert_int_equal(fake_kube_count(&c.server), 1);
}

TEST(kube_client_can_be_freed_while_requests_are_in_every_place)
{
	static const struct fake_reply replies[] = {{.status = 429, .headers = "Retry-After: 9\r\n"}, {.delay_ms = 300}};
	struct call_result r = {0};
	const struct kube_call call = {.path = STR("/x"), .done = on_result, .payload = &r};
	CLIENT_CASE(c);

	client_case_init(&c, replies, 2);
	client_case_connect(&c);
	assert_int_equal(kube_client_start(c.client, &call, NULL, NULL), 0);
	client_case_spin(&c, 100);
	assert_int_equal(kube_client_start(c.client, &call, NULL, NULL), 0);
	client_case_spin(&c, 50);
	assert_int_equal(kube_client_start(c.client, &call, NULL, NULL), 0);
	assert_int_equal(kube_client_pending(c.client), 3);
	assert_int_equal(r.calls, 0);
}

static void crowd_in(void *payload, unsigned number, const struct fake_request *request, struct fake_reply *reply)
{
	(void)payload;
	(void)number;
	(void)request;
	*reply = (struct fake_reply){.body = STR("{}"), .delay_ms = 30};
}

TEST(kube_client_gives_leases_connections_of_their_own)
{
	static const struct fake_reply replies[] = {{.body = STR("{}")}, {.body = STR("{}")}, {.body = STR("{}")}, {.body = STR("{}")}};
	struct call_result r = {0};
	struct kube_call call = {.verb = kube_verb_put, .path = STR("/x"), .done = on_result, .payload = &r};
	CLIENT_CASE(c);

	client_case_init(&c, replies, 4);
	client_case_connect(&c);
	r.arena = &c.arena;
	for (unsigned i = 0; i < 4; i++) {
		call.lane = i % 2 ? kube_lane_lease : kube_lane_normal;
		assert_int_equal(kube_client_start(c.client, &call, NULL, NULL), 0);
		client_case_wait(&c, &r, (int)i + 1);
		assert_int_equal(fake_kube_request(&c.server, i)->connection, i % 2 + 1);
	}
}

TEST(kube_client_keeps_a_crowd_in_line_and_lets_a_lease_pass)
{
	enum { crowd = 3 * kube_requests_max };
	struct call_result many = {0}, lease = {0};
	struct kube_call call = {.verb = kube_verb_delete, .path = STR("/x"), .body = STR("{}"), .done = on_result, .payload = &many};
	CLIENT_CASE(c);

	client_case_init_handler(&c, crowd_in, NULL);
	client_case_connect(&c);
	lease.arena = many.arena = &c.arena;
	for (int i = 0; i < crowd; i++)
		assert_int_equal(kube_client_start(c.client, &call, NULL, NULL), 0);
	call.path = STR("/lease");
	call.lane = kube_lane_lease;
	call.payload = &lease;
	assert_int_equal(kube_client_start(c.client, &call, NULL, NULL), 0);
	client_case_wait(&c, &lease, 1);
	assert_true(many.calls < crowd);
	client_case_wait(&c, &many, crowd);
	assert_int_equal(many.answer.status.code, kube_code_ok);
	assert_int_equal(fake_kube_count(&c.server), crowd + 1);
	assert_true(c.server.connection_count <= kube_requests_max + 1);
}

TEST(kube_client_refuses_paths_that_are_none)
{
	static const char *const refused[] = {"", "x", "/a b", "/a\r\nb", "/a#b", "/\xC3\xA9", "http://h/"};
	struct error err = {0};
	CLIENT_CASE(c);

	client_case_init(&c, NULL, 0);
	client_case_connect(&c);
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		const struct kube_call call = {.path = str_from(refused[i])};

		assert_int_equal(kube_client_start(c.client, &call, NULL, &err), -1);
	}
	assert_int_equal(kube_client_pending(c.client), 0);
}
