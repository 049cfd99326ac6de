/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/contract/run_status.h"
#include "tests/support/test.h"

static const char line[] = "rmt9czhg Succeeded 2026-11-25T17:29:01Z cd54d174-121a-49be-ae02-f5633fa7bca7\n";

TEST(run_phase_names_are_read_back)
{
	enum run_phase phase;

	for (int i = run_pending; i <= run_failed; i++) {
		assert_true(run_phase_parse(str_from(run_phase_name((enum run_phase)i)), &phase));
		assert_int_equal(phase, i);
	}
	assert_false(run_phase_parse(STR("succeeded"), &phase));
	assert_false(run_phase_parse(STR(""), &phase));
}

TEST(finished_run_next_passes_over_lines_of_others)
{
	static const char *const strange[] = {
		"\n", "# a remark\n", "rmt9czhg Running 2026-11-25T17:29:01Z u\n", "rmt9czhg Succeeded yesterday u\n",
		"rmt9czhg Succeeded 2026-11-25T17:29:01Z\n", "short Succeeded 2026-11-25T17:29:01Z u\n",
		"rmt9czhg Failed 2026-11-25T17:29:01Z 01234567890123456789012345678901234567890\n"};
	struct finished_run run;
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(strange) / sizeof(*strange); i++) {
		struct str rest = arena_join(&a, str_from(strange[i]), str_from(line));

		assert_true(finished_run_next(&rest, &run));
		assert_string_equal(run.run, "rmt9czhg");
		assert_false(finished_run_next(&rest, &run));
	}
}

TEST(finished_run_write_gives_the_line_that_was_read)
{
	struct str rest = str_from(line);
	struct finished_run run;
	struct buf b;

	buf_init(&b, 1000);
	assert_true(finished_run_next(&rest, &run));
	assert_int_equal(run.phase, run_succeeded);
	assert_string_equal(run.uid, "cd54d174-121a-49be-ae02-f5633fa7bca7");
	finished_run_write(&b, &run);
	assert_str(buf_str(&b), line);
	buf_release(&b);
}

TEST(job_ending_parse_knows_conditions_that_decide)
{
	enum run_phase phase = run_pending;

	assert_true(job_ending_parse(STR("SuccessCriteriaMet"), &phase));
	assert_int_equal(phase, run_succeeded);
	assert_true(job_ending_parse(STR("FailureTarget"), &phase));
	assert_int_equal(phase, run_failed);
	assert_true(job_ending_parse(STR("Complete"), &phase));
	assert_int_equal(phase, run_succeeded);
	assert_false(job_ending_parse(STR("Suspended"), &phase));
	assert_false(job_ending_parse(STR(""), &phase));
	assert_int_equal(phase, run_succeeded);
}

TEST(shown_run_take_passes_over_what_it_cannot_read)
{
	static const char *const strange[][2] = {{STATUS_RUN, "short"}, {STATUS_RUN, "longer-than-8"}, {STATUS_PHASE, "Done"},
		{STATUS_CREATED, "yesterday"}, {STATUS_WORKERS, "-1"}, {STATUS_WORKERS, "many"}, {STATUS_REASON, ""},
		{STATUS_REASON, "AReasonThatIsMuchLongerThanTheRoomThereIsForItHere"}, {"colour", "red"}};
	struct shown_run shown = {.run = "rmt9czhg", .phase = run_failed, .reason = "Why", .created_ms = 5, .workers = 4}, before = shown;

	for (size_t i = 0; i < sizeof(strange) / sizeof(*strange); i++)
		shown_run_take(&shown, str_from(strange[i][0]), str_from(strange[i][1]));
	assert_memory_equal(&shown, &before, sizeof(shown));
}

TEST(shown_run_take_reads_each_key)
{
	static const char *const data[][2] = {{STATUS_RUN, "rmt9czhg"}, {STATUS_PHASE, "Running"}, {STATUS_REASON, "LauncherFinished"},
		{STATUS_CREATED, "1970-01-01T00:00:01Z"}, {STATUS_STARTED, "1970-01-01T00:00:02Z"},
		{STATUS_FINISHED, "1970-01-01T00:00:03Z"}, {STATUS_WORKERS, "4"}, {STATUS_WORKERS_READY, "3"}};
	struct shown_run shown = {0};

	for (size_t i = 0; i < sizeof(data) / sizeof(*data); i++)
		shown_run_take(&shown, str_from(data[i][0]), str_from(data[i][1]));
	assert_string_equal(shown.run, "rmt9czhg");
	assert_int_equal(shown.phase, run_running);
	assert_string_equal(shown.reason, "LauncherFinished");
	assert_int_equal(shown.created_ms, 1000);
	assert_int_equal(shown.started_ms, 2000);
	assert_int_equal(shown.finished_ms, 3000);
	assert_int_equal(shown.workers, 4);
	assert_int_equal(shown.workers_ready, 3);
}
