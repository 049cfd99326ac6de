/* SPDX-License-Identifier: Apache-2.0 */
/* Which texts are Kubernetes quantities (resource.Quantity's own tests are the model). */
#include "tests/unit/spec/spec_case.h"

TEST(quantities_are_numbers_with_a_suffix)
{
	static const char *const good[] = {"0",	   "2",	   "500m", "1.5",    ".5",   "5.",    "+2",	 "-2",
					   "32Gi", "1Ki",  "1Mi",  "1Ti",    "1Pi",  "1Ei",   "100n",	 "100u",
					   "1k",   "1M",   "1G",   "1T",     "1P",   "1E",    "1e3",	 "1E3",
					   "1e-3", "1e+3", "1E+3", "1.25e9", "1e18", "1e-18", "0.001Gi", "00012"};

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		if (!quantity_is_valid(str_from(good[i])))
			fail_msg("%s is a quantity", good[i]);
}

TEST(anything_else_is_none)
{
	static const char *const bad[] = {"",	   ".",	  "-",	   "+",	    "Gi",    "m",    "2 Gi", "2gi",   "2GI",
					  "2K",	   "2mi", "2b",	   "two",   "1.2.3", "1,5",  "--1",  "+-1",   "1e",
					  "1e+",   "1e-", "1e+-3", "1e--3", "1e1.5", "e3",   "1e19", "1e-19", "0x10",
					  "1_000", " 1",  "1 ",	   "1Gi ",  "1Gim",  "1eKi", "inf",  "nan"};

	/* 1E is exa, 1e is nothing. */
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (quantity_is_valid(str_from(bad[i])))
			fail_msg("`%s` is no quantity", bad[i]);
	assert_false(quantity_is_valid(STR_NONE));
	assert_false(quantity_is_valid((struct str){"2\0", 2}));
}

TEST(whole_numbers_can_be_counted)
{
	int64_t n = -1;

	assert_true(quantity_to_int(STR("8"), &n));
	assert_int_equal(n, 8);
	assert_false(quantity_to_int(STR("8k"), &n));
	assert_false(quantity_to_int(STR("0.5"), &n));
	assert_false(quantity_to_int(STR("9223372036854775808"), &n));
	assert_int_equal(n, 8);
}

TEST(quantities_that_are_equal_are_the_same_number)
{
	static const struct {
		const char *text;
		double value;
	} rows[] = {{"0", 0},	    {"100m", 0.1},  {"0.1", 0.1},	{"1e-1", 0.1},	      {"500u", 0.0005}, {"2n", 2e-9},	 {"1k", 1e3},
		    {"1Ki", 1024},  {"1.5Gi", 1610612736}, {"3M", 3e6}, {"1E", 1e18}, {"1E3", 1e3},	 {"1e+3", 1e3}, {"-2Mi", -2097152},
		    {"+.5T", 5e11}, {"1Pi", 1125899906842624}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		double value = -1;

		assert_true(quantity_to_double(str_from(rows[i].text), &value));
		if (value < rows[i].value || value > rows[i].value)
			fail_msg("%s is %.17g, not %.17g", rows[i].text, value, rows[i].value);
	}
}

TEST(what_is_no_quantity_is_no_number)
{
	double value = -1;

	assert_false(quantity_to_double(STR("8GB"), &value));
	assert_false(quantity_to_double(STR(""), &value));
	assert_true(value < 0);
}
