/* SPDX-License-Identifier: Apache-2.0 */
/* The program's `doctor` against a fake apiserver. */
#include "tests/unit/cluster/cluster_case.h"

#define VERSION(minor)                                                                                                           \
	{                                                                                                                        \
		.part = "GET /version", .body = "{\"major\":\"1\",\"minor\":\"" minor "\",\"gitVersion\":\"v1." minor ".3\"}"    \
	}
#define WHO {.part = "POST /apis/authentication.k8s.io/v1/selfsubjectreviews", .status = 201, \
	.body = "{\"status\":{\"userInfo\":{\"username\":\"alice\"}}}"}
#define MAY(allowed) {.part = "POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews", .status = 201, \
	.body = "{\"status\":{\"allowed\":" allowed "}}"}
#define LEASE(renewed) {.part = "/leases/mpicc-controller", \
	.body = "{\"kind\":\"Lease\",\"spec\":{\"holderIdentity\":\"pod-a\",\"renewTime\":\"" renewed "\"}}"}
#define LONG_AGO "2020-01-01T00:00:00.000000Z"
#define FAR_AHEAD "2099-01-01T00:00:00.000000Z"

TEST(doctor_finds_nothing_wrong_with_a_good_cluster)
{
	static const struct route routes[] = {VERSION("34"), WHO, MAY("true"), LEASE(FAR_AHEAD)};
	CLUSTER_CASE(c, routes);

	cluster_case_run(&c, "doctor");
	assert_int_equal(c.code, 0);
	assert_holds(c.out, "answers, version v1.34.3\nok       you: are `alice`\nok       rights in namespace hpc: all that is "
			    "needed is allowed\n"
			    "ok       controller in namespace mpicc-system: `pod-a` leads\n");
	assert_lacks(c.out, "problem");
	assert_holds(str_from(cluster_case_request(&c, "selfsubjectaccessreviews")->body), "\"verb\": \"list\"");
}

TEST(doctor_names_each_right_that_is_missing)
{
	static const struct route routes[] = {VERSION("30"), WHO, MAY("false"), LEASE(FAR_AHEAD)};
	CLUSTER_CASE(c, routes);

	cluster_case_run(&c, "doctor -n other");
	assert_int_equal(c.code, 1);
	assert_holds(c.out, "note     apiserver");
	assert_holds(c.out, "older than 1.31");
	assert_holds(c.out, "problem  rights in namespace other: you may not list jobs, so nothing can be shown -> ");
	assert_holds(c.out, "you may not get pods/log, so");
	assert_holds(c.out, "note     rights in namespace other: you may not get secrets");
}

TEST(doctor_tells_whether_a_controller_leads)
{
	static const struct route stale[] = {VERSION("34"), WHO, MAY("true"), LEASE(LONG_AGO)};
	static const struct route none[] = {VERSION("34"), WHO, MAY("true")};
	static const struct route hidden[] = {VERSION("34"), WHO, MAY("true"),
					      {"/leases/", 403, .body = REFUSAL("Forbidden", "alice may not")}};
	static const struct route released[] = {
		VERSION("34"),
		WHO,
		MAY("true"),
		{.part = "/leases/", .body = "{\"kind\":\"Lease\",\"spec\":{\"holderIdentity\":\"\"}}"}};

	{
		CLUSTER_CASE(c, stale);
		cluster_case_run(&c, "doctor");
		assert_int_equal(c.code, 1);
		assert_holds(c.out, "problem  controller in namespace mpicc-system: `pod-a` led, and was last heard of ");
	}
	{
		CLUSTER_CASE(c, none);
		cluster_case_run(&c, "doctor --controller-namespace x");
		assert_int_equal(c.code, 1);
		assert_holds(c.out, "problem  controller in namespace x: there is no Lease `mpicc-controller`");
	}
	{
		CLUSTER_CASE(c, hidden);
		cluster_case_run(&c, "doctor");
		assert_int_equal(c.code, 0);
		assert_holds(c.out, "whether one leads cannot be seen: alice may not");
	}
	{
		CLUSTER_CASE(c, released);
		cluster_case_run(&c, "doctor");
		assert_holds(c.out, "no controller leads");
	}
}

TEST(doctor_reports_what_keeps_it_from_looking)
{
	static const struct route locked[] = {{"/", 401, .body = REFUSAL("Unauthorized", "Unauthorized")}};
	CLUSTER_CASE(c, locked);

	cluster_case_run(&c, "doctor");
	assert_int_equal(c.code, 1);
	assert_holds(c.out, "does not let you in: Unauthorized -> get new credentials");
	cluster_case_run(&c, "doctor --context dead");
	assert_int_equal(c.code, 1);
	assert_holds(c.out, "problem  apiserver http://127.0.0.1:1: cannot be reached: ");
	cluster_case_run(&c, "doctor --context nowhere");
	assert_int_equal(c.code, 1);
	assert_holds(c.out, "problem  kubeconfig: ");
}

#define LAUNCHER                                                                                                                 \
	JOB("resnet-rmt9czhg-launcher", "resnet", "rmt9czhg", "launcher",                                                        \
	    "\"spec\":{\"template\":{\"spec\":{\"volumes\":["                                                                    \
	    "{\"name\":\"a\",\"secret\":{\"secretName\":\"resnet-rmt9czhg-ssh\"}},{\"name\":\"b\",\"configMap\":{\"name\":"      \
	    "\"there\"}},"                                                                                                       \
	    "{\"name\":\"c\",\"secret\":{\"secretName\":\"may-lack\",\"optional\":true}}]}}}")
#define WORKER JOB("resnet-rmt9czhg-worker", "resnet", "rmt9czhg", "worker", "\"spec\":{\"completions\":4}")
#define QUOTA "{\"regarding\":{\"name\":\"resnet-rmt9czhg-worker\"},\"type\":\"Warning\",\"reason\":\"FailedCreate\"," \
	"\"note\":\"exceeded quota: gpus\",\"eventTime\":\"2026-11-25T10:00:00Z\"}"
#define LAUNCHER_POD                                                                                                             \
	"{" META("l",                                                                                                            \
		 "\"mpicc.dev/role\":\"launcher\"") ",\"spec\":{\"containers\":[{\"name\":\"mpi\"}]},\"status\":{\"phase\":"     \
						    "\"Running\",\"containerStatuses\":[{\"state\":{\"running\":{}}}]}}"

TEST(doctor_of_a_job_looks_at_everything_it_needs)
{
	static const struct route routes[] = {
		VERSION("34"),
		WHO,
		MAY("true"),
		LEASE(FAR_AHEAD),
		{.part = "/jobs?", .body = LIST_OF(LAUNCHER "," WORKER)},
		{.part = "/configmaps?"},
		{.part = "/configmaps/there", .body = "{}"},
		{.part = "/pods?", .body = LIST_OF(LAUNCHER_POD)},
		{.part = "regarding.name%3Dresnet-rmt9czhg-worker", .body = LIST_OF(QUOTA)},
		{.part = "/events?"},
		{.part = "/pods/l/log?tailLines=10&container=mpi", .body = "mpicc: waiting for w-3\n", .type = "text/plain"}};
	CLUSTER_CASE(c, routes);

	cluster_case_run(&c, "doctor resnet");
	assert_int_equal(c.code, 1);
	assert_holds(c.out, "problem  Secret hpc/resnet-rmt9czhg-ssh: does not exist");
	assert_lacks(c.out, "there:");
	assert_lacks(c.out, "may-lack");
	assert_holds(c.out, "problem  Job resnet-rmt9czhg-worker: cannot make its pods: exceeded quota: gpus -> ask for less");
	assert_holds(c.out, "problem  launcher of run rmt9czhg: mpicc: waiting for w-3 -> ");
	assert_holds(str_from(cluster_case_request(&c, "/secrets/resnet-rmt9czhg-ssh")->headers), "as=PartialObjectMetadata");
}

TEST(doctor_of_a_job_that_came_back_says_so)
{
	static const struct route routes[] = {
		VERSION("34"),
		WHO,
		MAY("true"),
		LEASE(FAR_AHEAD),
		{.part = "/jobs?", .body = LIST_OF(LAUNCHER)},
		{.part = "/configmaps?"},
		{.part = "/configmaps/resnet-mpicc",
		 .body = STATUS_MAP("resnet", "\"ledger\":\"rmt9czhg Succeeded 2026-11-24T10:00:00Z u\\n\"")},
		{.part = "/pods?"},
		{.part = "/events?"}};
	CLUSTER_CASE(c, routes);

	cluster_case_run(&c, "doctor resnet");
	assert_int_equal(c.code, 1);
	assert_holds(c.out,
		     "is not run again: it finished before (Succeeded, 2026-11-24T10:00:00Z), says the ledger -> raise `rerun`");
}

TEST(doctor_of_a_job_that_nobody_knows_says_so)
{
	static const struct route routes[] = {VERSION("34"),	       WHO, MAY("true"), LEASE(FAR_AHEAD), {.part = "/jobs?"},
					      {.part = "/configmaps?"}};
	CLUSTER_CASE(c, routes);

	cluster_case_run(&c, "doctor nope");
	assert_int_equal(c.code, 1);
	assert_holds(c.out, "problem  job nope: there is no job `nope` in namespace `hpc`");
}
