/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "lib/kube/json.h"
#include "tests/support/test.h"

TEST(json_text_views_what_needs_no_change_and_copies_what_does)
{
	struct str raw = STR("\"plain \xC3\xA9\""), text;
	TEST_ARENA(a);

	assert_true(json_text(raw, &a, &text));
	assert_str(text, "plain \xC3\xA9");
	assert_ptr_equal(text.data, raw.data + 1);
	assert_true(json_text(STR("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u20AC\\ud83d\\ude00\""), &a, &text));
	assert_str(text, "\"\\/\b\f\n\r\tA\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
	assert_true(json_text(STR("\"\\u0000\""), &a, &text));
	assert_int_equal(text.length, 1);
	assert_true(json_text(STR("\"\""), &a, &text));
	assert_str(text, "");
}

TEST(json_text_refuses_other_kinds_and_invalid_characters)
{
	static const char *const refused[] = {
		"", "\"", "1", "null", "{}", "\"\xFF\"", "\"\xC3\"", "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83d\\u0041\"", "\"\\ud83dx\"",
		"\"\\u12\"", "\"\\\"", "\"\xED\xA0\x80\"", "\"a\nb\"", "\"\\q\"", "\"a\"b\"", "\"\\u00e9\xFF\"",
	};
	struct str text = STR("before");
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		if (json_text(str_from(refused[i]), &a, &text))
			fail_msg("accepted: %s", refused[i]);
		assert_str(text, "before");
	}
	assert_false(json_text(STR_NONE, &a, &text));
}

TEST(json_copy_leaves_nothing_that_is_cut_off)
{
	char out[4];

	assert_true(json_copy(STR("\"abc\""), out, sizeof(out)));
	assert_string_equal(out, "abc");
	assert_false(json_copy(STR("\"abcd\""), out, sizeof(out)));
	assert_string_equal(out, "");
	assert_true(json_copy(STR("\"\\u20ac\""), out, sizeof(out)));
	assert_string_equal(out, "\xE2\x82\xAC");
	assert_false(json_copy(STR("\"a\\u0000\""), out, sizeof(out)));
	assert_string_equal(out, "");
	assert_false(json_copy(STR("abc"), out, sizeof(out)));
	assert_false(json_copy(STR_NONE, out, sizeof(out)));
}

TEST(json_is_compares_what_the_string_spells)
{
	assert_true(json_is(STR("\"True\""), "True"));
	assert_true(json_is(STR("\"\\u0054rue\""), "True"));
	assert_true(json_is(STR("\"\""), ""));
	assert_false(json_is(STR("\"True\""), "Tru"));
	assert_false(json_is(STR("\"Tru\""), "True"));
	assert_false(json_is(STR("true"), "true"));
	assert_false(json_is(STR("\"\\u0000\""), ""));
	assert_false(json_is(STR_NONE, ""));
}

TEST(json_numbers_and_booleans_are_taken_only_where_they_fit)
{
	int64_t n = 5;
	bool b = false;

	assert_true(json_integer(STR("-9223372036854775808"), &n));
	assert_true(n == INT64_MIN);
	assert_false(json_integer(STR("9223372036854775808"), &n));
	assert_false(json_integer(STR("1.0"), &n));
	assert_false(json_integer(STR("1e3"), &n));
	assert_false(json_integer(STR("\"1\""), &n));
	assert_false(json_integer(STR_NONE, &n));
	assert_true(json_boolean(STR("true"), &b));
	assert_true(b);
	assert_false(json_boolean(STR("\"true\""), &b));
	assert_false(json_boolean(STR_NONE, &b));
}

TEST(json_quote_gives_a_string_that_reads_back)
{
	struct str text;
	struct buf b;
	TEST_ARENA(a);

	buf_init(&b, 4096);
	json_quote(&b, (struct str){"a\"\\\n\x01\0\xC3\xA9/", 9});
	assert_str(buf_str(&b), "\"a\\\"\\\\\\n\\u0001\\u0000\xC3\xA9/\"");
	assert_true(json_check(buf_str(&b)));
	assert_true(json_text(buf_str(&b), &a, &text));
	assert_memory_equal(text.data, "a\"\\\n\x01\0\xC3\xA9/", 9);
	buf_clear(&b);
	json_quote(&b, STR("x\xFF\xC3y"));
	assert_str(buf_str(&b), "\"x\xEF\xBF\xBD\xEF\xBF\xBDy\"");
	buf_release(&b);
}
