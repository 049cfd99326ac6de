/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "tests/unit/controller/run_case.h"

#define END_WORKERS "end pi-worker as Succeeded for LauncherFinished"
#define ALL "\"mpicc.dev/clean-pod-policy\": \"All\""
#define NONE "\"mpicc.dev/clean-pod-policy\": \"None\""
#define ENDED {.status = CONDITIONS("SuccessCriteriaMet", "LauncherFinished")}

static void done(struct run_case *c, enum step step)
{
	the_run(c)->memory.steps[step].done = true;
}

static void failed(struct run_case *c, enum step step)
{
	the_run(c)->memory.steps[step].not_before_ms = c->now.boot_ms + 100;
}

static void told_all(struct run_case *c)
{
	the_run(c)->memory.told = ~0U;
}

/* The worker Job's patch has been acknowledged, the status written. */
static void put_ended(struct run_case *c, const char *annotations)
{
	put_running(c, annotations);
	end_launcher(c, annotations, "Complete", "");
	done(c, step_end_workers);
	put_finished(c, "rmt9czhg", "pi-launcher", run_succeeded);
	told_all(c);
}

TEST(decide_makes_a_key_once_and_only_where_it_is_ours_to_make)
{
	RUN_CASE(c);

	put_job(&c, "launcher", "pi-launcher", (struct parts){.metadata = ", \"annotations\": {" RUNNING "}"});
	assert_str(decided(&c), "make key of pi-launcher");
	the_run(&c)->memory.steps[step_key].in_flight = true;
	assert_str(decided(&c), "");
	the_run(&c)->memory.steps[step_key].in_flight = false;
	done(&c, step_key);
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
	failed(&c, step_key);
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
	done(&c, step_key);
	the_run(&c)->memory.key_checked_ms = c.now.boot_ms;
	decided(&c);
	done(&c, step_key);
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

TEST(decide_lets_a_running_run_be_but_for_its_status_after_10_s)
{
	RUN_CASE(c);

	put_running(&c, NONE);
	assert_str(decided(&c), "");
	assert_int_equal(c.decision.due_ms, c.now.boot_ms + 10000);
	wait_ms(&c, 10000);
	assert_str(decided(&c), "write Running");
	assert_int_equal(c.decision.shown.workers, 2);
	ledger_make(&c.ledger, &the_run(&c)->key)->shown = c.decision.shown;
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
		{RUNNING, "SuccessCriteriaMet", END_WORKERS "; tell finished; write Succeeded why, finished"},
		{RUNNING, "Complete", END_WORKERS "; tell finished; write Succeeded why, finished"},
		{RUNNING, "FailureTarget", END_WORKERS "; tell finished; write Failed why, finished"},
		{RUNNING, "Failed", END_WORKERS "; tell finished; write Failed why, finished"},
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

TEST(decide_takes_the_first_condition_and_none_that_is_false)
{
	RUN_CASE(c);

	put_running(&c, NONE);
	put_job(&c, "launcher", "pi-launcher", (struct parts){
		.metadata = ", \"annotations\": {" NONE "}",
		.status = "\"conditions\": [{\"type\": \"Failed\", \"status\": \"False\"}, {\"type\": \"FailureTarget\", \"status\": \"True\", "
			  "\"reason\": \"DeadlineExceeded\"}, {\"type\": \"Failed\", \"status\": \"True\", \"reason\": \"Later\"}]"});
	assert_str(decided(&c), "tell finished; write Failed DeadlineExceeded, finished");
}

TEST(decide_ends_nothing_while_the_launcher_is_tried_again)
{
	RUN_CASE(c);

	put_running(&c, RUNNING);
	done(&c, step_key);
	decided(&c);
	done(&c, step_key);
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
	put_pod(&c, "worker", "going", "pi-worker", "Running", (struct parts){.metadata = ", \"deletionTimestamp\": \"2026-11-25T12:01:00Z\""});
	put_pod(&c, "worker", "foreign", "another-job", "Running", (struct parts){0});
	put_pod(&c, "launcher", "liar", "pi-worker", "Running", (struct parts){0});
	decided(&c);
	done(&c, step_end_workers);
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
	done(&c, step_end_workers);
	told_all(&c);
	assert_str(decided(&c), "delete w1; delete w0; delete l0");
}

TEST(decide_deletes_no_pod_before_its_job_is_ended)
{
	RUN_CASE(c);

	put_running(&c, RUNNING);
	end_launcher(&c, RUNNING, "Complete", "");
	decided(&c);
	failed(&c, step_end_workers);
	failed(&c, step_status);
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
	done(&c, step_end_workers);
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
	done(&c, step_end_workers);
	decided(&c);
	assert_true(c.decision.starved);
	assert_in_range(c.decision.count, deletes_max, deletes_max + 16);
}

TEST(decide_suspends_nothing_itself_and_takes_a_suspended_run_for_alive)
{
	RUN_CASE(c);

	put_running(&c, NONE);
	put_job(&c, "launcher", "pi-launcher", (struct parts){.metadata = ", \"annotations\": {" NONE "}", .spec = ", \"suspend\": true"});
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
	done(&c, step_confirm_gone);
	assert_str(decided(&c), "end pi-worker as Succeeded for LauncherDeleted; tell finished; write Failed LauncherDeleted");
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
	assert_str(decided(&c), "end pi-worker as Succeeded for LauncherDeleted; tell finished; write Failed LauncherDeleted");
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
	done(&c, step_confirm_gone);
	assert_str(decided(&c), "tell finished; write Failed LauncherDeleted");
}

TEST(decide_ends_a_run_that_came_back_as_it_ended_before_without_a_key)
{
	static const struct {
		enum run_phase phase;
		const char *expected;
	} rows[] = {
		{run_succeeded, "tell came back; end pi-launcher as Succeeded for RunFinishedBefore; end pi-worker as Succeeded for RunFinishedBefore"},
		{run_failed, "tell came back; end pi-launcher as Failed for RunFinishedBefore; end pi-worker as Succeeded for RunFinishedBefore"},
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
#define TTL "\"mpicc.dev/clean-pod-policy\": \"None\", \"mpicc.dev/keys\": \"controller\", \"mpicc.dev/ttl-seconds-after-finished\": \"120\""
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
	done(&c, step_end_workers);
	done(&c, step_drop_key);
	assert_str(decided(&c), "delete w1; delete w0; delete l0");
}

TEST(decide_tells_of_the_end_of_workers_when_all_are_gone)
{
	RUN_CASE(c);

	put_ended(&c, RUNNING);
	decided(&c);
	the_run(&c)->memory.told = 0;
	done(&c, step_end_workers);
	the_run(&c)->memory.deleted = 2;
	drop_pod(&c, "w0");
	put_pod(&c, "worker", "w1", "pi-worker", "Running", (struct parts){.metadata = ", \"deletionTimestamp\": \"2026-11-25T12:01:00Z\""});
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
	assert_str(decided(&c), "delete p1; tell finished; write Succeeded SuccessPolicy, finished");
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
