/* SPDX-License-Identifier: Apache-2.0 */
/* Keys, policies, deletions; test_decide_end.c has the rest. */
#include "tests/unit/controller/run_case.h"

#define ENDED {.status = CONDITIONS("SuccessCriteriaMet", "LauncherFinished")}

TEST(decide_makes_a_key_once_and_only_where_it_is_ours_to_make)
{
	RUN_CASE(c);

	put_job(&c, "launcher", "pi-launcher", (struct parts){.metadata = ", \"annotations\": {" RUNNING "}"});
	assert_str(decided(&c), "make key of pi-launcher");
	the_run(&c)->memory.steps[step_key].in_flight = true;
	assert_str(decided(&c), "");
	the_run(&c)->memory.steps[step_key].in_flight = false;
	step_done(&c, step_key);
	assert_str(decided(&c), "");
	put_job(&c, "launcher", "pi-launcher", (struct parts){.metadata = ", \"annotations\": {" NONE "}"});
	the_run(&c)->memory.steps[step_key].done = false;
	assert_str(decided(&c), "");
}

TEST(decide_waits_after_a_failure_and_says_until_when)
{
	RUN_CASE(c);

	put_job(&c, "launcher", "pi-launcher", (struct parts){.metadata = ", \"annotations\": {" RUNNING "}"});
	decided(&c);
	step_failed(&c, step_key);
	assert_str(decided(&c), "");
	assert_int_equal(c.decision.due_ms, c.now.boot_ms + 100);
	wait_ms(&c, 100);
	assert_str(decided(&c), "make key of pi-launcher");
}

TEST(decide_makes_no_key_for_a_launcher_that_is_being_deleted)
{
	RUN_CASE(c);

	put_job(&c, "launcher", "pi-launcher",
		(struct parts){.metadata = ", \"deletionTimestamp\": \"2026-11-25T12:00:01Z\", \"annotations\": {" RUNNING "}"});
	assert_str(decided(&c), "");
}

TEST(decide_looks_for_the_key_again_when_pods_wait_and_ever_later)
{
	RUN_CASE(c);

	put_job(&c, "launcher", "pi-launcher", (struct parts){.metadata = ", \"annotations\": {" RUNNING "}"});
	put_pod(&c, "launcher", "l0", "pi-launcher", "Pending", (struct parts){0});
	step_done(&c, step_key);
	the_run(&c)->memory.key_checked_ms = c.now.boot_ms;
	decided(&c);
	step_done(&c, step_key);
	assert_str(decided(&c), "");
	assert_int_equal(c.decision.due_ms, c.now.boot_ms + 30000);
	wait_ms(&c, 30000);
	assert_str(decided(&c), "check key of pi-launcher");
	the_run(&c)->memory.key_checked_ms = c.now.boot_ms;
	the_run(&c)->memory.key_checks = 1;
	assert_str(decided(&c), "");
	assert_int_equal(c.decision.due_ms, c.now.boot_ms + 60000);
	the_run(&c)->memory.key_checks = 200;
	decided(&c);
	assert_int_equal(c.decision.due_ms, c.now.boot_ms + 480000);
}

TEST(decide_lets_a_running_run_be_for_as_long_as_it_runs)
{
	RUN_CASE(c);

	put_running(&c, NONE);
	assert_str(decided(&c), "");
	assert_int_equal(c.decision.due_ms, 0);
	wait_ms(&c, 3600000);
	assert_str(decided(&c), "");
}

TEST(decide_takes_back_that_a_run_has_failed_when_it_runs_again)
{
	RUN_CASE(c);
	struct shown_run *shown;

	put_running(&c, NONE);
	decided(&c);
	shown = &ledger_make(&c.ledger, &the_run(&c)->key)->shown;
	*shown = (struct shown_run){.run = "rmt9czhg", .phase = run_failed, .created_ms = 1};
	assert_str(decided(&c), "write Running");
	assert_int_equal(c.decision.shown.workers, 2);
	*shown = c.decision.shown;
	step_done(&c, step_status);
	assert_str(decided(&c), "");
}

TEST(decide_tells_of_a_start_that_was_seen_and_of_no_other)
{
	RUN_CASE(c);

	put_job(&c, "launcher", "pi-launcher", (struct parts){.metadata = ", \"annotations\": {" NONE "}"});
	assert_str(decided(&c), "");
	put_running(&c, NONE);
	assert_str(decided(&c), "tell started");
	assert_str(decided(&c), "");
}

TEST(decide_cleans_by_each_policy_when_each_condition_says_over)
{
	static const struct {
		const char *annotations, *type, *expected;
	} rows[] = {
		{RUNNING, "SuccessCriteriaMet", END_WORKERS "; drop key of pi-launcher; tell finished"},
		{RUNNING, "Complete", END_WORKERS "; drop key of pi-launcher; tell finished"},
		{RUNNING, "FailureTarget", END_WORKERS "; drop key of pi-launcher; tell finished"},
		{RUNNING, "Failed", END_WORKERS "; drop key of pi-launcher; tell finished"},
		{ALL, "Complete", END_WORKERS "; tell finished; write Succeeded why, finished"},
		{NONE, "Complete", "tell finished; write Succeeded why, finished"},
		{"\"mpicc.dev/clean-pod-policy\": \"running\"", "Failed", "tell finished; write Failed why, finished"},
		{"", "Failed", "tell finished; write Failed why, finished"},
		{RUNNING, "Suspended", "make key of pi-launcher"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		RUN_CASE(c);

		put_running(&c, rows[i].annotations);
		end_launcher(&c, rows[i].annotations, rows[i].type, "why");
		assert_str(decided(&c), rows[i].expected);
	}
}

TEST(decide_writes_a_run_down_when_its_key_is_gone_or_cannot_be_had)
{
	for (int failed = 0; failed < 2; failed++) {
		RUN_CASE(c);

		put_running(&c, RUNNING);
		end_launcher(&c, RUNNING, "Complete", "why");
		decided(&c);
		step_done(&c, step_end_workers);
		told_all(&c);
		the_run(&c)->memory.steps[step_drop_key].in_flight = true;
		put_job(&c, "worker", "pi-worker", (struct parts)ENDED);
		assert_str(decided(&c), "delete w1; delete w0");
		the_run(&c)->memory.steps[step_drop_key].in_flight = false;
		(failed ? step_failed : step_done)(&c, step_drop_key);
		assert_str(decided(&c), "delete w1; delete w0; write Succeeded why, finished");
		put_finished(&c, "rmt9czhg", "pi-launcher", run_succeeded);
		wait_ms(&c, 100);
		assert_str(decided(&c), failed ? "delete w1; delete w0; drop key of pi-launcher" : "delete w1; delete w0");
	}
}

TEST(decide_does_not_ask_for_the_key_of_a_run_that_an_earlier_process_wrote_down)
{
	RUN_CASE(c);

	put_running(&c, RUNNING);
	end_launcher(&c, RUNNING, "Complete", "why");
	put_job(&c, "worker", "pi-worker", (struct parts)ENDED);
	put_finished(&c, "rmt9czhg", "pi-launcher", run_succeeded);
	assert_str(decided(&c), "delete w1; delete w0");
}

TEST(decide_takes_the_first_condition_and_none_that_is_false)
{
	RUN_CASE(c);

	put_running(&c, NONE);
	put_job(&c, "launcher", "pi-launcher",
		(struct parts){.metadata = ", \"annotations\": {" NONE "}",
			       .status = "\"conditions\": [{\"type\": \"Failed\", \"status\": \"False\"}, {\"type\": "
					 "\"FailureTarget\", \"status\": \"True\", "
					 "\"reason\": \"DeadlineExceeded\"}, {\"type\": \"Failed\", \"status\": \"True\", "
					 "\"reason\": \"Later\"}]"});
	assert_str(decided(&c), "tell finished; write Failed DeadlineExceeded, finished");
}

TEST(decide_ends_nothing_while_the_launcher_is_tried_again)
{
	RUN_CASE(c);

	put_running(&c, RUNNING);
	step_done(&c, step_key);
	decided(&c);
	step_done(&c, step_key);
	put_pod(&c, "launcher", "l0", "pi-launcher", "Failed", (struct parts){0});
	put_pod(&c, "launcher", "l1", "pi-launcher", "Running", (struct parts){0});
	assert_str(decided(&c), "");
}

TEST(decide_deletes_active_pods_of_an_ended_worker_job_and_no_others)
{
	RUN_CASE(c);

	put_ended(&c, RUNNING);
	put_pod(&c, "worker", "finished", "pi-worker", "Failed", (struct parts){0});
	put_pod(&c, "worker", "pending", "pi-worker", "Pending", (struct parts){0});
	put_pod(&c, "worker", "going", "pi-worker", "Running",
		(struct parts){.metadata = ", \"deletionTimestamp\": \"2026-11-25T12:01:00Z\""});
	put_pod(&c, "worker", "foreign", "another-job", "Running", (struct parts){0});
	put_pod(&c, "launcher", "liar", "pi-worker", "Running", (struct parts){0});
	decided(&c);
	step_done(&c, step_end_workers);
	told_all(&c);
	assert_str(decided(&c), "delete pending; delete w1; delete w0");
}

TEST(decide_deletes_finished_pods_too_when_all_are_to_go)
{
	RUN_CASE(c);

	put_ended(&c, ALL);
	put_pod(&c, "worker", "w1", "pi-worker", "Succeeded", (struct parts){0});
	put_pod(&c, "launcher", "l0", "pi-launcher", "Succeeded", (struct parts){0});
	decided(&c);
	step_done(&c, step_end_workers);
	told_all(&c);
	assert_str(decided(&c), "delete w1; delete w0; delete l0");
}

TEST(decide_deletes_no_pod_before_its_job_is_ended)
{
	RUN_CASE(c);

	put_running(&c, RUNNING);
	end_launcher(&c, RUNNING, "Complete", "");
	decided(&c);
	step_failed(&c, step_end_workers);
	step_failed(&c, step_status);
	step_done(&c, step_drop_key);
	told_all(&c);
	assert_str(decided(&c), "");
	put_job(&c, "worker", "pi-worker", (struct parts)ENDED);
	assert_str(decided(&c), "delete w1; delete w0");
}

TEST(decide_asks_for_a_pod_once_and_for_no_more_than_there_is_room)
{
	RUN_CASE(c);

	put_ended(&c, RUNNING);
	decided(&c);
	step_done(&c, step_end_workers);
	told_all(&c);
	c.room = 1;
	assert_str(decided(&c), "delete w1");
	assert_true(c.decision.starved);
	((struct pod_record *)the_run(&c)->records[record_pod])->asked = true;
	assert_str(decided(&c), "delete w0");
	assert_false(c.decision.starved);
	c.room = 0;
	assert_str(decided(&c), "");
	assert_true(c.decision.starved);
}

TEST(decide_survives_more_pods_than_actions)
{
	RUN_CASE(c);

	put_ended(&c, RUNNING);
	for (int i = 0; i < 200; i++)
		put_pod(&c, "worker", arena_format(&c.arena, "many-%d", i).data, "pi-worker", "Running", (struct parts){0});
	c.room = 1000;
	decided(&c);
	step_done(&c, step_end_workers);
	decided(&c);
	assert_true(c.decision.starved);
	assert_in_range(c.decision.count, deletes_max, deletes_max + 16);
}

TEST(decide_suspends_nothing_itself_and_takes_a_suspended_run_for_alive)
{
	RUN_CASE(c);

	put_running(&c, NONE);
	put_job(&c, "launcher", "pi-launcher",
		(struct parts){.metadata = ", \"annotations\": {" NONE "}", .spec = ", \"suspend\": true"});
	put_job(&c, "worker", "pi-worker", (struct parts){.spec = ", \"suspend\": true"});
	assert_str(decided(&c), "");
	assert_int_equal(the_run(&c)->memory.phase, run_suspended);
}

TEST(decide_takes_a_suspended_worker_job_for_ended_where_that_is_how_they_end)
{
	RUN_CASE(c);

	put_running(&c, RUNNING);
	end_launcher(&c, RUNNING, "Complete", "");
	put_finished(&c, "rmt9czhg", "pi-launcher", run_succeeded);
	put_job(&c, "worker", "pi-worker", (struct parts){.spec = ", \"suspend\": true"});
	decided(&c);
	told_all(&c);
	assert_str(decided(&c), END_WORKERS);
	c.suspend_workers = true;
	assert_str(decided(&c), "delete w1; delete w0");
}
