/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/emit/emit_number.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/test.h"

struct number_texts {
	double number;
	const char *json, *yaml;
};

/* What Go's encoding/json and sigs.k8s.io/yaml print. */
static const struct number_texts cases[] = {
	{0, "0", "0"},
	{-0.0, "0", "0"},
	{1, "1", "1"},
	{-2.5, "-2.5", "-2.5"},
	{0.1, "0.1", "0.1"},
	{1.0 / 3, "0.3333333333333333", "0.3333333333333333"},
	{100, "100", "100"},
	{1e6, "1000000", "1000000"},
	{123456.5, "123456.5", "123456.5"},
	{1234567.5, "1234567.5", "1.2345675e+06"},
	{1e20, "100000000000000000000", "1e+20"},
	{1e21, "1e+21", "1e+21"},
	{-1e19, "-10000000000000000000", "-1e+19"},
	{9223372036854775808.0, "9223372036854776000", "9223372036854776000"},
	{-9223372036854775808.0, "-9223372036854776000", "-9.223372036854776e+18"},
	{18446744073709549568.0, "18446744073709550000", "18446744073709550000"},
	{18446744073709551616.0, "18446744073709552000", "1.8446744073709552e+19"},
	{0.0001, "0.0001", "0.0001"},
	{1e-5, "0.00001", "1e-05"},
	{1e-6, "0.000001", "1e-06"},
	{1e-7, "1e-7", "1e-07"},
	{1.5e300, "1.5e+300", "1.5e+300"},
	{5e-324, "5e-324", "5e-324"},
	{DBL_MAX, "1.7976931348623157e+308", "1.7976931348623157e+308"},
	{DBL_MIN, "2.2250738585072014e-308", "2.2250738585072014e-308"},
};

TEST(numbers_are_printed_as_go_prints_them)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char json[number_text_max], yaml[number_text_max];

		number_json(cases[i].number, json);
		number_yaml(cases[i].number, yaml);
		assert_string_equal(json, cases[i].json);
		assert_string_equal(yaml, cases[i].yaml);
	}
}

TEST(numbers_read_back_as_the_same_double)
{
	uint64_t seed = 1, bits;

	for (int i = 0; i < 20000; i++) {
		char json[number_text_max], yaml[number_text_max];
		double number;

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		bits = seed ^ seed >> 29;
		memcpy(&number, &bits, sizeof(number));
		if (number != number || number - number != 0)
			continue;
		number_json(number, json);
		number_yaml(number, yaml);
		assert_true(strtod(json, NULL) == number);
		assert_true(strtod(yaml, NULL) == number);
	}
}
