/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/kube/json.h"
#include "lib/kube/kube_watch.h"
#include "tests/unit/kube/client_case.h"
#include "tests/unit/kube/recorded.h"

enum { set_max = 16 };

/* A sink that keeps names: the set, and the one that is being gathered. */
struct name_set {
	char names[set_max][64];
	int count;
};

struct watch_case {
	struct client_case client;
	struct kube_watch *watch;
	struct name_set set, next;
	bool gathering;
	int begins, commits, failures;
	enum kube_code last_failure;
};

static void set_drop(struct name_set *s, const char *name)
{
	for (int i = 0; i < s->count; i++)
		if (strcmp(s->names[i], name) == 0)
			memcpy(s->names[i--], s->names[--s->count], sizeof(*s->names));
}

static void name_of(struct str object, char out[64])
{
	struct str name;
	const struct json_field fields[] = {{"metadata.name", &name}};

	assert_int_equal(json_pick(object, fields, 1), 0);
	assert_true(json_copy(name, out, 64));
}

static struct name_set *target(struct watch_case *w)
{
	return w->gathering ? &w->next : &w->set;
}

static int on_begin(void *payload)
{
	struct watch_case *w = payload;

	w->begins++;
	w->next.count = 0;
	w->gathering = true;
	return 0;
}

static int on_upsert(void *payload, struct str object)
{
	struct name_set *s = target(payload);
	char name[64];

	name_of(object, name);
	set_drop(s, name);
	assert_true(s->count < set_max);
	memcpy(s->names[s->count++], name, sizeof(name));
	return 0;
}

static int on_remove(void *payload, struct str object)
{
	char name[64];

	name_of(object, name);
	set_drop(target(payload), name);
	return 0;
}

static int on_commit(void *payload)
{
	struct watch_case *w = payload;

	w->commits++;
	w->set = w->next;
	w->gathering = false;
	return 0;
}

static void on_failed(void *payload, const struct kube_status *status)
{
	struct watch_case *w = payload;

	w->failures++;
	w->last_failure = status->code;
	assert_true(status->message[0] != '\0');
}

static int by_name(const void *a, const void *b)
{
	return strcmp(a, b);
}

static struct str set_text(struct watch_case *w)
{
	struct str text = STR("");

	qsort(w->set.names, (size_t)w->set.count, sizeof(*w->set.names), by_name);
	for (int i = 0; i < w->set.count; i++)
		text = arena_format(&w->client.arena, "%.*s%s%s", STR_ARG(text), i ? " " : "", w->set.names[i]);
	return text;
}

/* Soon: tests run on busy machines. */
static void assert_set(struct watch_case *w, const char *expected)
{
	for (int64_t end = kube_now() + 10000; kube_now() < end && !str_is(set_text(w), expected);)
		client_case_spin(&w->client, 10);
	assert_str(set_text(w), expected);
}

static void watch_case_start(struct watch_case *w)
{
	const struct kube_watch_options options = {
		.kind = kube_kind_pod,
		.namespace = STR("hpc"),
		.label_selector = STR("mpicc.dev/run"),
		.sink = {w, on_begin, on_upsert, on_remove, on_commit},
		.failed = on_failed,
	};
	struct error err = {0};

	client_case_connect(&w->client);
	if (kube_watch_new(w->client.client, &options, &w->watch, &err) < 0)
		fail_msg("%s", err.message);
}

static void watch_case_release(struct watch_case *w)
{
	kube_watch_free(w->watch);
	client_case_release(&w->client);
}

#define WATCH_CASE(w) __attribute__((cleanup(watch_case_release))) struct watch_case w = {.watch = NULL}

/* Polls until the server has had `count` requests. */
static void wait_requests(struct watch_case *w, unsigned count)
{
	int64_t end = kube_now() + 20000;

	while (fake_kube_count(&w->client.server) < count) {
		client_case_spin(&w->client, 5);
		if (kube_now() > end)
			fail_msg("%u of %u requests", fake_kube_count(&w->client.server), count);
	}
	client_case_spin(&w->client, 30);
}

/* The server may not hold the stream yet that its client has already read. */
static void push(struct watch_case *w, struct str line)
{
	while (fake_kube_push(&w->client.server, "/api", line) == 0)
		client_case_spin(&w->client, 5);
}

static const char initial[] =
	"{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"1\"}}}\n"
	"{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"b\",\"resourceVersion\":\"2\"}}}\n"
	"{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"5\",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}}}}\n";
static const char deleted[] = "{\"type\":\"DELETED\",\"object\":{\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"6\"}}}\n";
static const char added[] = "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"c\",\"resourceVersion\":\"7\"}}}\n";
static const char expired[] = "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\",\"message\":\"old\"}}\n";

TEST(kube_watch_follows_a_watch_list_through_one_stream)
{
	static const struct fake_reply replies[] = {{.body = STR(initial), .piece = 7, .hold = true}};
	const char *path;
	WATCH_CASE(w);

	client_case_init(&w.client, replies, 1);
	watch_case_start(&w);
	assert_false(kube_watch_is_synced(w.watch));
	assert_set(&w, "a b");
	assert_true(kube_watch_is_synced(w.watch));
	assert_non_null(strstr(fake_kube_request(&w.client.server, 0)->headers,
			       "\r\nAccept: application/json;drop=metadata.managedFields, application/json\r\n"));
	path = fake_kube_request(&w.client.server, 0)->path;
	assert_non_null(strstr(path, "/api/v1/namespaces/hpc/pods?watch=1&allowWatchBookmarks=true&sendInitialEvents=true"
				     "&resourceVersionMatch=NotOlderThan&resourceVersion=&timeoutSeconds="));
	assert_non_null(strstr(path, "&labelSelector=mpicc.dev%2Frun"));
	push(&w, STR(deleted));
	push(&w, STR(added));
	assert_set(&w, "b c");
	assert_int_equal(w.failures, 0);
	assert_int_equal(kube_watch_counts(w.watch)->events, 5);
}

TEST(kube_watch_resumes_where_it_was_when_the_server_goes_away)
{
	static const struct fake_reply replies[] = {
		{.body = STR(initial), .hold = true},
		{.reset = true},
		{.body = STR(added), .hold = true},
	};
	WATCH_CASE(w);

	client_case_init(&w.client, replies, 3);
	watch_case_start(&w);
	assert_set(&w, "a b");
	push(&w, STR(deleted));
	fake_kube_end_streams(&w.client.server, true);
	wait_requests(&w, 3);
	assert_set(&w, "b c");
	assert_int_equal(w.begins, 1);
	assert_int_equal(w.last_failure, kube_code_transport);
	assert_non_null(strstr(fake_kube_request(&w.client.server, 2)->path, "&resourceVersion=6&"));
}

TEST(kube_watch_fetches_everything_anew_when_its_version_has_expired)
{
	static const char later[] =
		"{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"z\",\"resourceVersion\":\"90\"}}}\n"
		"{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"91\",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}}}}\n";
	static const struct fake_reply replies[] = {{.body = STR(initial), .hold = true}, {.body = STR(later), .hold = true}};
	WATCH_CASE(w);

	client_case_init(&w.client, replies, 2);
	watch_case_start(&w);
	assert_set(&w, "a b");
	push(&w, STR(expired));
	wait_requests(&w, 2);
	assert_set(&w, "z");
	assert_int_equal(w.commits, 2);
	assert_int_equal(w.last_failure, kube_code_gone);
	assert_int_equal(kube_watch_counts(w.watch)->expired, 1);
}

TEST(kube_watch_lists_in_pages_where_watch_lists_are_unknown)
{
	static const struct fake_reply replies[] = {
		{.status = 422, .body = STR("{\"kind\":\"Status\",\"reason\":\"Invalid\",\"message\":\"sendInitialEvents\"}")},
		{.body = STR("{\"metadata\":{\"resourceVersion\":\"9\",\"continue\":\"a/b\"},\"items\":[{\"metadata\":{\"name\":\"a\"}}]}"), .piece = 3},
		{.body = STR("{\"items\":[{\"metadata\":{\"name\":\"b\"}}],\"metadata\":{\"resourceVersion\":\"9\"}}")},
		{.body = STR(deleted), .hold = true},
	};
	WATCH_CASE(w);

	client_case_init(&w.client, replies, 4);
	watch_case_start(&w);
	wait_requests(&w, 4);
	assert_set(&w, "b");
	assert_string_equal(fake_kube_request(&w.client.server, 1)->path, "/api/v1/namespaces/hpc/pods?limit=500&labelSelector=mpicc.dev%2Frun");
	assert_string_equal(fake_kube_request(&w.client.server, 2)->path,
			    "/api/v1/namespaces/hpc/pods?continue=a%2Fb&limit=500&labelSelector=mpicc.dev%2Frun");
	assert_non_null(strstr(fake_kube_request(&w.client.server, 3)->path, "&resourceVersion=9&"));
	assert_null(strstr(fake_kube_request(&w.client.server, 3)->path, "sendInitialEvents"));
}

/* Tests with other clocks are in test_reflector.c; here only that the parts fit together. */
TEST(kube_watch_survives_answers_that_are_none)
{
	static const struct fake_reply replies[] = {
		{.body = STR("<html>"), .content_type = "text/html"},
		{.body = STR("{\"metadata\":{\"resourceVersion\":\"9\"},\"items\":[{}"), .chunked = true},
		{.body = STR("no event\n"), .hold = true},
		{.body = STR("{\"metadata\":{\"resourceVersion\":\"9\"},\"items\":[{\"metadata\":{\"name\":\"a\"}}]}")},
		{.hold = true},
	};
	WATCH_CASE(w);

	client_case_init(&w.client, replies, 5);
	watch_case_start(&w);
	wait_requests(&w, 2);
	assert_int_equal(w.last_failure, kube_code_server);
	assert_false(kube_watch_is_synced(w.watch));
	kube_watch_free(w.watch);
	w.watch = NULL;
	watch_case_release(&w);
	client_case_init(&w.client, replies + 2, 3);
	watch_case_start(&w);
	wait_requests(&w, 3);
	assert_set(&w, "a");
}

/* The first answer is the recorded stream cut after `cut` bytes; what is asked then is answered truly. Runs in the server's threads. */
struct cut_server {
	struct str text;
	size_t cut;
};

/* The recorded events from that of version `after` on; coming twice does no harm. */
static struct str events_after(struct str text, const char *after)
{
	struct str line, rest = text;

	while (str_cut(&text, '\n', &line)) {
		struct watch_event event;

		if (watch_event_read(line, &event, NULL) == 0 && strncmp(event.resource_version, after, 3) >= 0)
			return rest;
		rest = text;
	}
	return STR_NONE;
}

static void cut_answer(void *payload, unsigned number, const struct fake_request *request, struct fake_reply *reply)
{
	const struct cut_server *s = payload;
	const char *version = strstr(request->path, "&resourceVersion=");

	*reply = (struct fake_reply){.body = s->text, .hold = true};
	if (number == 0) {
		reply->cut = true;
		reply->cut_at = s->cut;
	} else if (!strstr(request->path, "watch=1")) {
		*reply = (struct fake_reply){.body = STR("{\"metadata\":{\"resourceVersion\":\"214\"},\"items\":["
							 "{\"metadata\":{\"name\":\"w-0\"}},{\"metadata\":{\"name\":\"w-2\"}}]}")};
	} else if (version && !strstr(request->path, "sendInitialEvents")) {
		reply->body = events_after(s->text, version + 17);
	}
}

TEST(kube_watch_ends_with_the_same_set_wherever_the_stream_was_cut)
{
	TEST_ARENA(a);
	struct cut_server server = {.text = recorded(&a, "watchlist_pods.jsonl")};

	for (int i = 0; i < 4; i++) {
		WATCH_CASE(w);

		server.cut = server.text.length * (size_t)(3 * i + 4) / 16;
		client_case_init_handler(&w.client, cut_answer, &server);
		watch_case_start(&w);
		wait_requests(&w, 2);
		while (!kube_watch_is_synced(w.watch))
			client_case_spin(&w.client, 10);
		client_case_spin(&w.client, 50);
		assert_set(&w, "w-0 w-2");
	}
}

TEST(kube_watch_can_be_freed_at_any_time)
{
	static const struct fake_reply replies[] = {{.body = STR(initial), .hold = true}};
	WATCH_CASE(w);

	client_case_init(&w.client, replies, 1);
	watch_case_start(&w);
	kube_watch_free(w.watch);
	w.watch = NULL;
	client_case_spin(&w.client, 20);
	assert_int_equal(fake_kube_count(&w.client.server), 0);
}

TEST(kube_watch_refuses_a_namespace_that_leads_elsewhere)
{
	const struct kube_watch_options options = {.kind = kube_kind_pod, .namespace = STR(".."), .label_selector = STR("a=b")};
	struct error err = {0};
	WATCH_CASE(w);

	client_case_init(&w.client, NULL, 0);
	client_case_connect(&w.client);
	assert_int_equal(kube_watch_new(w.client.client, &options, &w.watch, &err), -1);
	assert_string_equal(err.message, "`..` is no namespace");
}
