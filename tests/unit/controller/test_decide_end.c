/* SPDX-License-Identifier: Apache-2.0 */
/* What decide does when a launcher is gone, a run comes back or has outlived its time; and what it writes down. */
#include "tests/unit/controller/run_case.h"

TEST(decide_waits_and_asks_before_a_missing_launcher_counts_as_gone)
{
	RUN_CASE(c);

	put_running(&c, NONE);
	put_running(&c, RUNNING);
	decided(&c);
	drop_job(&c, "pi-launcher");
	assert_str(decided(&c), "");
	assert_int_equal(c.decision.due_ms, c.now.boot_ms + gone_wait_ms);
	wait_ms(&c, gone_wait_ms);
	assert_str(decided(&c), "confirm gone beside pi-worker");
	step_done(&c, step_confirm_gone);
	assert_str(decided(&c), "end pi-worker as Succeeded for LauncherDeleted; tell finished; write Failed LauncherDeleted");
}

TEST(decide_tells_of_a_deleted_launcher_once_in_the_life_of_several_processes)
{
	RUN_CASE(c);
	struct run_key key = {"hpc", "pi", "rmt9czhg"};
	struct shown_run *shown = &ledger_make(&c.ledger, &key)->shown;

	*shown = (struct shown_run){.run = "rmt9czhg", .phase = run_failed, .reason = "LauncherDeleted"};
	put_job(&c, "worker", "pi-worker", (struct parts){.status = CONDITIONS("Complete", "LauncherDeleted")});
	decided(&c);
	wait_ms(&c, never_came_wait_ms);
	decided(&c);
	step_done(&c, step_confirm_gone);
	assert_str(decided(&c), "");
}

TEST(decide_gives_a_launcher_that_was_never_seen_longer)
{
	RUN_CASE(c);

	put_job(&c, "worker", "pi-worker", (struct parts){0});
	decided(&c);
	wait_ms(&c, never_came_wait_ms - 1);
	assert_str(decided(&c), "");
	wait_ms(&c, 1);
	assert_str(decided(&c), "confirm gone beside pi-worker");
}

TEST(decide_forgets_a_gap_in_which_the_launcher_was_replaced)
{
	RUN_CASE(c);

	put_running(&c, NONE);
	decided(&c);
	drop_job(&c, "pi-launcher");
	decided(&c);
	put_job(&c, "launcher", "another", (struct parts){.metadata = ", \"annotations\": {" NONE "}"});
	wait_ms(&c, gone_wait_ms);
	assert_str(decided(&c), "");
}

TEST(decide_ends_workers_at_once_when_the_launcher_is_being_deleted)
{
	RUN_CASE(c);

	put_running(&c, RUNNING);
	put_job(&c, "launcher", "pi-launcher",
		(struct parts){.metadata = ", \"deletionTimestamp\": \"2026-11-25T12:00:01Z\", \"annotations\": {" RUNNING "}"});
	assert_str(decided(&c), "end pi-worker as Succeeded for LauncherDeleted; drop key of pi-launcher; tell finished");
	step_done(&c, step_end_workers);
	step_done(&c, step_drop_key);
	told_all(&c);
	assert_str(decided(&c), "delete w1; delete w0; write Failed LauncherDeleted");
}

TEST(decide_leaves_workers_of_a_deleted_launcher_where_none_are_to_be_cleaned)
{
	RUN_CASE(c);

	put_running(&c, NONE);
	decided(&c);
	drop_job(&c, "pi-launcher");
	decided(&c);
	wait_ms(&c, gone_wait_ms);
	decided(&c);
	step_done(&c, step_confirm_gone);
	assert_str(decided(&c), "tell finished; write Failed LauncherDeleted");
}

TEST(decide_ends_a_run_that_came_back_as_it_ended_before_without_a_key)
{
	static const struct {
		enum run_phase phase;
		const char *expected;
	} rows[] = {
		{run_succeeded, "tell came back; end pi-launcher as Succeeded for RunFinishedBefore; end pi-worker as Succeeded "
				"for RunFinishedBefore"},
		{run_failed, "tell came back; end pi-launcher as Failed for RunFinishedBefore; end pi-worker as Succeeded for "
			     "RunFinishedBefore"},
	};

	for (size_t i = 0; i < 2; i++) {
		RUN_CASE(c);

		put_running(&c, RUNNING);
		put_finished(&c, "rmt9czhg", "an-earlier-launcher", rows[i].phase);
		assert_str(decided(&c), rows[i].expected);
	}
}

TEST(decide_deletes_pods_of_a_run_that_came_back_whatever_the_policy)
{
	RUN_CASE(c);

	put_running(&c, NONE);
	put_finished(&c, "rmt9czhg", "an-earlier-launcher", run_succeeded);
	put_job(&c, "worker", "pi-worker", (struct parts){.status = CONDITIONS("Complete", "RunFinishedBefore")});
	end_launcher(&c, NONE, "Complete", "RunFinishedBefore");
	assert_str(decided(&c), "delete w1; delete w0");
}

TEST(decide_runs_another_run_of_a_job_that_has_finished_runs)
{
	RUN_CASE(c);

	put_job(&c, "launcher", "pi-launcher", (struct parts){.metadata = ", \"annotations\": {" RUNNING "}"});
	put_finished(&c, "another1", "an-earlier-launcher", run_succeeded);
	assert_str(decided(&c), "make key of pi-launcher");
}

TEST(decide_does_nothing_on_a_view_older_than_the_ledger)
{
	RUN_CASE(c);

	put_running(&c, RUNNING);
	put_finished(&c, "rmt9czhg", "pi-launcher", run_succeeded);
	assert_str(decided(&c), "");
}

TEST(decide_ends_a_launcher_whose_workers_were_ended_for_its_forerunner)
{
	RUN_CASE(c);

	put_running(&c, RUNNING);
	put_job(&c, "worker", "pi-worker", (struct parts){.status = CONDITIONS("SuccessCriteriaMet", "LauncherDeleted")});
	assert_str(decided(&c), "tell came late; end pi-launcher as Failed for WorkersEnded");
}

TEST(decide_lets_a_launcher_fail_by_itself_when_its_workers_did)
{
	RUN_CASE(c);

	put_running(&c, NONE);
	put_job(&c, "worker", "pi-worker", (struct parts){.status = CONDITIONS("FailureTarget", "BackoffLimitExceeded")});
	assert_str(decided(&c), "");
}

TEST(decide_writes_nothing_twice_after_a_restart)
{
	RUN_CASE(c);

	put_ended(&c, NONE);
	assert_str(decided(&c), "");
	assert_int_equal(c.decision.due_ms, 0);
}

TEST(decide_waits_for_a_write_of_the_same_config_map)
{
	RUN_CASE(c);

	put_running(&c, NONE);
	end_launcher(&c, NONE, "Complete", "");
	decided(&c);
	told_all(&c);
	ledger_make(&c.ledger, &the_run(&c)->key)->writing = true;
	assert_str(decided(&c), "");
}

TEST(decide_shows_the_younger_run_and_still_records_the_elder)
{
	RUN_CASE(c);
	struct shown_run *shown;

	put_running(&c, NONE);
	end_launcher(&c, NONE, "Failed", "why");
	decided(&c);
	told_all(&c);
	shown = &ledger_make(&c.ledger, &the_run(&c)->key)->shown;
	*shown = (struct shown_run){.run = "younger1", .phase = run_running, .created_ms = CASE_START_MS + 1};
	assert_str(decided(&c), "write Running, finished");
	assert_string_equal(c.decision.shown.run, "younger1");
}

TEST(decide_removes_pods_and_key_of_a_finished_run_after_its_time)
{
#define TTL                                                                                                                      \
	"\"mpicc.dev/clean-pod-policy\": \"None\", \"mpicc.dev/keys\": \"controller\", "                                         \
	"\"mpicc.dev/ttl-seconds-after-finished\": \"120\""
	RUN_CASE(c);

	put_running(&c, TTL);
	put_pod(&c, "launcher", "l0", "pi-launcher", "Succeeded", (struct parts){0});
	end_launcher(&c, TTL, "Complete", "");
	put_finished(&c, "rmt9czhg", "pi-launcher", run_succeeded);
	decided(&c);
	told_all(&c);
	assert_str(decided(&c), "");
	assert_int_equal(c.decision.due_ms, c.now.boot_ms + 180000);
	wait_ms(&c, 180000);
	assert_str(decided(&c), END_WORKERS "; drop key of pi-launcher");
	step_done(&c, step_end_workers);
	step_done(&c, step_drop_key);
	assert_str(decided(&c), "delete w1; delete w0; delete l0");
}

TEST(decide_tells_of_the_end_of_workers_when_all_are_gone)
{
	RUN_CASE(c);

	put_ended(&c, RUNNING);
	decided(&c);
	the_run(&c)->memory.told = 0;
	step_done(&c, step_end_workers);
	the_run(&c)->memory.deleted = 2;
	drop_pod(&c, "w0");
	put_pod(&c, "worker", "w1", "pi-worker", "Running",
		(struct parts){.metadata = ", \"deletionTimestamp\": \"2026-11-25T12:01:00Z\""});
	assert_str(decided(&c), "tell workers ended");
}

/* Target indexed: one Job, whose pods all have the launcher's role. */
static void put_indexed(struct run_case *c, const char *status)
{
	put_job(c, "launcher", "pi", (struct parts){.metadata = ", \"annotations\": {" RUNNING "}", .status = status,
						    .spec = ", \"completions\": 2, \"completionMode\": \"Indexed\""});
	put_pod(c, "launcher", "p0", "pi", "Succeeded", (struct parts){0});
	put_pod(c, "launcher", "p1", "pi", "Running", (struct parts){0});
}

TEST(decide_ends_no_job_of_an_indexed_run_but_helps_it_delete)
{
	RUN_CASE(c);

	put_indexed(&c, "");
	assert_str(decided(&c), "make key of pi");
	put_indexed(&c, CONDITIONS("SuccessCriteriaMet", "SuccessPolicy"));
	assert_str(decided(&c), "delete p1; drop key of pi; tell finished");
}

TEST(decide_asks_nobody_when_the_only_job_of_an_indexed_run_is_gone)
{
	RUN_CASE(c);

	put_indexed(&c, "");
	decided(&c);
	drop_job(&c, "pi");
	wait_ms(&c, 600000);
	assert_str(decided(&c), "");
}
