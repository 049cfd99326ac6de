/* SPDX-License-Identifier: Apache-2.0 */
/* Unified diffs, as git prints them. */
#include "compiler/cli/unified.h"
#include "tests/support/test.h"

static void assert_unified(struct change change, bool colour, const char *expected)
{
	TEST_ARENA(a);
	struct buf out;

	buf_init(&out, 100000);
	change.path = STR("f");
	unified_print(&out, &a, &change, colour);
	assert_str(buf_str(&out), expected);
	buf_release(&out);
}

TEST(a_changed_line_stands_in_its_context)
{
	assert_unified((struct change){change_modified, STR_NONE, STR("1\n2\n3\n4\n5\n6\n7\n8\n9\n"), STR("1\n2\n3\n4\nx\n6\n7\n8\n9\n"), NULL}, false,
		       "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n");
}

TEST(contexts_that_touch_make_one_hunk)
{
	assert_unified((struct change){change_modified, STR_NONE, STR("a\n1\n2\n3\n4\n5\n6\nb\n"), STR("A\n1\n2\n3\n4\n5\n6\nB\n"), NULL}, false,
		       "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n");
}

TEST(contexts_apart_make_two_hunks)
{
	assert_unified((struct change){change_modified, STR_NONE, STR("a\n1\n2\n3\n4\n5\n6\n7\nb\n"), STR("A\nA\n1\n2\n3\n4\n5\n6\n7\n"), NULL}, false,
		       "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1,4 +1,5 @@\n-a\n+A\n+A\n 1\n 2\n 3\n"
		       "@@ -6,4 +7,3 @@\n 5\n 6\n 7\n-b\n");
}

TEST(new_and_removed_files_have_an_empty_side)
{
	assert_unified((struct change){change_added, STR_NONE, STR_NONE, STR("1\n2\n"), NULL}, false,
		       "diff --git a/f b/f\nnew file mode 100644\n--- /dev/null\n+++ b/f\n@@ -0,0 +1,2 @@\n+1\n+2\n");
	assert_unified((struct change){change_removed, STR_NONE, STR("1\n"), STR_NONE, NULL}, false,
		       "diff --git a/f b/f\ndeleted file mode 100644\n--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-1\n");
}

TEST(a_missing_line_end_is_told)
{
	assert_unified((struct change){change_modified, STR_NONE, STR("1"), STR("1\n"), NULL}, false,
		       "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-1\n\\ No newline at end of file\n+1\n");
}

TEST(colours_begin_and_end_on_each_line)
{
	assert_unified((struct change){change_modified, STR_NONE, STR("1\n2\n"), STR("1\n3\n"), NULL}, true,
		       "\033[1mdiff --git a/f b/f\033[0m\n\033[1m--- a/f\033[0m\n\033[1m+++ b/f\033[0m\n\033[36m@@ -1,2 +1,2 @@\033[0m\n"
		       " 1\n\033[31m-2\033[0m\n\033[32m+3\033[0m\n");
}

static void assert_stat(const struct change *changes, uint32_t count, unsigned width, const char *expected)
{
	TEST_ARENA(a);
	struct buf out;

	buf_init(&out, 100000);
	unified_stat(&out, &a, changes, count, width, false);
	assert_str(buf_str(&out), expected);
	buf_release(&out);
}

TEST(stat_counts_lines_and_sums_them)
{
	const struct change changes[] = {
		{change_added, STR("a/b"), STR_NONE, STR("1\n2\n"), NULL},
		{change_modified, STR("longer"), STR("1\n"), STR("2\n"), NULL},
	};

	assert_stat(changes, 2, 80, " a/b    |    2 ++\n longer |    2 +-\n 2 files changed, 3 lines added, 1 removed\n");
	assert_stat(changes, 1, 80, " a/b |    2 ++\n 1 file changed, 2 lines added, 0 removed\n");
	assert_stat(changes, 0, 80, " 0 files changed, 0 lines added, 0 removed\n");
}

TEST(stat_bars_fit_the_width_and_show_the_smallest)
{
	char many[201];
	struct change changes[2] = {{change_added, STR("f"), STR_NONE, {many, 200}, NULL}, {change_added, STR("g"), STR_NONE, STR("\n"), NULL}};

	for (int i = 0; i < 200; i++)
		many[i] = '\n';
	assert_stat(changes, 2, 40,
		    " f |  200 +++++++++++++++++++++++++++++\n g |    1 +\n 2 files changed, 201 lines added, 0 removed\n");
}
