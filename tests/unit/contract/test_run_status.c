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
