/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/utf8.h"
#include "tests/support/test.h"

static uint32_t decoded(const char *text, size_t length)
{
	uint32_t c = 0;

	assert_int_equal(utf8_decode(str_from(text), 0, &c), length);
	return c;
}

TEST(utf8_decodes_characters_of_every_length)
{
	assert_int_equal(decoded("a", 1), 'a');
	assert_int_equal(decoded("\x7F", 1), 0x7F);
	assert_int_equal(decoded("\xC2\x80", 2), 0x80);
	assert_int_equal(decoded("é", 2), 0xE9);
	assert_int_equal(decoded("日", 3), 0x65E5);
	assert_int_equal(decoded("\xED\x9F\xBF", 3), 0xD7FF);
	assert_int_equal(decoded("😀", 4), 0x1F600);
	assert_int_equal(decoded("\xF4\x8F\xBF\xBF", 4), 0x10FFFF);
}

TEST(utf8_refuses_what_rfc_3629_refuses)
{
	static const char *const refused[] = {
		"\x80", "\xBF", "\xC0\x80", "\xC1\xBF",    /* stray, overlong */
		"\xE0\x80\x80", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF", /* overlong */
		"\xED\xA0\x80", "\xED\xBF\xBF",            /* surrogates */
		"\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", /* beyond U+10FFFF */
		"\xC3", "\xE6\x97", "\xF0\x9F\x98",        /* cut off */
		"\xC3(", "\xE6(\x97", "\xF0\x9F(\x80",     /* not continued */
	};
	uint32_t c;

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		assert_int_equal(utf8_decode(str_from(refused[i]), 0, &c), 0);
	assert_int_equal(utf8_decode(STR("a"), 1, &c), 0);
	assert_int_equal(utf8_decode(STR_NONE, 0, &c), 0);
}

TEST(utf8_a_nul_is_a_character)
{
	uint32_t c = 1;

	assert_int_equal(utf8_decode(STR("\0"), 0, &c), 1);
	assert_int_equal(c, 0);
}

TEST(utf8_control_characters_are_those_that_yaml_writers_refuse)
{
	static const uint32_t controls[] = {0, 1, 7, 0x1B, 0x1F, 0x7F, 0x80, 0x84, 0x86, 0x9F, 0xFFFE, 0xFFFF};
	static const uint32_t others[] = {'\t', '\n', '\r', ' ', 'a', 0x7E, 0x85, 0xA0, 0x2028, 0xFEFF, 0xFFFD, 0x10000, 0x1F600};

	for (size_t i = 0; i < sizeof(controls) / sizeof(*controls); i++)
		assert_true(utf8_is_control(controls[i]));
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_false(utf8_is_control(others[i]));
}
