/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/source.h"
#include "tests/support/test.h"

static struct source text_of(const char *text)
{
	return (struct source){source_file, STR("a.yaml"), str_from(text)};
}

static void assert_position(const char *text, uint32_t offset, uint32_t line, uint32_t column)
{
	struct source s = text_of(text);
	struct position p = source_position(&s, offset);

	assert_int_equal(p.line, line);
	assert_int_equal(p.column, column);
}

TEST(source_positions_begin_at_one)
{
	assert_position("", 0, 1, 1);
	assert_position("abc", 0, 1, 1);
	assert_position("abc", 2, 1, 3);
	assert_position("a\nb", 2, 2, 1);
	assert_position("a\n\nb", 3, 3, 1);
}

TEST(source_the_end_of_a_text_is_a_position)
{
	assert_position("abc", 3, 1, 4);
	assert_position("abc\n", 4, 2, 1);
	assert_position("abc", 99, 1, 4);
}

TEST(source_columns_count_characters)
{
	assert_position("é日x", 2, 1, 2);
	assert_position("é日x", 5, 1, 3);
	assert_position("\n😀y", 5, 2, 2);
}

TEST(source_a_byte_order_mark_is_no_column)
{
	assert_position("\xEF\xBB\xBF" "ab", 4, 1, 2);
	assert_position("\xEF\xBB\xBF\nab", 5, 2, 2);
}

TEST(source_lines_come_without_their_end)
{
	struct source s = text_of("one\ntwo\r\n\nlast");

	assert_str(source_line(&s, 1), "one");
	assert_str(source_line(&s, 3), "one");
	assert_str(source_line(&s, 4), "two");
	assert_str(source_line(&s, 9), "");
	assert_str(source_line(&s, 14), "last");
}

TEST(source_spans_join_places_of_one_text)
{
	struct source s = text_of("abcdef"), other = text_of("x");
	struct place a = {&s, 1, 1}, b = {&s, 3, 2}, c = {&other, 0, 1};

	assert_int_equal(place_span(a, b).offset, 1);
	assert_int_equal(place_span(a, b).length, 4);
	assert_int_equal(place_span(a, c).length, 1);
	assert_int_equal(place_span(b, (struct place){&s, 0, 1}).length, 2);
}
