/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/cluster/object.h"

#include "tests/unit/cluster/cluster_case.h"

#define LAUNCHER(rest) JOB("resnet-rmt9czhg-launcher", "resnet", "rmt9czhg", "launcher", rest)
#define CONDITION(type, status, reason) "{\"type\":\"" type "\",\"status\":\"" status "\",\"reason\":\"" reason "\"," \
	"\"lastTransitionTime\":\"2026-11-25T11:00:00Z\"}"

static struct object read_job(const char *json)
{
	struct object o;

	if (!object_read_job(str_from(json), &o))
		fail_msg("not read: %s", json);
	return o;
}

TEST(object_read_job_wants_labels_of_a_run)
{
	static const char *const strange[] = {
		"", "[]", "{}", "{" META("x", "") "}", "{" META("x", "\"mpicc.dev/job\":\"x\"") "}",
		JOB("x", "x", "longer-than-8", "launcher", "\"spec\":{}"), JOB("x", "x", "rmt9czhg", "shared", "\"spec\":{}"),
		JOB("x", "", "rmt9czhg", "launcher", "\"spec\":{}")};
	struct object o;

	for (size_t i = 0; i < sizeof(strange) / sizeof(*strange); i++)
		if (object_read_job(str_from(strange[i]), &o))
			fail_msg("read: %s", strange[i]);
}

TEST(object_read_job_gives_the_phase_of_a_launcher)
{
	assert_int_equal(read_job(LAUNCHER("\"status\":{}")).shown.phase, run_pending);
	assert_int_equal(read_job(LAUNCHER("\"status\":{\"active\":1,\"ready\":0}")).shown.phase, run_pending);
	assert_int_equal(read_job(LAUNCHER("\"spec\":{\"suspend\":true},\"status\":{}")).shown.phase, run_suspended);
	assert_int_equal(read_job(LAUNCHER("\"status\":{\"ready\":1}")).shown.phase, run_running);
	assert_int_equal(read_job(LAUNCHER("\"status\":{\"failed\":1}")).shown.phase, run_running);
}

TEST(object_read_job_takes_the_first_condition_that_decides)
{
	struct object o = read_job(LAUNCHER("\"status\":{\"startTime\":\"2026-11-25T10:00:01Z\",\"conditions\":["
		CONDITION("Suspended", "False", "JobResumed") "," CONDITION("Complete", "False", "x") ","
		CONDITION("FailureTarget", "True", "BackoffLimitExceeded") "," CONDITION("Complete", "True", "x") "]}"));

	assert_int_equal(o.shown.phase, run_failed);
	assert_string_equal(o.shown.reason, "BackoffLimitExceeded");
	assert_int_equal(o.shown.finished_ms - o.shown.created_ms, 3600000);
	assert_int_equal(o.shown.started_ms - o.shown.created_ms, 1000);
}

TEST(object_read_job_counts_workers_where_they_are)
{
	struct object o = read_job(LAUNCHER("\"spec\":{\"completions\":1},\"status\":{\"ready\":1}"));

	assert_int_equal(o.shown.workers, 0);
	o = read_job(LAUNCHER("\"spec\":{\"completions\":5,\"completionMode\":\"Indexed\"},\"status\":{\"ready\":4}"));
	assert_int_equal(o.shown.workers, 5);
	assert_int_equal(o.shown.workers_ready, 4);
	o = read_job(JOB("w", "resnet", "rmt9czhg", "worker", "\"spec\":{\"completions\":3},\"status\":{\"ready\":-2}"));
	assert_int_equal(o.kind, object_worker);
	assert_int_equal(o.shown.workers, 3);
	assert_int_equal(o.shown.workers_ready, 0);
}

TEST(object_read_status_reads_what_the_controller_wrote)
{
	struct object o;
	TEST_ARENA(a);

	assert_true(object_read_status(STR(STATUS_MAP("resnet", "\"run\":\"rmt9czhg\",\"phase\":\"Running\",\"workers\":\"4\"")),
				       &a, &o));
	assert_int_equal(o.kind, object_status);
	assert_string_equal(o.job, "resnet");
	assert_string_equal(o.shown.run, "rmt9czhg");
	assert_int_equal(o.shown.phase, run_running);
	assert_int_equal(o.shown.workers, 4);
	assert_int_equal(o.shown.created_ms, 0);
}

TEST(object_read_status_refuses_maps_of_others)
{
	struct object o;
	TEST_ARENA(a);

	assert_false(
		object_read_status(STR("{" META("x", "\"mpicc.dev/job\":\"x\"") ",\"data\":{\"run\":\"rmt9czhg\"}}"), &a, &o));
	assert_false(object_read_status(STR(STATUS_MAP("x", "\"run\":\"short\"")), &a, &o));
	assert_false(object_read_status(STR(STATUS_MAP("x", "")), &a, &o));
	assert_false(object_read_status(STR("nonsense"), &a, &o));
}

TEST(object_read_uid_is_all_that_is_left_of_what_is_gone)
{
	char uid[uid_max + 1];

	assert_true(object_read_uid(STR("{\"metadata\":{\"uid\":\"u1\"}}"), uid));
	assert_string_equal(uid, "u1");
	assert_false(object_read_uid(STR("{\"metadata\":{}}"), uid));
}
