/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/cli/markdown_diff.h"

#include <string.h>

#include "lib/contract/keys.h"
#include "tests/support/test.h"

#define MANIFEST(run, more) "apiVersion: batch/v1\nkind: Job\nmetadata:\n  labels:\n    " LABEL_RUN ": " run "\n" more

struct fixture {
	struct arena arena;
	struct buf out;
};

static void release(struct fixture *f)
{
	buf_release(&f->out);
	arena_release(&f->arena);
}

#define FIXTURE(f) __attribute__((cleanup(release))) struct fixture f = {.arena = test_arena()}

static struct str print(struct fixture *f, const struct change *changes, uint32_t count, struct markdown_options options)
{
	buf_release(&f->out);
	buf_init(&f->out, 1 << 20);
	markdown_diff(&f->out, &f->arena, changes, count, &options);
	return buf_str(&f->out);
}

static bool has(struct str text, const char *part)
{
	return memmem(text.data, text.length, part, strlen(part)) != NULL;
}

TEST(no_change_is_a_sentence)
{
	FIXTURE(f);
	assert_str(print(&f, NULL, 0, (struct markdown_options){.limit = 1000}), "No manifest changes.\n");
}

TEST(runs_that_start_anew_and_runs_that_go_on_are_told_apart)
{
	FIXTURE(f);
	const struct change changes[] = {
		{change_modified, STR("prod/hpc/a/job.yaml"), STR(MANIFEST("aaaa", "x: 1\n")), STR(MANIFEST("bbbb", "x: 2\n")), NULL},
		{change_modified, STR("prod/hpc/b/job.yaml"), STR(MANIFEST("cccc", "x: 1\n")), STR(MANIFEST("cccc", "")), NULL},
		{change_added, STR("prod/hpc/b/other.yaml"), STR_NONE, STR("x: 1\n"), NULL},
		{change_added, STR("prod/hpc/c/job.yaml"), STR_NONE, STR(MANIFEST("dddd", "")), NULL},
		{change_removed, STR("prod/hpc/d/job.yaml"), STR(MANIFEST("eeee", "")), STR_NONE, NULL},
		{change_added, STR("prod/hpc/e/other.yaml"), STR_NONE, STR("x: 1\n"), NULL},
	};
	struct str text = print(&f, changes, 6, (struct markdown_options){STR("prod"), 9000, true});

	assert_str(text, "**5 jobs** change, in 6 files: +9 −8 lines.\n\n"
			 "| job | | run | files | lines |\n|---|---|---|---|---|\n"
			 "| `hpc/a` | updated | **starts anew**: `aaaa` → `bbbb` | 1 | +2 −2 |\n"
			 "| `hpc/b` | updated | goes on | 2 | +1 −1 |\n"
			 "| `hpc/c` | added | starts: `dddd` | 1 | +5 −0 |\n"
			 "| `hpc/d` | removed | is removed: `eeee` | 1 | +0 −5 |\n"
			 "| `hpc/e` | updated | – | 1 | +1 −0 |\n");
}

TEST(fence_is_longer_than_what_it_holds)
{
	FIXTURE(f);
	const struct change change = {change_added, STR("hpc/a/x.yaml"), STR_NONE, STR("a: '````'\n"), NULL};
	struct str text = print(&f, &change, 1, (struct markdown_options){.limit = 9000});

	assert_true(has(text, "\n\n`````diff\ndiff --git a/hpc/a/x.yaml b/hpc/a/x.yaml\n"));
	assert_true(has(text, "\n+a: '````'\n`````\n\n</details>\n"));
	assert_true(has(text, "<summary><code>hpc/a/x.yaml</code></summary>"));
}

TEST(files_that_do_not_fit_are_counted_and_smaller_ones_still_shown)
{
	FIXTURE(f);
	char large[4000];
	struct change changes[] = {
		{change_added, STR("hpc/a/1.yaml"), STR_NONE, {large, sizeof(large)}, NULL},
		{change_added, STR("hpc/a/2.yaml"), STR_NONE, STR("x: 1\n"), NULL},
	};
	struct str text;

	memset(large, 'x', sizeof(large));
	text = print(&f, changes, 2, (struct markdown_options){.limit = 2000});
	assert_true(text.length <= 2000);
	assert_false(has(text, "1.yaml</code>"));
	assert_true(has(text, "2.yaml</code>"));
	assert_true(has(text, "\n… and 1 more file, too long for this place\n"));
}

TEST(table_has_an_end)
{
	FIXTURE(f);
	struct change changes[markdown_jobs_max + 3];
	struct str text;

	for (int i = 0; i < markdown_jobs_max + 3; i++)
		changes[i] = (struct change){change_added, arena_format(&f.arena, "hpc/j%03d/x.yaml", i), STR_NONE, STR("x: 1\n"), NULL};
	text = print(&f, changes, markdown_jobs_max + 3, (struct markdown_options){.limit = 1 << 20, .table_only = true});
	assert_true(has(text, "| `hpc/j099` |"));
	assert_false(has(text, "j100"));
	assert_true(has(text, "… and 3 more jobs\n"));
}
