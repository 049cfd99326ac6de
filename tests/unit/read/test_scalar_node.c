/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/read/read_case.h"

TEST(plain_scalars_are_typed_by_the_core_schema)
{
	assert_reads("[1, -1, 0x1F, 0o17, 1.5, 1e3, true, FALSE, ~, NULL, '', text]",
		     "[1,-1,31,15,1.5,1000,true,false,null,null,\"\",\"text\"]");
	assert_reads("[9223372036854775807, -9223372036854775808]", "[9223372036854775807,-9223372036854775808]");
}

TEST(quoted_and_block_scalars_are_strings)
{
	assert_reads("['1', \"true\", 'no', '0777', '~']", "[\"1\",\"true\",\"no\",\"0777\",\"~\"]");
	assert_reads("- |\n  1\n- >-\n  no\n", "[\"1\\n\",\"no\"]");
}

TEST(doubtful_words_stay_strings_and_are_reported)
{
	READ(c, "a: no\n");

	assert_false(c.ok);
	assert_int_equal(c.diags.items[0].code, diag_E0105);
	assert_str(node_text(node_get(c.documents.items[0], "a")), "no");
}

static void assert_help(struct str yaml, const char *help)
{
	__attribute__((cleanup(read_case_release))) struct read_case c;

	read_case_init(&c, yaml);
	assert_str(read_case_help(&c), help);
}

TEST(doubtful_words_come_with_what_to_write)
{
	assert_help(STR("a: no"), "write `\"no\"` for the text or `false` for the boolean");
	assert_help(STR("a: Y"), "write `\"Y\"` for the text or `true` for the boolean");
	assert_help(STR("a: ON"), "write `\"ON\"` for the text or `true` for the boolean");
	assert_help(STR("a: off"), "write `\"off\"` for the text or `false` for the boolean");
	assert_help(STR("a: 0777"), "write `\"0777\"` for the text or `0o777` for the octal number");
	assert_help(STR("a: 08"), "write `\"08\"` for the text");
	assert_help(STR("a: 1:30"), "write `\"1:30\"` for the text");
}

TEST(numbers_that_do_not_exist_in_json_are_reported)
{
	assert_complains("a: 9223372036854775808", "1:4 E0112 integer `9223372036854775808` does not fit 64 bits");
	assert_complains("a: -99999999999999999999", "1:4 E0112 integer `-99999999999999999999` does not fit 64 bits");
	assert_complains("a: .NaN", "1:4 E0112 `.NaN` is not a number that JSON, and so Kubernetes, can hold");
	assert_complains("a: -.inf", "1:4 E0112 `-.inf` is not a number that JSON, and so Kubernetes, can hold");
}

TEST(core_tags_decide_the_type)
{
	assert_reads("[!!str 1, !!str no, !!int '5', !!float 1, !!bool 'true', !!null '', !!map {}, !!seq []]",
		     "[\"1\",\"no\",5,1,true,null,{},[]]");
	assert_reads("!!str on: 1\n", "{\"on\":1}");
}

TEST(tags_that_do_not_fit_are_reported)
{
	assert_complains("a: !!int x", "1:4 E0113 `x` is not what its tag `!!int` says");
	assert_complains("a: !!bool 1", "1:4 E0113 `1` is not what its tag `!!bool` says");
	assert_complains("a: !!map [1]", "1:4 E0113 a list is not what its tag `!!map` says");
	assert_complains("a: !!seq {}", "1:4 E0113 a map is not what its tag `!!seq` says");
	assert_complains("a: !!map x", "1:4 E0113 `x` is not what its tag `!!map` says");
}

TEST(other_tags_are_reported)
{
	assert_complains("a: !foo x", "1:4 E0108 unknown tag `!foo`");
	assert_complains("a: !!binary eA==", "1:4 E0108 unknown tag `!!binary`");
	assert_complains("a: !foo {b: 1}", "1:4 E0108 unknown tag `!foo`");
	assert_complains("!foo a: 1", "1:1 E0108 unknown tag `!foo`");
}
