/* SPDX-License-Identifier: Apache-2.0 */
/* `status -w`: what watches bring, and how it ends. */
#include <unistd.h>

#include "lib/kube/kube_client.h"
#include "tests/unit/cluster/cluster_case.h"

#define EVENT(type, object) "{\"type\":\"" type "\",\"object\":" object "}\n"
#define END                                                                                                                      \
	EVENT("BOOKMARK", "{\"metadata\":{\"resourceVersion\":\"7\",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}}}")
#define LAUNCHER(version, status)                                                                                                \
	"{\"metadata\":{\"name\":\"l\",\"namespace\":\"hpc\",\"uid\":\"u1\",\"resourceVersion\":\"" version "\","                \
	"\"creationTimestamp\":\"2026-11-25T10:00:00Z\",\"labels\":{" RUN_LABELS("resnet", "rmt9czhg",                           \
										 "launcher") "}},"                               \
											     "\"status\":{" status "}}"
#define DONE(type) "\"conditions\":[{\"type\":\"" type "\",\"status\":\"True\",\"lastTransitionTime\":\"2026-11-25T10:20:05Z\"}]"

static const struct route streams[] = {{"/jobs?", .body = EVENT("ADDED", LAUNCHER("5", "")) END, .hold = true},
				       {"/configmaps?", .body = END, .hold = true}};

static void push(struct cluster_case *c, const char *event)
{
	int64_t end = kube_now() + 20000;

	while (fake_kube_push(&c->server, "/apis/batch", str_from(event)) == 0 && kube_now() < end)
		usleep(10000);
}

TEST(status_w_prints_changes_until_the_run_is_over)
{
	CLUSTER_CASE(c, streams);

	cluster_case_start(&c, "status -w resnet");
	push(&c, EVENT("MODIFIED", LAUNCHER("8", "\"ready\":1")));
	push(&c, EVENT("MODIFIED", LAUNCHER("9", DONE("Complete"))));
	cluster_case_wait(&c);
	assert_int_equal(c.code, 0);
	assert_holds(c.out, "Succeeded");
	assert_holds(c.out, "PHASE");
	assert_int_equal(c.err.length, 0);
}

TEST(status_w_of_a_run_that_fails_ends_with_1)
{
	CLUSTER_CASE(c, streams);

	cluster_case_start(&c, "status -w resnet -o json");
	push(&c, EVENT("MODIFIED", LAUNCHER("9", DONE("Failed"))));
	cluster_case_wait(&c);
	assert_int_equal(c.code, 1);
	assert_holds(c.out, "\"phase\":\"Failed\"");
	assert_true(c.out.data[c.out.length - 1] == '\n');
}

TEST(status_w_works_where_only_lists_are_served)
{
	static const struct route routes[] = {
		{"sendInitialEvents", 422, .body = REFUSAL("Invalid", "sendInitialEvents is forbidden")},
		{"/jobs?labelSelector=mpicc.dev%2Frun%2Cmpicc.dev%2Fjob%3Dresnet&watch", .body = "", .hold = true},
		{"/configmaps?labelSelector=mpicc.dev%2Frole%3Dstatus%2Cmpicc.dev%2Fjob%3Dresnet&watch", .body = "",
		 .hold = true},
		{"/jobs?", .body = LIST_OF(LAUNCHER("5", DONE("Complete")))},
		{.part = "/configmaps?"}};
	CLUSTER_CASE(c, routes);

	cluster_case_run(&c, "status -w resnet");
	assert_int_equal(c.code, 0);
	assert_holds(c.out, "Succeeded");
}

TEST(status_w_goes_on_after_trouble_and_says_so_once)
{
	struct route routes[] = {{.part = "/jobs?", .body = EVENT("ADDED", LAUNCHER("5", "")) END, .hold = true},
				 {.part = "/configmaps?", .body = END, .hold = true},
				 {.part = "/jobs?", .body = LIST_OF(LAUNCHER("9", DONE("Complete")))}};
	CLUSTER_CASE(c, routes);
	unsigned asked;

	cluster_case_start(&c, "status -w resnet");
	push(&c, EVENT("MODIFIED", LAUNCHER("8", "\"ready\":1")));
	pthread_mutex_lock(&c.server.lock);
	routes[0] = (struct route){.part = "/jobs?", .status = 500, .body = REFUSAL("InternalError", "etcd is away")};
	pthread_mutex_unlock(&c.server.lock);
	asked = fake_kube_count(&c.server);
	fake_kube_end_streams(&c.server, true);
	while (fake_kube_count(&c.server) < asked + 2)
		usleep(10000);
	pthread_mutex_lock(&c.server.lock);
	routes[0] =
		(struct route){.part = "/jobs?watch", .body = EVENT("ADDED", LAUNCHER("9", DONE("Complete"))) END, .hold = true};
	pthread_mutex_unlock(&c.server.lock);
	cluster_case_wait(&c);
	assert_int_equal(c.code, 0);
	assert_holds(c.out, "Running");
	assert_holds(c.out, "Succeeded");
	assert_holds(c.err, "mpicc-yaml: etcd is away; trying again\n");
}

TEST(status_w_ends_when_it_is_refused)
{
	static const struct route routes[] = {{"/jobs?", 403, .body = REFUSAL("Forbidden", "alice may not")},
					      {"/configmaps?", .body = END, .hold = true}};
	CLUSTER_CASE(c, routes);

	cluster_case_run(&c, "status -w");
	assert_int_equal(c.code, 3);
	assert_holds(c.err, "cannot list jobs in namespace `hpc`: alice may not");
}
