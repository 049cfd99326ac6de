/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/emit/emit.h"
#include "tests/support/test.h"

/* Each before the next, and so before all that follow. */
static void assert_ascending(const char *const *keys, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(emit_key_compare(str_from(keys[i]), str_from(keys[i])), 0);
		for (size_t j = i + 1; j < count; j++)
			if (emit_key_compare(str_from(keys[i]), str_from(keys[j])) >= 0 ||
			    emit_key_compare(str_from(keys[j]), str_from(keys[i])) <= 0)
				fail_msg("`%s` and `%s`", keys[i], keys[j]);
	}
}

#define ASCENDING(...)                                                      \
	assert_ascending((const char *const[]){__VA_ARGS__},                \
			 sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

TEST(order_upper_case_comes_before_lower_case)
{
	ASCENDING("", "A", "B", "a", "aB", "ab", "b");
}

TEST(order_what_is_no_letter_comes_before_letters)
{
	ASCENDING("-", "_", "a", "a-b", "a.b", "a_b", "ab");
	ASCENDING("a", "a/b", "aa");
}

TEST(order_runs_of_digits_are_numbers)
{
	ASCENDING("1", "01", "2", "10", "100");
	ASCENDING("a1", "a01", "a2", "a10", "a100", "ab");
	ASCENDING("v1.2", "v1.9", "v1.10", "v2");
	ASCENDING("x0", "x00", "x000", "x1", "x001");
	ASCENDING("a100", "a101", "a110");
}

TEST(order_knows_letters_and_digits_beyond_ascii)
{
	ASCENDING("z", "é", "Ω", "ω", "日");
	ASCENDING("a", "a\u00d7", "ab", "aé");
	ASCENDING("a1", "a٣", "a٤");
	ASCENDING("日0", "日9", "日10", "日本");
}

TEST(order_takes_characters_whole)
{
	/* U+00E9 and U+00EA share a first byte, U+00E9 and U+0129 their second. */
	ASCENDING("xé", "xê", "xĩ");
	ASCENDING("\xE6\x97\xA5", "\xE6\x97\xA6");
}

TEST(order_does_not_stumble_over_bytes_that_are_no_text)
{
	assert_true(emit_key_compare(STR("a\xFF"), STR("a\xFF" "b")) < 0);
	assert_int_equal(emit_key_compare(STR("\x80\x80"), STR("\x80\x80")), 0);
	assert_true(emit_key_compare(STR("a\0"), STR("a")) > 0);
}
