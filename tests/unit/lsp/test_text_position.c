/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/lsp/text_position.h"
#include "tests/support/test.h"

static const char text[] = "a\xC3\xBC" "b\r\n\xF0\x9F\x98\x80x\n";

TEST(offsets_beyond_the_end_stand_at_the_end)
{
	struct text_position at = text_position_of(STR(text), 1000, position_utf16);

	assert_int_equal(at.line, 2);
	assert_int_equal(at.character, 0);
	assert_int_equal(text_offset_of(STR(text), (struct text_position){9, 9}, position_utf16), sizeof(text) - 1);
	assert_int_equal(text_offset_of(STR_NONE, (struct text_position){0, 3}, position_utf16), 0);
	assert_int_equal(text_offset_of(STR(text), (struct text_position){0, 99}, position_utf16), 4);
}

TEST(characters_beyond_16_bits_count_twice)
{
	struct text_position at = text_position_of(STR(text), 10, position_utf16);

	assert_int_equal(at.line, 1);
	assert_int_equal(at.character, 2);
	assert_int_equal(text_offset_of(STR(text), at, position_utf16), 10);
	assert_int_equal(text_offset_of(STR(text), (struct text_position){0, 2}, position_utf16), 3);
}

TEST(bytes_count_as_they_are_where_the_editor_wants_that)
{
	struct text_position at = text_position_of(STR(text), 10, position_bytes);

	assert_int_equal(at.character, 4);
	assert_int_equal(text_offset_of(STR(text), at, position_bytes), 10);
}

TEST(what_is_no_utf_8_counts_one_each)
{
	struct text_position at = text_position_of(STR("\xFF\xFE" "a"), 3, position_utf16);

	assert_int_equal(at.character, 3);
}
