/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/read/read_case.h"

TEST(encoding_a_byte_order_mark_is_skipped)
{
	READ(c, "\xEF\xBB\xBF" "a: b\n");

	assert_true(c.ok);
	assert_str(node_get(c.documents.items[0], "a")->text, "b");
	assert_int_equal(node_get(c.documents.items[0], "a")->at.offset, 6);
	assert_reads("\xEF\xBB\xBF", "");
}

TEST(encoding_utf16_is_named)
{
	assert_complains("\xFF\xFE" "a\0", "1:1 E0102 the text is UTF-16, not UTF-8");
	assert_complains("\xFE\xFF\0a", "1:1 E0102 the text is UTF-16, not UTF-8");
}

TEST(encoding_bytes_that_are_not_utf8_are_reported_where_they_stand)
{
	assert_complains("a: b\nc: \xE9t\xE9\n", "2:4 E0102 byte 0xE9 is not UTF-8");
	assert_complains("a: \xED\xA0\x80\n", "1:4 E0102 byte 0xED is not UTF-8");
	assert_complains("a: é\xC3", "1:5 E0102 byte 0xC3 is not UTF-8");
}

TEST(encoding_control_characters_are_reported_where_they_stand)
{
	assert_complains("a: é\x01\n", "1:5 E0103 control character U+0001");
	assert_complains("a: b\n# \0", "2:3 E0103 control character U+0000");
	assert_complains("a: \x7F", "1:4 E0103 control character U+007F");
	assert_complains("a: \xC2\x80", "1:4 E0103 control character U+0080");
	assert_complains("a: \xEF\xBF\xBF", "1:4 E0103 control character U+FFFF");
}

TEST(encoding_control_characters_written_as_escapes_are_reported)
{
	assert_complains("a: \"x\\x01\"\n", "1:4 E0103 control character U+0001 written as an escape");
	assert_complains("a: \"\\0\"\n", "1:4 E0103 control character U+0000 written as an escape");
	assert_complains("a: \"\\x7f\"\n", "1:4 E0103 control character U+007F written as an escape");
	assert_complains("a: \"\\uFFFE\"\n", "1:4 E0103 control character U+FFFE written as an escape");
	assert_complains("\"\\e\": 1\n", "1:1 E0103 control character U+001B written as an escape");
}

TEST(encoding_other_special_characters_are_text)
{
	assert_reads("a: \"\\t\\r\\n\\N\\_\\L\"\n", "{\"a\":\"\\t\\r\\n\xC2\x85\xC2\xA0\xE2\x80\xA8\"}");
	assert_reads("a: 😀 \xEF\xBF\xBD\n", "{\"a\":\"😀 \xEF\xBF\xBD\"}");
}
