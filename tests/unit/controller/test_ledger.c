/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "lib/base/alloc.h"
#include "runtime-controller/store/ledger.h"
#include "tests/support/test.h"

static const struct run_key key = {"hpc", "pi", "rmt9czhg"};

#define CONFIG_MAP(labels, data)                                                                                                 \
	"{\"metadata\": {\"name\": \"pi-mpicc\", \"namespace\": \"hpc\", \"resourceVersion\": \"42\", \"labels\": {" labels      \
	"}}, \"data\": {" data "}}"
#define OURS "\"mpicc.dev/job\": \"pi\", \"mpicc.dev/role\": \"status\""

static const char written[] = CONFIG_MAP(
	OURS, "\"run\": \"rmt9czhg\", \"phase\": \"Succeeded\", \"reason\": \"why\", \"created\": \"2026-11-25T12:00:00Z\", "
	      "\"workers\": \"3\", "
	      "\"ledger\": \"rmt9czhg Succeeded 2026-11-25T17:29:01Z u2\\nbbbbbbbb Failed 2026-11-24T17:29:01Z u1\\n\"");

static struct ledger read_ledger(struct arena *a, const char *text)
{
	struct ledger l;

	ledger_init(&l);
	assert_int_equal(ledger_read(&l, str_from(text), a, NULL), 0);
	return l;
}

TEST(ledger_read_takes_over_what_is_shown_and_what_has_finished)
{
	TEST_ARENA(a);
	struct ledger l = read_ledger(&a, written);
	const struct job_ledger *job = ledger_find(&l, &key);

	assert_non_null(job);
	assert_string_equal(job->version, "42");
	assert_string_equal(job->shown.run, "rmt9czhg");
	assert_string_equal(job->shown.reason, "why");
	assert_int_equal(job->shown.phase, run_succeeded);
	assert_int_equal(job->shown.workers, 3);
	assert_int_equal(job->run_count, 2);
	assert_string_equal(job_ledger_find(job, "rmt9czhg")->uid, "u2");
	assert_int_equal(job_ledger_find(job, "bbbbbbbb")->phase, run_failed);
	assert_null(job_ledger_find(job, "cccccccc"));
	ledger_release(&l);
}

TEST(ledger_read_passes_over_config_maps_of_others)
{
	static const char *const others[] = {"", "[]", CONFIG_MAP("", ""), CONFIG_MAP("\"mpicc.dev/job\": \"pi\"", ""),
					     CONFIG_MAP("\"mpicc.dev/job\": \"pi\", \"mpicc.dev/role\": \"shared\"", ""),
					     CONFIG_MAP("\"mpicc.dev/role\": \"status\"", "")};
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		struct ledger l = read_ledger(&a, others[i]);

		assert_int_equal(l.jobs.count, 0);
		ledger_release(&l);
	}
}

TEST(ledger_read_of_a_spoiled_config_map_still_gives_its_runs)
{
	TEST_ARENA(a);
	struct ledger l = read_ledger(&a, CONFIG_MAP(OURS, "\"run\": 7, \"phase\": \"What\", \"workers\": \"-1\", \"ledger\": "
							   "\"x\\nrmt9czhg Failed 2026-11-25T17:29:01Z u2\\n\""));
	const struct job_ledger *job = ledger_find(&l, &key);

	assert_string_equal(job->shown.run, "");
	assert_non_null(job_ledger_find(job, "rmt9czhg"));
	ledger_release(&l);
}

TEST(ledger_read_again_keeps_runs_that_only_we_know)
{
	TEST_ARENA(a);
	struct ledger l;
	struct job_ledger *job;
	struct finished_run run = {"aaaaaaaa", "u3", run_succeeded, 0};

	ledger_init(&l);
	job = ledger_make(&l, &key);
	assert_int_equal(job_ledger_add(job, &run, NULL), 0);
	assert_int_equal(ledger_read(&l, str_from(written), &a, NULL), 0);
	assert_int_equal(ledger_read(&l, str_from(written), &a, NULL), 0);
	assert_int_equal(job->run_count, 3);
	assert_string_equal(job->runs[0].run, "aaaaaaaa");
	assert_string_equal(job->runs[1].run, "rmt9czhg");
	ledger_release(&l);
}

TEST(job_ledger_forgets_the_oldest_and_keeps_what_a_run_was_first)
{
	struct ledger l;
	struct job_ledger *job;
	struct finished_run run = {"aaaaaaaa", "u", run_succeeded, 0};

	ledger_init(&l);
	job = ledger_make(&l, &key);
	for (int i = 0; i < ledger_max + 5; i++) {
		run.run[6] = (char)('a' + i / 26);
		run.run[7] = (char)('a' + i % 26);
		assert_int_equal(job_ledger_add(job, &run, NULL), 0);
	}
	assert_int_equal(job->run_count, ledger_max);
	assert_null(job_ledger_find(job, "aaaaaaaa"));
	assert_string_equal(job->runs[0].run, run.run);
	run.phase = run_failed;
	assert_int_equal(job_ledger_add(job, &run, NULL), 0);
	assert_int_equal(job->runs[0].phase, run_succeeded);
	ledger_release(&l);
}

TEST(ledger_make_and_add_without_memory_fail_cleanly)
{
	struct finished_run run = {"aaaaaaaa", "u", run_succeeded, 0};
	struct ledger l;

	ledger_init(&l);
	mem_fail_after(0);
	assert_null(ledger_make(&l, &key));
	mem_fail_after(1);
	assert_null(ledger_make(&l, &key));
	mem_fail_after(-1);
	assert_non_null(ledger_make(&l, &key));
	mem_fail_after(0);
	assert_true(job_ledger_add(ledger_find(&l, &key), &run, NULL) < 0);
	mem_fail_after(-1);
	assert_int_equal(ledger_find(&l, &key)->run_count, 0);
	ledger_release(&l);
}
