/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/emit/unicode.h"
#include "tests/support/test.h"

TEST(unicode_letters_are_those_of_category_l)
{
	static const uint32_t letters[] = {'A', 'z', 0xAA, 0xE9, 0x3A9, 0x5D0, 0x65E5, 0xAC00, 0xD7A3, 0x10000, 0x2A6DF, 0x323AF};
	static const uint32_t others[] = {'0', '_', 0x7F, 0xA0, 0xD7, 0xF7, 0x300, 0x661, 0x2028, 0xE000, 0xFFFD, 0x1F600, 0x323B0, 0x10FFFF};

	for (size_t i = 0; i < sizeof(letters) / sizeof(*letters); i++)
		assert_true(unicode_is_letter(letters[i]));
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_false(unicode_is_letter(others[i]));
}

TEST(unicode_digits_are_those_of_category_nd)
{
	static const uint32_t digits[] = {'0', '9', 0x660, 0x669, 0xFF10, 0x1D7CE, 0x1D7FF, 0x1FBF9};
	static const uint32_t others[] = {'/', ':', 'a', 0xB2, 0x2160, 0x3007, 0x66A, 0x1FBFA};

	for (size_t i = 0; i < sizeof(digits) / sizeof(*digits); i++)
		assert_true(unicode_is_digit(digits[i]));
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_false(unicode_is_digit(others[i]));
}
