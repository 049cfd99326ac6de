/* SPDX-License-Identifier: Apache-2.0 */
/* The program's `status` against a fake apiserver. */
#include <string.h>

#include "tests/unit/cluster/cluster_case.h"

#define ENDED(type, reason)                                                                                                      \
	"\"status\":{\"startTime\":\"2026-11-25T10:00:05Z\",\"conditions\":[{\"type\":\"" type "\",\"status\":\"True\","         \
	"\"reason\":\"" reason "\",\"lastTransitionTime\":\"2026-11-25T10:20:05Z\"}]}"
#define JOBS                                                                                                                     \
	LIST_OF(                                                                                                                 \
		JOB(                                                                                                             \
			"resnet-rmt9czhg-launcher", "resnet", "rmt9czhg", "launcher",                                            \
			ENDED("Failed", "BackoffLimitExceeded")) "," JOB("resnet-rmt9czhg-worker", "resnet", "rmt9czhg",         \
									 "worker",                                               \
									 "\"spec\":{\"completions\":4},\"status\":{\"ready\":"   \
									 "0}") "," JOB("bert-abcd1234-launcher", "bert",         \
										       "abcd1234", "launcher",                   \
										       "\"status\":{\"ready\":1}") "," JOB("ber" \
															   "t-"  \
															   "abc" \
															   "d12" \
															   "34-" \
															   "wor" \
															   "ke"  \
															   "r",  \
															   "ber" \
															   "t",  \
															   "abc" \
															   "d12" \
															   "34", \
															   "wor" \
															   "ke"  \
															   "r",  \
															   "\"s" \
															   "pec" \
															   "\":" \
															   "{\"" \
															   "com" \
															   "ple" \
															   "tio" \
															   "ns"  \
															   "\":" \
															   "2}," \
															   "\"s" \
															   "tat" \
															   "us"  \
															   "\":" \
															   "{\"" \
															   "rea" \
															   "dy"  \
															   "\":" \
															   "2"   \
															   "}"))
#define FAILED_JOB                                                                                                               \
	LIST_OF(JOB("resnet-rmt9czhg-launcher", "resnet", "rmt9czhg", "launcher", ENDED("Failed", "BackoffLimitExceeded")))
#define PODS                                                                                                                     \
	LIST_OF("{" META(                                                                                                        \
		"w0",                                                                                                            \
		"\"mpicc.dev/role\":\"worker\",\"batch.kubernetes.io/job-completion-index\":\"0\"") ",\"status\":{\"phase\":"    \
												    "\"Pending\","               \
												    "\"conditions\":[{\"type\":" \
												    "\"PodScheduled\","          \
												    "\"status\":\"False\","      \
												    "\"reason\":"                \
												    "\"Unschedulable\","         \
												    "\"message\":\"0/3 "         \
												    "nodes\"}]}},"               \
												    "{" META("l", "\"mpicc.dev/" \
														  "role\":"      \
														  "\"launcher"   \
														  "\"") ",\"sta" \
															"tus\":" \
															"{\"pha" \
															"se\":"  \
															"\"Fail" \
															"ed\","  \
															"\"cont" \
															"ainerS" \
															"tatuse" \
															"s\":[{" \
															"\"stat" \
															"e\":{"  \
															"\"term" \
															"inated" \
															"\":"    \
															"{\"exi" \
															"tCode"  \
															"\":3,"  \
															"\"reas" \
															"on\":"  \
															"\"Erro" \
															"r\"}}}" \
															"]}}")
#define GONE LIST_OF(STATUS_MAP("old", "\"run\":\"zzzz1111\",\"phase\":\"Succeeded\",\"created\":\"2026-11-20T10:00:00Z\"," \
	"\"started\":\"2026-11-20T10:00:10Z\",\"finished\":\"2026-11-20T10:01:00Z\",\"workers\":\"8\""))

TEST(status_shows_a_table_of_all_jobs)
{
	static const struct route routes[] = {{"/jobs?", .body = JOBS}, {"/configmaps?", .body = GONE}};
	CLUSTER_CASE(c, routes);

	cluster_case_run(&c, "status");
	assert_int_equal(c.code, 0);
	assert_holds(c.out, "NAMESPACE  JOB     RUN       PHASE      WORKERS  AGE");
	assert_holds(c.out, "hpc        bert    abcd1234  Running    2/2 ");
	assert_holds(c.out, "hpc        old     zzzz1111  Succeeded  0/8 ");
	assert_holds(c.out, "  50s       -                     (gone)");
	assert_holds(c.out, "hpc        resnet  rmt9czhg  Failed     0/4 ");
	assert_holds(c.out, "  20m       BackoffLimitExceeded\n");
	assert_int_equal(c.err.length, 0);
	assert_string_equal(fake_kube_request(&c.server, 0)->path,
			    "/apis/batch/v1/namespaces/hpc/jobs?labelSelector=mpicc.dev%2Frun&limit=500");
	assert_string_equal(fake_kube_request(&c.server, 1)->path,
			    "/api/v1/namespaces/hpc/configmaps?labelSelector=mpicc.dev%2Frole%3Dstatus&limit=500");
}

TEST(status_of_no_jobs_says_so)
{
	static const struct route routes[] = {{.part = "/jobs?"}, {.part = "/configmaps?"}};
	CLUSTER_CASE(c, routes);

	cluster_case_run(&c, "status -A");
	assert_int_equal(c.code, 0);
	assert_int_equal(c.out.length, 0);
	assert_str(c.err, "no jobs found\n");
	cluster_case_request(&c, "/apis/batch/v1/jobs?");
	cluster_case_run(&c, "status -o json");
	assert_str(c.out, "{\n  \"jobs\": []\n}\n");
}

TEST(status_of_a_failed_job_ends_with_1_and_shows_its_pods)
{
	static const struct route routes[] = {{"/jobs?", .body = FAILED_JOB}, {.part = "/configmaps?"}, {"/pods?", .body = PODS}};
	CLUSTER_CASE(c, routes);

	cluster_case_run(&c, "status resnet");
	assert_int_equal(c.code, 1);
	assert_holds(c.out, "\n\nPOD  STATUS   RESTARTS  AGE");
	assert_holds(c.out, "\nl    Failed   0 ");
	assert_holds(c.out, "  -     Error, exit code 3\nw0 ");
	assert_holds(c.out, "  -     Unschedulable: 0/3 nodes\n");
	cluster_case_request(&c, "/jobs?labelSelector=mpicc.dev%2Frun%2Cmpicc.dev%2Fjob%3Dresnet&");
	cluster_case_request(&c, "/pods?labelSelector=mpicc.dev%2Fjob%3Dresnet%2Cmpicc.dev%2Frun%3Drmt9czhg&");
}

TEST(status_is_json_when_asked_for)
{
	static const struct route routes[] = {{"/jobs?", .body = FAILED_JOB}, {.part = "/configmaps?"}, {"/pods?", .body = PODS}};
	CLUSTER_CASE(c, routes);

	cluster_case_run(&c, "status resnet -o json -n hpc");
	assert_int_equal(c.code, 1);
	assert_holds(c.out, "\"phase\": \"Failed\",\n      \"reason\": \"BackoffLimitExceeded\",\n      \"created\": "
			    "\"2026-11-25T10:00:00Z\"");
	assert_holds(c.out, "\"finished\": \"2026-11-25T10:20:05Z\"");
	assert_holds(c.out, "\"exitCode\": 3");
	assert_holds(c.out, "\"message\": \"0/3 nodes\"");
}

TEST(status_reads_all_pages)
{
	static const struct route routes[] = {
		{"continue=next", .body = LIST_OF(JOB("b", "b", "bbbb1111", "launcher", "\"spec\":{}"))},
		{"/jobs?", .body = "{\"metadata\":{\"resourceVersion\":\"9\",\"continue\":\"next\"},\"items\":["
				   JOB("a", "a", "aaaa1111", "launcher", "\"spec\":{}") "]}"},
		{.part = "/configmaps?"}};
	CLUSTER_CASE(c, routes);

	cluster_case_run(&c, "status");
	assert_holds(c.out, "aaaa1111");
	assert_holds(c.out, "bbbb1111");
}

TEST(status_says_what_is_wrong_with_the_cluster)
{
	static const struct route forbidden[] = {{"/jobs?", 403, .body = REFUSAL("Forbidden", "alice may not")}};
	static const struct route unknown[] = {{"/jobs?", 401, .body = REFUSAL("Unauthorized", "Unauthorized")}};
	static const struct route nothing[] = {{.part = "/jobs?"}, {.part = "/configmaps?"}};

	{
		CLUSTER_CASE(c, forbidden);
		cluster_case_run(&c, "status");
		assert_int_equal(c.code, 3);
		assert_str(c.err, "mpicc-yaml: error: cannot list jobs in namespace `hpc`: alice may not\n");
		cluster_case_run(&c, "status --context dead");
		assert_int_equal(c.code, 3);
		assert_holds(c.err, "the apiserver http://127.0.0.1:1 cannot be reached: ");
		cluster_case_run(&c, "status --context nowhere");
		assert_int_equal(c.code, 3);
		assert_holds(c.err, "nowhere");
		cluster_case_run(&c, "status --kubeconfig none");
		assert_int_equal(c.code, 3);
		assert_holds(c.err, "none");
	}
	{
		CLUSTER_CASE(c, unknown);
		cluster_case_run(&c, "status");
		assert_int_equal(c.code, 3);
		assert_holds(c.err, "does not accept these credentials");
	}
	{
		CLUSTER_CASE(c, nothing);
		cluster_case_run(&c, "status nope");
		assert_int_equal(c.code, 3);
		assert_holds(c.err, "there is no job `nope` in namespace `hpc`");
	}
}

TEST(status_refuses_wrong_usage_without_asking_anybody)
{
	static const struct route routes[] = {{.part = "/"}};
	static const char *const wrong[] = {"status a b",     "status 'a,b=c'", "status ''",
					    "status -n a -A", "status -n a/b",	"status -o yaml"};
	CLUSTER_CASE(c, routes);

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		cluster_case_run(&c, wrong[i]);
		assert_int_equal(c.code, 2);
	}
	assert_int_equal(fake_kube_count(&c.server), 0);
}
