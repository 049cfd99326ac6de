/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/cluster/snapshot.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/test.h"

static struct object make(enum object_kind kind, const char *job, const char *run, int64_t created_ms)
{
	struct object o = {.kind = kind, .namespace = "hpc", .shown = {.created_ms = created_ms}};

	snprintf(o.job, sizeof(o.job), "%s", job);
	snprintf(o.shown.run, sizeof(o.shown.run), "%s", run);
	snprintf(o.uid, sizeof(o.uid), "%s-%s-%d", job, run, (int)kind);
	return o;
}

static void add(struct snapshot *s, struct object o)
{
	struct error err;

	assert_int_equal(object_set_add(o.kind == object_status ? &s->statuses : &s->jobs, &o, &err), 0);
}

#define SNAPSHOT(s) __attribute__((cleanup(snapshot_release))) struct snapshot s = {0}

static struct cluster_run only_run(const struct snapshot *s, struct arena *a)
{
	struct cluster_run *runs;
	uint32_t count;

	snapshot_runs(s, a, &runs, &count);
	assert_int_equal(count, 1);
	return runs[0];
}

TEST(snapshot_without_objects_has_no_runs)
{
	struct cluster_run *runs;
	uint32_t count = 7;
	SNAPSHOT(s);
	TEST_ARENA(a);

	snapshot_runs(&s, &a, &runs, &count);
	assert_int_equal(count, 0);
}

TEST(snapshot_shows_the_newest_run_of_a_job)
{
	SNAPSHOT(s);
	TEST_ARENA(a);

	add(&s, make(object_launcher, "a", "newrun00", 2000));
	add(&s, make(object_launcher, "a", "oldrun00", 1000));
	assert_string_equal(only_run(&s, &a).shown.run, "newrun00");
}

TEST(snapshot_passes_over_a_job_that_is_going)
{
	struct object going = make(object_launcher, "a", "newrun00", 2000);
	SNAPSHOT(s);
	TEST_ARENA(a);

	going.deleting = true;
	add(&s, going);
	add(&s, make(object_launcher, "a", "oldrun00", 1000));
	assert_string_equal(only_run(&s, &a).shown.run, "oldrun00");
}

TEST(snapshot_takes_the_last_of_objects_with_one_uid)
{
	struct object later = make(object_launcher, "a", "newrun00", 2000);
	SNAPSHOT(s);
	TEST_ARENA(a);

	add(&s, later);
	later.shown.phase = run_failed;
	add(&s, later);
	assert_int_equal(only_run(&s, &a).shown.phase, run_failed);
	object_set_remove(&s.jobs, later.uid);
	assert_int_equal(s.jobs.count, 0);
}

TEST(snapshot_counts_the_workers_of_that_run_only)
{
	struct object old = make(object_worker, "a", "oldrun00", 3000), new = make(object_worker, "a", "newrun00", 2000);
	SNAPSHOT(s);
	TEST_ARENA(a);

	old.shown.workers = 9;
	new.shown.workers = 4;
	new.shown.workers_ready = 3;
	add(&s, old);
	add(&s, new);
	add(&s, make(object_launcher, "a", "newrun00", 2000));
	assert_int_equal(only_run(&s, &a).shown.workers, 4);
	assert_int_equal(only_run(&s, &a).shown.workers_ready, 3);
}

TEST(snapshot_adds_what_the_controller_knows_of_the_same_run)
{
	struct object status = make(object_status, "a", "newrun00", 0);
	SNAPSHOT(s);
	TEST_ARENA(a);

	status.shown.phase = run_running;
	status.shown.started_ms = 5000;
	add(&s, status);
	add(&s, make(object_launcher, "a", "newrun00", 2000));
	assert_int_equal(only_run(&s, &a).shown.phase, run_running);
	assert_int_equal(only_run(&s, &a).shown.started_ms, 5000);
	assert_int_equal(only_run(&s, &a).shown.created_ms, 2000);
}

TEST(snapshot_gives_no_reason_for_the_end_of_a_run_that_runs_again)
{
	struct object launcher = make(object_launcher, "a", "newrun00", 9000), status = make(object_status, "a", "newrun00", 0);
	SNAPSHOT(s);
	TEST_ARENA(a);

	launcher.shown.phase = run_running;
	status.shown.phase = run_failed;
	strcpy(status.shown.reason, "LauncherDeleted");
	add(&s, launcher);
	add(&s, status);
	assert_int_equal(only_run(&s, &a).shown.phase, run_running);
	assert_string_equal(only_run(&s, &a).shown.reason, "");
}

TEST(snapshot_leaves_out_what_the_controller_knows_of_another_run)
{
	struct object status = make(object_status, "a", "oldrun00", 0);
	SNAPSHOT(s);
	TEST_ARENA(a);

	status.shown.phase = run_succeeded;
	add(&s, status);
	add(&s, make(object_launcher, "a", "newrun00", 2000));
	assert_int_equal(only_run(&s, &a).shown.phase, run_pending);
	assert_false(only_run(&s, &a).gone);
}

TEST(snapshot_keeps_the_first_end_of_a_run_that_came_back)
{
	struct object launcher = make(object_launcher, "a", "newrun00", 9000), status = make(object_status, "a", "newrun00", 0);
	struct shown_run shown;
	SNAPSHOT(s);
	TEST_ARENA(a);

	launcher.shown.phase = status.shown.phase = run_succeeded;
	launcher.shown.finished_ms = 9500;
	strcpy(launcher.shown.reason, "RunFinishedBefore");
	status.shown.started_ms = 1000;
	status.shown.finished_ms = 2000;
	launcher.shown.started_ms = 9100;
	add(&s, launcher);
	add(&s, status);
	shown = only_run(&s, &a).shown;
	assert_int_equal(shown.started_ms, 1000);
	assert_int_equal(shown.finished_ms, 2000);
	assert_string_equal(shown.reason, "RunFinishedBefore");
}

TEST(snapshot_lets_no_run_begin_after_its_end)
{
	struct object launcher = make(object_launcher, "a", "newrun00", 9000), status = make(object_status, "a", "newrun00", 0);
	SNAPSHOT(s);
	TEST_ARENA(a);

	launcher.shown.phase = status.shown.phase = run_succeeded;
	launcher.shown.started_ms = 9100;
	launcher.shown.finished_ms = 9500;
	add(&s, launcher);
	assert_int_equal(only_run(&s, &a).shown.started_ms, 9100);
	status.shown.finished_ms = 2000;
	add(&s, status);
	assert_int_equal(only_run(&s, &a).shown.started_ms, 0);
	assert_int_equal(only_run(&s, &a).shown.finished_ms, 2000);
}

TEST(snapshot_shows_a_job_whose_jobs_are_gone)
{
	struct object status = make(object_status, "a", "oldrun00", 0);
	SNAPSHOT(s);
	TEST_ARENA(a);

	status.shown.phase = run_succeeded;
	status.shown.workers = status.shown.workers_ready = 4;
	add(&s, status);
	assert_true(only_run(&s, &a).gone);
	assert_int_equal(only_run(&s, &a).shown.phase, run_succeeded);
	assert_int_equal(only_run(&s, &a).shown.workers, 4);
	assert_int_equal(only_run(&s, &a).shown.workers_ready, 0);
}

TEST(snapshot_sorts_by_namespace_and_job)
{
	struct object other = make(object_launcher, "a", "oldrun00", 1);
	struct cluster_run *runs;
	uint32_t count;
	SNAPSHOT(s);
	TEST_ARENA(a);

	strcpy(other.namespace, "zoo");
	add(&s, other);
	add(&s, make(object_launcher, "b", "oldrun00", 1));
	add(&s, make(object_worker, "a", "oldrun00", 1));
	snapshot_runs(&s, &a, &runs, &count);
	assert_int_equal(count, 3);
	assert_str(runs[0].job, "a");
	assert_str(runs[1].job, "b");
	assert_str(runs[2].namespace, "zoo");
}

TEST(cluster_run_equal_sees_every_difference)
{
	const struct cluster_run run = {.namespace = STR("hpc"), .job = STR("a"), .shown = {.run = "oldrun00", .workers = 4}};
	struct cluster_run other[] = {run, run, run, run, run, run, run, run, run, run};

	assert_true(cluster_run_equal(&run, &other[0]));
	other[0].namespace = STR("x");
	other[1].job = STR("x");
	other[2].gone = true;
	other[3].shown.phase = run_failed;
	other[4].shown.workers_ready = 1;
	strcpy(other[5].shown.reason, "x");
	other[6].shown.started_ms = 1;
	other[7].shown.finished_ms = 1;
	other[8].shown.run[0] = 'x';
	other[9].shown.created_ms = 1;
	for (int i = 0; i < 10; i++)
		assert_false(cluster_run_equal(&run, &other[i]));
}
