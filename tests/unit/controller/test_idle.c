/* SPDX-License-Identifier: Apache-2.0 */
#include "runtime-controller/reconcile/idle.h"
#include "tests/unit/controller/run_case.h"

#define READY_AT(time) ", \"conditions\": [{\"type\": \"Ready\", \"status\": \"True\", \"lastTransitionTime\": \"" time "\"}]"

TEST(idle_before_launch_sums_what_workers_waited_for_the_launcher)
{
	RUN_CASE(c);
	struct observation o;

	put_running(&c, NULL);
	put_pod(&c, "worker", "w0", "pi-worker", "Running", (struct parts){.status = READY_AT("2026-11-25T12:00:02Z")});
	put_pod(&c, "worker", "w1", "pi-worker", "Running", (struct parts){.status = READY_AT("2026-11-25T12:00:04Z")});
	put_pod(&c, "worker", "late", "pi-worker", "Running", (struct parts){.status = READY_AT("2026-11-25T12:00:09Z")});
	put_pod(&c, "worker", "foreign", "another", "Running", (struct parts){.status = READY_AT("2026-11-25T12:00:01Z")});
	observe(the_run(&c), c.now, &o);
	assert_true(idle_before_launch(the_run(&c), &o) == 4.0);
	assert_true(idle_gang_start(the_run(&c), &o) == 7.0);
}

#define SCHEDULED_AT(time) ", \"conditions\": [{\"type\": \"PodScheduled\", \"status\": \"True\", \"lastTransitionTime\": \"" time "\"}]"

TEST(idle_queue_wait_ends_with_the_last_pod_of_the_run)
{
	RUN_CASE(c);
	struct observation o;

	put_running(&c, NULL);
	observe(the_run(&c), c.now, &o);
	assert_true(idle_queue_wait(the_run(&c), &o) == 0);
	put_pod(&c, "worker", "w0", "pi-worker", "Running", (struct parts){.status = SCHEDULED_AT("2026-11-25T12:00:02Z")});
	put_pod(&c, "launcher", "l0", "pi-launcher", "Running", (struct parts){.status = SCHEDULED_AT("2026-11-25T12:00:06Z")});
	put_pod(&c, "worker", "foreign", "another", "Running", (struct parts){.status = SCHEDULED_AT("2026-11-25T12:00:09Z")});
	observe(the_run(&c), c.now, &o);
	assert_true(idle_queue_wait(the_run(&c), &o) == 6.0);
}

TEST(idle_gang_start_of_one_worker_is_nothing)
{
	RUN_CASE(c);
	struct observation o;

	put_running(&c, NULL);
	put_pod(&c, "worker", "w0", "pi-worker", "Running", (struct parts){.status = READY_AT("2026-11-25T12:00:02Z")});
	observe(the_run(&c), c.now, &o);
	assert_true(idle_gang_start(the_run(&c), &o) == 0);
}

TEST(idle_after_done_counts_a_running_worker_once_and_only_after_the_end)
{
	struct run run = {0};
	struct pod_record worker = {.record = {.role = role_worker}, .phase = pod_running}, finished = worker, launcher = worker;
	struct moment now = {0, 5000};

	finished.phase = pod_finished;
	launcher.record.role = role_launcher;
	assert_true(idle_after_done(&run, &worker, NULL, now) == 0);
	run.memory.over_since_ms = 2000;
	assert_true(idle_after_done(&run, &worker, NULL, now) == 3.0);
	assert_true(idle_after_done(&run, &worker, &finished, now) == 3.0);
	assert_true(idle_after_done(&run, &worker, &worker, now) == 0);
	assert_true(idle_after_done(&run, &finished, NULL, now) == 0);
	assert_true(idle_after_done(&run, &launcher, NULL, now) == 0);
}
