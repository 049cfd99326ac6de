/* SPDX-License-Identifier: Apache-2.0 */
/* Line diffs: they lead from one text to the other, by the shortest way. */
#include "compiler/cli/line_diff.h"

#include "lib/base/buf.h"
#include "tests/support/test.h"

static void release(struct buf *b)
{
	buf_release(b);
}
#define TEST_BUF(b) __attribute__((cleanup(release))) struct buf b = {.max = 1 << 24}

/* What is left of the merged lines without those of one kind. */
static void side(const struct line_diff *d, enum line_kind without, struct buf *out)
{
	for (uint32_t i = 0; i < d->count; i++)
		if (d->lines[i].kind != without)
			buf_add(out, d->lines[i].text);
}

static struct line_diff compare(struct arena *a, struct str before, struct str after)
{
	TEST_BUF(old_side);
	TEST_BUF(new_side);
	struct line_diff d;

	line_diff(a, before, after, &d);
	side(&d, line_added, &old_side);
	side(&d, line_removed, &new_side);
	assert_true(str_equal(buf_str(&old_side), before));
	assert_true(str_equal(buf_str(&new_side), after));
	return d;
}

static void assert_counts(const char *before, const char *after, uint32_t added, uint32_t removed)
{
	TEST_ARENA(a);
	struct line_diff d = compare(&a, str_from(before), str_from(after));

	assert_int_equal(d.added, added);
	assert_int_equal(d.removed, removed);
}

TEST(equal_texts_have_no_edits)
{
	assert_counts("", "", 0, 0);
	assert_counts("a\nb\n", "a\nb\n", 0, 0);
	assert_counts("a", "a", 0, 0);
}

TEST(a_text_out_of_nothing_and_into_nothing)
{
	assert_counts("", "a\nb\n", 2, 0);
	assert_counts("a\nb\n", "", 0, 2);
	assert_counts("", "a", 1, 0);
}

TEST(the_script_is_the_shortest)
{
	assert_counts("a\nb\nc\n", "a\nc\n", 0, 1);
	assert_counts("a\nb\nc\n", "a\nx\nc\n", 1, 1);
	assert_counts("a\nb\nc\na\nb\nb\na\n", "c\nb\na\nb\na\nc\n", 2, 3);
	assert_counts("a\nb\n", "b\na\n", 1, 1);
	assert_counts("a\na\na\n", "a\na\n", 0, 1);
}

TEST(a_missing_line_end_is_a_difference)
{
	assert_counts("a\nb", "a\nb\n", 1, 1);
	assert_counts("\n", "", 0, 1);
}

TEST(texts_in_common_at_both_ends_do_not_overlap)
{
	assert_counts("x\nx\n", "x\nx\nx\n", 1, 0);
	assert_counts("x\ny\nx\n", "x\n", 0, 2);
}

static struct str numbers(struct buf *b, int count, int step)
{
	for (int i = 0; i < count; i++)
		buf_printf(b, "%d\n", i * step);
	return buf_str(b);
}

TEST(too_many_differences_are_one_replacement)
{
	TEST_ARENA(a);
	TEST_BUF(ones);
	TEST_BUF(sevens);
	struct line_diff d = compare(&a, numbers(&ones, 3000, 1), numbers(&sevens, 3000, 7));

	/* The line 0 is common at the beginning; the others that both have are not looked for. */
	assert_int_equal(d.added, 2999);
	assert_int_equal(d.removed, 2999);
}

TEST(few_differences_in_a_large_text_are_found)
{
	TEST_ARENA(a);
	TEST_BUF(before);
	TEST_BUF(after);
	struct line_diff d;

	for (int i = 0; i < 100000; i++) {
		buf_printf(&before, "%d\n", i);
		if (i % 1000)
			buf_printf(&after, "%d\n", i);
	}
	d = compare(&a, buf_str(&before), buf_str(&after));
	assert_int_equal(d.added, 0);
	assert_int_equal(d.removed, 100);
	assert_true(a.used < 64u << 20);
}

TEST(every_pair_of_short_texts_is_bridged)
{
	static const char letters[] = "abc";

	for (int i = 0; i < 81; i++) {
		for (int j = 0; j < 81; j++) {
			char before[9] = "", after[9] = "";
			TEST_ARENA(a);

			for (int n = 0, x = i, y = j; n < 4; n++, x /= 3, y /= 3) {
				before[2 * n] = letters[x % 3];
				after[2 * n] = letters[y % 3];
				before[2 * n + 1] = after[2 * n + 1] = '\n';
			}
			assert_int_equal(compare(&a, str_from(before), str_from(after)).count > 0, 1);
		}
	}
}
