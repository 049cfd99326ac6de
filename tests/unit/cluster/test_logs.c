/* SPDX-License-Identifier: Apache-2.0 */
/* The program's `logs` against a fake apiserver. */
#include <stdio.h>
#include <unistd.h>

#include "lib/kube/kube_client.h"
#include "tests/unit/cluster/cluster_case.h"

#define POD(name, role, index, created, state)                                                                                   \
	"{\"metadata\":{\"name\":\"" name "\",\"creationTimestamp\":\"2026-11-25T1" created ":00:00Z\","                         \
	"\"labels\":{\"mpicc.dev/role\":\"" role "\"" index                                                                      \
	"}},\"spec\":{\"containers\":[{\"name\":\"mpi\"},{\"name\":\"x\"}]},"                                                    \
	"\"status\":{\"phase\":\"Running\",\"containerStatuses\":[{\"state\":{" state "}}]}}"
#define INDEX(n) ",\"batch.kubernetes.io/job-completion-index\":\"" n "\""
#define RUNNING "\"running\":{}"
#define WAITING "\"waiting\":{\"reason\":\"ImagePullBackOff\"}"
#define PODS LIST_OF(POD("old", "launcher", "", "0", RUNNING) "," POD("new", "launcher", "", "1", RUNNING) "," \
	POD("newest", "launcher", "", "2", WAITING) "," POD("w0", "worker", INDEX("0"), "0", RUNNING) "," \
	POD("w1", "worker", INDEX("1"), "0", WAITING))
#define JOBS                                                                                                                     \
	{.part = "/jobs?", .body = LIST_OF(JOB("l", "resnet", "rmt9czhg", "launcher", "\"spec\":{}"))},                          \
	{                                                                                                                        \
		.part = "/configmaps?"                                                                                           \
	}

static const struct route routes[] = {
	JOBS, {.part = "/pods?", .body = PODS}, {.part = "/pods/new/log?", .body = "one\ntwo\n", .type = "text/plain"},
	{.part = "/pods/w0/log?", .body = "Server listening\n", .type = "text/plain"}};

TEST(logs_prints_the_newest_launcher_that_has_started)
{
	CLUSTER_CASE(c, routes);

	cluster_case_run(&c, "logs resnet");
	assert_int_equal(c.code, 0);
	assert_str(c.out, "one\ntwo\n");
	assert_int_equal(c.err.length, 0);
	cluster_case_request(&c, "/api/v1/namespaces/hpc/pods/new/log?follow=false&previous=false&container=mpi");
	cluster_case_run(&c, "logs resnet --previous");
	cluster_case_request(&c, "previous=true");
}

TEST(logs_prints_a_worker_of_any_run)
{
	CLUSTER_CASE(c, routes);

	cluster_case_run(&c, "logs resnet --worker 0 --run abcd1234");
	assert_int_equal(c.code, 0);
	assert_str(c.out, "Server listening\n");
	cluster_case_request(&c, "/pods?labelSelector=mpicc.dev%2Fjob%3Dresnet%2Cmpicc.dev%2Frun%3Dabcd1234&");
}

TEST(logs_says_why_there_are_none)
{
	CLUSTER_CASE(c, routes);

	cluster_case_run(&c, "logs resnet --worker 1");
	assert_int_equal(c.code, 3);
	assert_holds(c.err, "the worker 1 (pod w1) has not started: ImagePullBackOff");
	cluster_case_run(&c, "logs resnet --worker 7");
	assert_int_equal(c.code, 3);
	assert_holds(c.err, "there is no pod of the worker 7 of run rmt9czhg");
	cluster_case_run(&c, "logs");
	assert_int_equal(c.code, 2);
	cluster_case_run(&c, "logs resnet --run x");
	assert_int_equal(c.code, 2);
	cluster_case_run(&c, "logs resnet --worker -1");
	assert_int_equal(c.code, 2);
}

TEST(logs_that_are_refused_are_an_error)
{
	static const struct route refused[] = {JOBS, {.part = "/pods?", .body = PODS},
					       {"/log?", 403, .body = REFUSAL("Forbidden", "alice may not")}};
	CLUSTER_CASE(c, refused);

	cluster_case_run(&c, "logs resnet");
	assert_int_equal(c.code, 3);
	assert_str(c.err, "mpicc-yaml: error: cannot read the log of pod new: alice may not\n");
}

TEST(logs_f_goes_on_until_the_container_ends)
{
	static const struct route stream[] = {JOBS, {.part = "/pods?", .body = PODS},
					      {.part = "/log?", .body = "one\n", .type = "text/plain", .hold = true}};
	CLUSTER_CASE(c, stream);
	int64_t end = kube_now() + 20000;

	cluster_case_start(&c, "logs resnet -f");
	while (fake_kube_push(&c.server, "/api/v1/namespaces/hpc/pods/new/log", STR("two\n")) == 0 && kube_now() < end)
		usleep(10000);
	fake_kube_end_streams(&c.server, false);
	cluster_case_wait(&c);
	assert_int_equal(c.code, 0);
	assert_str(c.out, "one\ntwo\n");
	cluster_case_request(&c, "follow=true");
}

TEST(logs_f_waits_for_the_start)
{
	struct route later[] = {JOBS, {.part = "/pods?", .body = LIST_OF(POD("new", "launcher", "", "1", WAITING))},
				{.part = "/pods/new/log?", .body = "done\n", .type = "text/plain"}};
	CLUSTER_CASE(c, later);

	cluster_case_start(&c, "logs resnet -f");
	while (fake_kube_count(&c.server) < 3)
		usleep(10000);
	pthread_mutex_lock(&c.server.lock);
	later[2].body = PODS;
	pthread_mutex_unlock(&c.server.lock);
	cluster_case_wait(&c);
	assert_int_equal(c.code, 0);
	assert_str(c.out, "done\n");
	assert_holds(c.err, "mpicc-yaml: waiting: the launcher (pod new) has not started: ImagePullBackOff");
}

TEST(logs_of_target_indexed_come_from_one_job)
{
	static const struct route indexed[] = {JOBS,
					       {.part = "/pods?",
						.body = LIST_OF(POD("i0", "launcher", INDEX("0"), "0", RUNNING) "," POD(
							"i1", "launcher", INDEX("1"), "0", RUNNING))},
					       {.part = "/pods/i0/log?", .body = "zero\n", .type = "text/plain"},
					       {.part = "/pods/i1/log?", .body = "one\n", .type = "text/plain"}};
	CLUSTER_CASE(c, indexed);

	cluster_case_run(&c, "logs resnet");
	assert_str(c.out, "zero\n");
	cluster_case_run(&c, "logs resnet --worker 1");
	assert_str(c.out, "one\n");
}
