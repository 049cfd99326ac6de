/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "tests/unit/controller/run_case.h"

static struct observation observed(struct run_case *c)
{
	struct observation o;

	observe(the_run(c), c->now, &o);
	return o;
}

static const char *name_of(const struct job_record *job)
{
	return job ? job->name : "none";
}

TEST(observe_takes_the_newest_job_of_each_role_and_none_that_goes_before_one_that_stays)
{
	RUN_CASE(c);

	put_job(&c, "launcher", "first", (struct parts){.metadata = ", \"deletionTimestamp\": \"2026-11-25T12:00:09Z\""});
	assert_string_equal(name_of(observed(&c).launcher), "first");
	put_job(&c, "launcher", "second", (struct parts){0});
	assert_string_equal(name_of(observed(&c).launcher), "second");
	put_job(&c, "launcher", "first", (struct parts){.metadata = ", \"deletionTimestamp\": \"2026-11-25T12:00:09Z\""});
	assert_string_equal(name_of(observed(&c).launcher), "second");
	assert_string_equal(name_of(observed(&c).worker), "none");
}

TEST(observe_takes_the_only_job_of_target_indexed_for_both)
{
	RUN_CASE(c);

	put_job(&c, "launcher", "only", (struct parts){.spec = ", \"completions\": 5, \"completionMode\": \"Indexed\""});
	assert_string_equal(name_of(observed(&c).workload), "only");
	assert_null(observed(&c).worker);
	assert_int_equal(observed(&c).workers, 5);
}

TEST(observe_counts_pods_by_their_controlling_job_and_role)
{
	RUN_CASE(c);
	struct observation o;

	put_running(&c, NULL);
	put_pod(&c, "worker", "w2", "pi-worker", "Pending", (struct parts){0});
	put_pod(&c, "worker", "w3", "pi-worker", "Failed", (struct parts){0});
	put_pod(&c, "worker", "w4", "pi-worker", "Running",
		(struct parts){.metadata = ", \"deletionTimestamp\": \"2026-11-25T12:00:09Z\""});
	put_pod(&c, "worker", "w5", "another", "Pending", (struct parts){0});
	put_pod(&c, "worker", "w6", "pi-launcher", "Pending", (struct parts){0});
	put_pod(&c, "worker", "w1", "pi-worker", "Running", (struct parts){
		.status = ", \"conditions\": [{\"type\": \"Ready\", \"status\": \"True\"}]"});
	o = observed(&c);
	assert_int_equal(o.active, 3);
	assert_int_equal(o.workers_ready, 1);
	assert_int_equal(o.waiting, 1);
	assert_int_equal(o.workers, 2);
	assert_int_equal(o.phase, run_running);
	assert_int_equal(o.started_ms, CASE_START_MS + 5000);
}

TEST(observe_begins_anew_with_another_launcher_job)
{
	RUN_CASE(c);

	put_running(&c, NULL);
	observed(&c);
	the_run(&c)->memory.steps[step_key].done = true;
	the_run(&c)->memory.told = 1;
	observed(&c);
	assert_true(the_run(&c)->memory.steps[step_key].done);
	drop_job(&c, "pi-launcher");
	put_job(&c, "launcher", "another", (struct parts){0});
	observed(&c);
	assert_false(the_run(&c)->memory.steps[step_key].done);
	assert_int_equal(the_run(&c)->memory.told, 0);
}

TEST(observe_takes_now_for_an_end_without_a_time)
{
	RUN_CASE(c);

	put_job(&c, "launcher", "pi-launcher",
		(struct parts){.status = "\"conditions\": [{\"type\": \"Failed\", \"status\": \"True\"}]"});
	assert_int_equal(observed(&c).phase, run_failed);
	assert_int_equal(observed(&c).over_ms, c.now.wall_ms);
}
