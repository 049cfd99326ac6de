/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/kube/client_case.h"

static void init(struct client_case *c)
{
	c->arena = test_arena();
	c->client = NULL;
	fake_io_init(&c->files);
	c->config = (struct kube_config){.server = str_from(c->server.url)};
}

void client_case_init(struct client_case *c, const struct fake_reply *replies, size_t count)
{
	fake_kube_start_script(&c->server, replies, count);
	init(c);
}

void client_case_init_handler(struct client_case *c, fake_kube_handler *handler, void *payload)
{
	fake_kube_start(&c->server, handler, payload);
	init(c);
}

void client_case_connect(struct client_case *c)
{
	const struct kube_client_options options = {.allow_http = true};
	struct error err = {0};

	if (kube_client_new(&c->config, &c->files.io, &options, &c->client, &err) < 0)
		fail_msg("%s", err.message);
}

void client_case_release(struct client_case *c)
{
	kube_client_free(c->client);
	fake_kube_stop(&c->server);
	arena_release(&c->arena);
}

void on_result(void *payload, const struct kube_answer *answer)
{
	struct call_result *r = payload;

	r->calls++;
	r->answer = *answer;
	r->answer.body = STR_NONE;
	if (answer->body.length)
		r->body = arena_str(r->arena, answer->body);
}

int on_piece(void *payload, struct str bytes)
{
	struct call_result *r = payload;

	r->body = arena_join(r->arena, r->body, bytes);
	return ++r->pieces == r->take_at_most ? -1 : 0;
}

static void poll_once(struct client_case *c, int ms)
{
	struct error err = {0};

	if (kube_client_poll(c->client, NULL, 0, ms, &err) < 0)
		fail_msg("%s", err.message);
}

void client_case_wait(struct client_case *c, const struct call_result *result, int count)
{
	int64_t end = kube_now() + 20000;

	while (result->calls < count) {
		poll_once(c, 1000);
		if (kube_now() > end)
			fail_msg("%d of %d calls have ended", result->calls, count);
	}
}

void client_case_spin(struct client_case *c, int ms)
{
	int64_t end = kube_now() + ms, now;

	while ((now = kube_now()) < end)
		poll_once(c, (int)(end - now));
}

struct call_result client_case_call(struct client_case *c, enum kube_verb verb, const char *body)
{
	struct call_result result = {.arena = &c->arena};
	const struct kube_call call = {.verb = verb, .path = STR("/x"), .body = str_from(body), .done = on_result, .payload = &result};
	struct error err = {0};

	if (kube_client_start(c->client, &call, NULL, &err) < 0)
		fail_msg("%s", err.message);
	client_case_wait(c, &result, 1);
	return result;
}
