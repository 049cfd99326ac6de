/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/test.h"

TEST(str_views_of_nothing_are_equal_and_empty)
{
	assert_true(str_equal(STR_NONE, STR("")));
	assert_true(str_is(str_from(NULL), ""));
	assert_int_equal(str_compare(STR_NONE, STR("")), 0);
	assert_true(str_starts(STR_NONE, ""));
	assert_false(str_starts(STR_NONE, "a"));
	assert_int_equal(str_slice(STR_NONE, 3, 9).length, 0);
	assert_int_equal(str_trim(STR_NONE).length, 0);
	assert_int_equal(str_find(STR_NONE, 'a'), SIZE_MAX);
	assert_int_equal(str_find_last(STR_NONE, 'a'), SIZE_MAX);
}

TEST(str_compare_is_bytewise_and_unsigned)
{
	assert_true(str_compare(STR("a"), STR("b")) < 0);
	assert_true(str_compare(STR("ab"), STR("a")) > 0);
	assert_true(str_compare(STR("\xC3\xA9"), STR("z")) > 0);
	assert_true(str_compare(STR("a\0b"), STR("a\0c")) < 0);
}

TEST(str_starts_and_ends_need_the_whole_text)
{
	assert_true(str_starts(STR("abc"), "ab"));
	assert_true(str_starts(STR("abc"), "abc"));
	assert_false(str_starts(STR("abc"), "abcd"));
	assert_true(str_ends(STR("abc"), "bc"));
	assert_false(str_ends(STR("c"), "bc"));
}

TEST(str_slice_is_clamped_to_the_view)
{
	assert_str(str_slice(STR("hello"), 1, 3), "el");
	assert_str(str_slice(STR("hello"), 3, SIZE_MAX), "lo");
	assert_str(str_slice(STR("hello"), 4, 2), "");
	assert_str(str_slice(STR("hello"), 99, 100), "");
}

TEST(str_trim_takes_blanks_and_line_ends_off_both_sides)
{
	assert_str(str_trim(STR(" \t\r\n a b \r\n")), "a b");
	assert_str(str_trim(STR(" \n ")), "");
}

TEST(str_find_gives_the_first_and_the_last)
{
	assert_int_equal(str_find(STR("a/b/c"), '/'), 1);
	assert_int_equal(str_find_last(STR("a/b/c"), '/'), 3);
	assert_int_equal(str_find(STR("abc"), '/'), SIZE_MAX);
}

TEST(str_cut_gives_each_part_once_and_empty_ones_too)
{
	struct str rest = STR("a,,b,"), part;

	assert_true(str_cut(&rest, ',', &part));
	assert_str(part, "a");
	assert_true(str_cut(&rest, ',', &part));
	assert_str(part, "");
	assert_true(str_cut(&rest, ',', &part));
	assert_str(part, "b");
	assert_true(str_cut(&rest, ',', &part));
	assert_str(part, "");
	assert_false(str_cut(&rest, ',', &part));
}

TEST(str_to_int_takes_all_of_int64_and_no_more)
{
	int64_t n = 7;

	assert_true(str_to_int(STR("9223372036854775807"), &n));
	assert_true(n == INT64_MAX);
	assert_true(str_to_int(STR("-9223372036854775808"), &n));
	assert_true(n == INT64_MIN);
	assert_false(str_to_int(STR("9223372036854775808"), &n));
	assert_false(str_to_int(STR("-9223372036854775809"), &n));
	assert_false(str_to_int(STR("99999999999999999999999"), &n));
	assert_true(n == INT64_MIN);
	assert_true(str_to_int(STR("-0"), &n));
	assert_int_equal(n, 0);
}

TEST(str_to_int_refuses_what_is_not_only_digits)
{
	static const char *const refused[] = {"", "-", "+1", " 1", "1 ", "1.0", "0x1", "1e3", "--1"};
	int64_t n;

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		assert_false(str_to_int(str_from(refused[i]), &n));
}

TEST(str_hash_tells_where_texts_end)
{
	uint32_t start = STR_HASH_START;

	assert_int_equal(str_hash(start, STR("abc")), str_hash(start, str_slice(STR("xabc"), 1, 4)));
	assert_int_not_equal(str_hash(str_hash(start, STR("ab")), STR("c")), str_hash(str_hash(start, STR("a")), STR("bc")));
	assert_int_not_equal(str_hash(start, STR("")), start);
}

TEST(str_distance_counts_edits_and_neighbours_swapped_as_one)
{
	assert_int_equal(str_distance(STR("workers"), STR("workers")), 0);
	assert_int_equal(str_distance(STR("Workers"), STR("wORKERS")), 0);
	assert_int_equal(str_distance(STR("wokrers"), STR("workers")), 1);
	assert_int_equal(str_distance(STR("worker"), STR("workers")), 1);
	assert_int_equal(str_distance(STR(""), STR("abc")), 3);
	assert_int_equal(str_distance(STR("kitten"), STR("sitting")), 3);
}

TEST(str_distance_gives_up_on_long_texts)
{
	char long_text[65];

	for (size_t i = 0; i < sizeof(long_text); i++)
		long_text[i] = 'a';
	assert_int_equal(str_distance((struct str){long_text, 65}, STR("a")), SIZE_MAX);
	assert_int_equal(str_distance((struct str){long_text, 64}, STR("a")), 63);
}
