/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/shards.h"

#include "tests/unit/compile/compile_case.h"

enum { jobs = 300 };

/* A file with many jobs: the hundredth of each hundred has a mistake, and one name comes twice, far from itself. */
static void many_jobs(struct compile_case *c, struct arena *a, bool mistakes)
{
	struct buf text;

	buf_init(&text, 1 << 20);
	for (int i = 0; i < jobs; i++) {
		buf_printf(&text, "---\napiVersion: mpicc.dev/v1\nkind: MPIJob\nmetadata: {name: job-%d}\nimage: img:1\n", i == 290 && mistakes ? 3 : i);
		buf_printf(&text, "resources: {cpu: 1, memory: 1Gi}\nrun: ./a\nhooks: [h.lua]\n");
		if (mistakes && i % 100 == 99)
			buf_puts(&text, "workers: many\n");
	}
	compile_case_job(c, a, arena_str(a, buf_str(&text)).data);
	compile_case_file(c, "h.lua", "return function(objects) objects[1].metadata.labels.hooked = 'yes' end");
	buf_release(&text);
}

static void assert_same_files(const struct file_set *a, const struct file_set *b)
{
	assert_int_equal(a->count, b->count);
	for (uint32_t i = 0; i < a->count; i++) {
		assert_true(str_equal(a->items[i].path, b->items[i].path));
		assert_true(str_equal(a->items[i].bytes, b->items[i].bytes));
	}
}

static void assert_same_diags(const struct diag_list *a, const struct diag_list *b)
{
	assert_int_equal(a->count, b->count);
	assert_int_equal(a->errors, b->errors);
	for (uint32_t i = 0; i < a->count; i++) {
		assert_int_equal(a->items[i].code, b->items[i].code);
		assert_int_equal(a->items[i].at.offset, b->items[i].at.offset);
		assert_true(str_equal(a->items[i].message, b->items[i].message));
		assert_int_equal(a->items[i].label_count, b->items[i].label_count);
	}
}

static void show(void *payload, uint32_t done, uint32_t total)
{
	uint32_t *most = payload;

	assert_true(done > *most && done <= total);
	*most = done;
}

TEST(several_threads_give_what_one_gives)
{
	TEST_ARENA(a);
	struct compile_case one, several;
	uint32_t most = 0;

	many_jobs(&one, &a, false);
	many_jobs(&several, &a, false);
	several.io.io.shared = true;
	several.request.progress = show;
	several.request.progress_payload = &most;
	compile_case_succeed(&one);
	compile_case_succeed(&several);
	assert_int_equal(several.result.jobs, jobs);
	assert_same_files(&one.result.files, &several.result.files);
	assert_true(most > 0);
}

TEST(mistakes_are_told_in_the_same_order)
{
	TEST_ARENA(a);
	struct compile_case one, several;

	many_jobs(&one, &a, true);
	many_jobs(&several, &a, true);
	several.io.io.shared = true;
	compile_case_run(&one);
	compile_case_run(&several);
	assert_int_equal(one.diags.errors, jobs / 100 + 1);
	assert_same_diags(&one.diags, &several.diags);
}

TEST(a_file_that_cannot_be_read_fails_the_compilation)
{
	TEST_ARENA(a);
	struct compile_case c;

	many_jobs(&c, &a, false);
	c.io.io.shared = true;
	c.io.fail_at = 2; /* the first is job.yaml */
	compile_case_run(&c);
	assert_int_equal(c.status, -1);
	assert_int_not_equal(c.err.code, error_none);
}
