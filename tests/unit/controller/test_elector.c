/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "runtime-controller/elect/elector.h"
#include "tests/unit/kube/client_case.h"

/* An apiserver that keeps one Lease. */
struct lease_server {
	bool exists;
	struct lease_record record;
	int version, fail;        /* so many requests fail first */
	char methods[200];
	struct buf body;
};

static void release_server(struct lease_server *s)
{
	buf_release(&s->body);
}

/* Declared before the client case, so that it outlives the server's threads. */
#define LEASE_SERVER(s, ...)                                                                                                     \
	__attribute__((cleanup(release_server))) struct lease_server s = {__VA_ARGS__, .body = {.max = 10000}}

static void put(struct lease_server *s, const struct fake_request *request)
{
	assert_true(lease_record_read((struct str){request->body, strlen(request->body)}, &s->record) || !s->exists);
	snprintf(s->record.version, sizeof(s->record.version), "%d", ++s->version);
	s->exists = true;
}

static void serve(void *payload, __attribute__((unused)) unsigned number, const struct fake_request *request,
		  struct fake_reply *reply)
{
	struct lease_server *s = payload;
	struct lease_record asked = {0};

	strcat(s->methods, request->method[0] == 'G' ? "G" : request->method[1] == 'O' ? "C" : "W");
	reply->status = 500;
	if (s->fail-- > 0)
		return;
	lease_record_read(str_from(request->body), &asked);
	if (request->method[0] == 'G')
		reply->status = s->exists ? 200 : 404;
	else if (request->method[1] == 'O')
		reply->status = s->exists ? 409 : 201;
	else
		reply->status = strcmp(asked.version, s->record.version) == 0 ? 200 : 409;
	if (request->method[0] == 'P' && reply->status < 300 && s->exists)
		put(s, request);
	if (reply->status == 201) {
		s->exists = true;
		s->version = 1;
		memcpy(s->record.version, "1", 2);
		snprintf(s->record.holder, sizeof(s->record.holder), "me");
		s->record.duration_s = 15;
	}
	buf_clear(&s->body);
	lease_record_write(&s->body, "ns", "l", &s->record);
	if (reply->status < 300)
		reply->body = buf_str(&s->body);
}

/* Runs until it is in `state`, or for at most six seconds. */
static enum elector_state run_until(struct client_case *c, struct elector *e, enum elector_state wanted)
{
	enum elector_state state = elector_waits;
	struct error err;

	for (int64_t end = kube_now() + 6000; kube_now() < end;) {
		state = elector_run(e, 0);
		if (state == wanted)
			return state;
		assert_int_equal(kube_client_poll(c->client, NULL, 0, 10, &err), 0);
	}
	return state;
}

TEST(elector_makes_the_lease_leads_and_gives_it_back)
{
	LEASE_SERVER(server, .exists = false);
	struct elector e;
	CLIENT_CASE(c);

	client_case_init_handler(&c, serve, &server);
	client_case_connect(&c);
	elector_init(&e, c.client, "ns", "l", "me");
	assert_false(elector_may_write(&e, kube_now()));
	assert_int_equal(run_until(&c, &e, elector_leads), elector_leads);
	assert_true(elector_may_write(&e, kube_now()));
	assert_true(elector_wait(&e, kube_now()) > 500);
	elector_stop(&e);
	assert_false(elector_may_write(&e, kube_now()));
	assert_int_equal(run_until(&c, &e, elector_over), elector_over);
	assert_string_equal(server.record.holder, "");
	assert_string_equal(server.methods, "GCW");
	assert_string_equal(fake_kube_request(&c.server, 1)->path, "/apis/coordination.k8s.io/v1/namespaces/ns/leases");
	assert_string_equal(fake_kube_request(&c.server, 2)->path, "/apis/coordination.k8s.io/v1/namespaces/ns/leases/l");
}

TEST(elector_tries_again_after_a_failure)
{
	LEASE_SERVER(server, .fail = 1);
	struct elector e;
	CLIENT_CASE(c);

	client_case_init_handler(&c, serve, &server);
	client_case_connect(&c);
	elector_init(&e, c.client, "ns", "l", "me");
	assert_int_equal(run_until(&c, &e, elector_leads), elector_leads);
	assert_string_equal(server.methods, "GGC");
	assert_int_equal(e.failure.code, kube_code_ok);
}
