/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/bytes8.h"

#include "tests/support/test.h"

enum { longest = 20 };

static uint64_t below_blank(uint64_t eight)
{
	return bytes8_below(eight, 0x20);
}

static uint64_t above_tilde(uint64_t eight)
{
	return bytes8_above(eight, 0x7E);
}

static uint64_t is_colon(uint64_t eight)
{
	return bytes8_equal(eight, ':');
}

static uint64_t is_high(uint64_t eight)
{
	return eight & BYTES8_HIGH;
}

static bool one_by_one(uint64_t (*test)(uint64_t), unsigned char c)
{
	if (test == below_blank)
		return c < 0x20;
	if (test == above_tilde)
		return c > 0x7E;
	if (test == is_colon)
		return c == ':';
	if (test == is_high)
		return c >= 0x80;
	return c >= 0x80 || (c >= '0' && c <= '9');
}

static uint64_t (*const tests[])(uint64_t) = {below_blank, above_tilde, is_colon, is_high, bytes8_digit_or_high};

/* Neighbours that a carry or a borrow could reach. */
static const unsigned char fillers[] = {'a', ' ', ';', '9' + 1, '0' - 1, 0x7E};

static void check(uint64_t (*test)(uint64_t), unsigned char filler, unsigned char c)
{
	char text[longest];

	for (size_t length = 1; length <= longest; length++)
		for (size_t at = 0; at < length; at++) {
			bool expected = one_by_one(test, c) || (length > 1 && one_by_one(test, filler));

			memset(text, filler, length);
			text[at] = (char)c;
			assert_int_equal(bytes8_any((struct str){text, length}, test), expected);
		}
}

TEST(each_byte_is_found_at_each_place_of_each_length)
{
	for (size_t t = 0; t < sizeof(tests) / sizeof(*tests); t++)
		for (size_t f = 0; f < sizeof(fillers); f++)
			for (unsigned c = 0; c < 256; c++)
				check(tests[t], fillers[f], (unsigned char)c);
}

TEST(an_empty_text_has_no_byte)
{
	for (size_t t = 0; t < sizeof(tests) / sizeof(*tests); t++)
		assert_false(bytes8_any(STR_NONE, tests[t]));
}
