/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/read/scalar.h"
#include "tests/support/test.h"

struct number_case {
	const char *text;
	enum number_shape core;
	bool go;
};

static const struct number_case cases[] = {
	{"0", number_int, true},         {"-1", number_int, true},       {"+1", number_int, true},
	{"12345678901234567890123", number_int, true},                   {"0x1F", number_int, true},
	{"0o17", number_int, true},      {"0x", number_none, false},     {"0o8", number_none, false},
	{"0xg", number_none, false},     {"+0x1F", number_none, true},   {"0X1F", number_none, true},
	{"0b11", number_none, true},     {"0b2", number_none, false},    {"-0b11", number_none, true},
	{"0b-1", number_none, true},     {"0777", number_int, true},     {"08", number_int, true},
	{"1_000", number_none, true},    {"_1", number_none, true},      {"1_", number_none, true},
	{"1.5", number_float, true},     {".5", number_float, true},     {"1.", number_float, true},
	{".", number_none, false},       {"..", number_none, false},     {"-", number_none, false},
	{"+", number_none, false},       {"1e3", number_float, true},    {"1E-3", number_float, true},
	{"1e", number_none, false},      {"1e+", number_none, false},    {"1e3.5", number_none, false},
	{".5_0", number_none, true},     {"._5", number_none, false},    {".5_", number_none, false},
	{".e5", number_none, false},     {"1.2.3", number_none, false},  {"1 ", number_none, false},
	{"1e308", number_float, true},   {"1e309", number_float, false}, {"-1e400", number_float, false},
	{"1e-400", number_float, true},  {"0e999999999999", number_float, true},
	{"1.7976931348623157e308", number_float, true}, {"1.7976931348623159e308", number_float, false},
	{"0x10000000000000000", number_int, false},     {"0xFFFFFFFFFFFFFFFF", number_int, true},
	{"-0x8000000000000000", number_none, true},     {"-0x8000000000000001", number_none, false},
};

TEST(number_shapes_by_both_readers)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text = str_from(cases[i].text);

		if (number_core(text) != cases[i].core || number_go(text) != cases[i].go)
			fail_msg("%s", cases[i].text);
	}
}

TEST(number_leading_zeros_are_those_before_a_digit)
{
	assert_true(number_leads_zero(STR("00")));
	assert_true(number_leads_zero(STR("-07")));
	assert_false(number_leads_zero(STR("0")));
	assert_false(number_leads_zero(STR("0.5")));
	assert_false(number_leads_zero(STR("10")));
	assert_false(number_leads_zero(STR("")));
}

TEST(number_base60_needs_groups_below_sixty)
{
	static const char *const yes[] = {"1:30", "-1:30", "12:30:45", "190:20:30.15", "0:0", "1_0:5", "1:5."};
	static const char *const no[] = {"1", "1:60", "1:5:", ":30", "a:30", "1:345", "_1:30", "1:30x", "1:-3", "10.0.0.1:80"};

	for (size_t i = 0; i < sizeof(yes) / sizeof(*yes); i++)
		assert_true(number_is_base60(str_from(yes[i])));
	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++)
		assert_false(number_is_base60(str_from(no[i])));
}

TEST(number_values_fill_int64)
{
	int64_t n = 0;

	assert_true(number_to_int(STR("0xff"), &n));
	assert_int_equal(n, 255);
	assert_true(number_to_int(STR("0o17"), &n));
	assert_int_equal(n, 15);
	assert_true(number_to_int(STR("+12"), &n));
	assert_int_equal(n, 12);
	assert_true(number_to_int(STR("-9223372036854775808"), &n));
	assert_true(n == INT64_MIN);
	assert_false(number_to_int(STR("9223372036854775808"), &n));
	assert_false(number_to_int(STR("0xFFFFFFFFFFFFFFFF"), &n));
}
