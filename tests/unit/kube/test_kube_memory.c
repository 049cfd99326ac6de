/* SPDX-License-Identifier: Apache-2.0 */
/* The n-th allocation of ours fails: nothing is lost, nothing is done twice, and the next try may succeed. */
#include "lib/base/alloc.h"
#include "lib/kube/kube_watch.h"
#include "tests/unit/kube/client_case.h"
#include "tests/unit/kube/recorded.h"

static int keep_nothing(void *payload)
{
	(void)payload;
	return 0;
}

static int count_object(void *payload, struct str object)
{
	++*(int *)payload;
	return object.length ? 0 : -1;
}

/* Whether it came so far that a set was complete. */
static bool watch_with(struct client_case *c, long allocations)
{
	const struct kube_client_options options = {.allow_http = true};
	int objects = 0;
	struct kube_watch_options watch_options = {
		.kind = kube_kind_pod, .namespace = STR("hpc"), .sink = {&objects, keep_nothing, count_object, count_object, keep_nothing}};
	struct kube_watch *watch = NULL;
	struct error err = {0};
	bool synced = false;

	mem_fail_after(allocations);
	if (kube_client_new(&c->config, &c->files.io, &options, &c->client, &err) == 0 &&
	    kube_watch_new(c->client, &watch_options, &watch, &err) == 0) {
		for (int64_t start = kube_now(); kube_now() < start + 200 && !kube_watch_is_synced(watch);)
			assert_int_equal(kube_client_poll(c->client, NULL, 0, 20, &err), 0);
		synced = kube_watch_is_synced(watch);
	} else {
		assert_int_equal(err.code, error_memory);
	}
	mem_fail_after(-1);
	kube_watch_free(watch);
	kube_client_free(c->client);
	c->client = NULL;
	return synced;
}

static void answer_watch(void *payload, unsigned number, const struct fake_request *request, struct fake_reply *reply)
{
	(void)number;
	(void)request;
	*reply = (struct fake_reply){.body = *(struct str *)payload, .piece = 1000, .hold = true};
}

TEST(kube_watch_takes_no_harm_when_any_allocation_fails)
{
	TEST_ARENA(a);
	struct str text = recorded(&a, "watchlist_pods.jsonl");
	long allocations = 0;
	CLIENT_CASE(c);

	client_case_init_handler(&c, answer_watch, &text);
	c.config.token = STR("token");
	while (!watch_with(&c, allocations) && allocations < 100)
		allocations++;
	assert_true(allocations > 5 && allocations < 100);
}

TEST(kube_client_start_fails_without_memory_and_leaves_nothing)
{
	const struct kube_call call = {.path = STR("/x")};
	struct error err = {0};
	CLIENT_CASE(c);

	client_case_init(&c, NULL, 0);
	client_case_connect(&c);
	for (long n = 0; n < 2; n++) {
		mem_fail_after(n);
		assert_int_equal(kube_client_start(c.client, &call, NULL, &err), -1);
		mem_fail_after(-1);
		assert_int_equal(err.code, error_memory);
	}
	assert_int_equal(kube_client_pending(c.client), 0);
}
