/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/script/bench.h"

static const struct place nowhere = PLACE_NONE;

TEST(a_script_returns_a_function_or_a_table)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	struct script *s;

	assert_true(bench_open(&b, "return function() end", &s));
	assert_true(script_has(s, NULL));
	assert_false(script_has(s, "hook"));
	assert_true(bench_open(&b, "return {hook = function() end, name = 'x'}", &s));
	assert_false(script_has(s, NULL));
	assert_true(script_has(s, "hook"));
	assert_false(script_has(s, "name"));
	assert_false(script_has(s, "absent"));
	assert_false(bench_open(&b, "return 7", &s));
	assert_false(bench_open(&b, "", &s));
	assert_false(bench_open(&b, "return 'text'", &s));
	assert_int_equal(b.diags.count, 3);
	assert_str(bench_diag(&b, 0),
		   "E0504 hooks/x.lua:1: `hooks/x.lua` returns number, not a function or a table of functions");
	assert_str(bench_diag(&b, 1),
		   "E0504 hooks/x.lua:1: `hooks/x.lua` returns nothing, not a function or a table of functions");
}

TEST(fields_come_back_as_trees)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	struct script *s;

	assert_true(bench_open(&b, "return {name = 'openmpi', args = {}, f = function() end, n = {1, 2.5, {x = null}}}", &s));
	assert_str(tree_to_json(&a, script_field(s, "name")), "\"openmpi\"");
	assert_str(tree_to_json(&a, script_field(s, "args")), "[]");
	assert_str(tree_to_json(&a, script_field(s, "n")), "[1,2.5,{\"x\":null}]");
	assert_null(script_field(s, "f"));
	assert_null(script_field(s, "absent"));
	assert_int_equal(b.diags.count, 0);
}

TEST(a_field_that_is_no_tree_is_a_diagnostic)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	struct script *s;

	assert_true(bench_open(&b, "return {options = {f = function() end}}", &s));
	assert_null(script_field(s, "options"));
	assert_str(bench_diag(&b, 0), "E0506 hooks/x.lua:1: `f`: a function cannot be part of an object");
}

TEST(calling_what_is_not_there_is_a_diagnostic)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	struct node *out = NULL;
	struct script *s;

	assert_true(bench_open(&b, "return {name = 'x'}", &s));
	assert_false(script_call(s, "plan", NULL, 0, &out));
	assert_false(script_call(s, "name", NULL, 0, &out));
	assert_false(script_call(s, NULL, NULL, 0, &out));
	assert_null(out);
	assert_str(bench_diag(&b, 0), "E0505 hooks/x.lua:1: `hooks/x.lua` has no function `plan`");
	assert_str(bench_diag(&b, 1), "E0505 hooks/x.lua:1: `hooks/x.lua` has no function `name`");
	assert_str(bench_diag(&b, 2), "E0505 hooks/x.lua:1: `hooks/x.lua` does not return a function");
}

TEST(a_function_gets_all_arguments_and_its_first_result_counts)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	const struct node *args[] = {tree_from_json(&a, "1"), tree_from_json(&a, "{\"k\":[2]}"), tree_from_json(&a, "\"s\"")};
	struct node *out;
	struct script *s;

	assert_true(bench_open(&b, "return {f = function(x, y, z) return {x, y.k[1], z}, 'ignored' end}", &s));
	assert_true(script_call(s, "f", args, 3, &out));
	assert_str(tree_to_json(&a, out), "[1,2,\"s\"]");
}

TEST(without_a_result_the_first_argument_comes_back_as_it_was_left)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	struct node *out;
	struct script *s;

	assert_str(bench_body(&b, "v.x = 1", "{}"), "{\"x\":1}");
	assert_str(bench_body(&b, "v = {y = 1}; return nil", "{\"x\":0}"), "{\"x\":0}");
	assert_true(bench_open(&b, "return function() end", &s));
	assert_true(script_call(s, NULL, NULL, 0, &out));
	assert_int_equal(out->kind, node_null);
}

TEST(an_empty_result_is_a_list_when_the_argument_or_the_name_says_so)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	struct node *out;
	struct script *s;

	assert_str(bench_body(&b, "return {}", "[1]"), "[]");
	assert_str(bench_body(&b, "return {}", "{}"), "{}");
	assert_true(bench_open(&b, "return {env = function() return {} end, plan = function() return {} end}", &s));
	assert_true(script_call(s, "env", NULL, 0, &out));
	assert_int_equal(out->kind, node_list);
	assert_true(script_call(s, "plan", NULL, 0, &out));
	assert_int_equal(out->kind, node_map);
}

TEST(state_lasts_from_call_to_call_of_one_script_and_no_longer)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	const char *lua = "local n = 0; count = 0; return function() n = n + 1; count = count + 1; return {n, count} end";
	struct node *out;
	struct script *s;

	for (int i = 0; i < 2; i++) {
		assert_true(bench_open(&b, lua, &s));
		assert_true(script_call(s, NULL, NULL, 0, &out));
		assert_true(script_call(s, NULL, NULL, 0, &out));
		assert_str(tree_to_json(&a, out), "[2,2]");
	}
}

TEST(results_outlive_the_interpreter)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	struct node *out;
	struct script *s;

	assert_true(bench_open(&b, "return function() return {('x'):rep(100), k = nil} end", &s));
	assert_true(script_call(s, NULL, NULL, 0, &out));
	script_close(s);
	script_close(s);
	assert_int_equal(out->items[0]->text.length, 100);
}

/* What could differ between runs: hashes of strings are seeded by time and addresses. */
TEST(a_hundred_runs_give_the_same_bytes)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	const char *body = "local out = {} for i = 1, 200 do out['k' .. i * 7919 % 1000] = i end\n"
			   "local names = {} for k, x in pairs(out) do names[#names + 1] = k .. '=' .. x end\n"
			   "table.sort(names, function(x, y) return #x < #y end)\n"
			   "v.names, v.map, v.text = names, out, tostring(out)";
	struct str first = STR_NONE;

	for (int i = 0; i < 100; i++) {
		struct str json = bench_body(&b, body, "{\"b\":1,\"a\":2}");

		if (i == 0)
			first = json;
		assert_true(first.length > 1000);
		assert_true(str_equal(json, first));
	}
}

TEST(a_script_need_not_be_named_anywhere)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	struct source *source = source_new(&a, source_hook, STR("x.lua"), STR("error('no')"));
	struct script *s;

	assert_false(script_open(source, nowhere, &b.limits, &a, &b.diags, &s));
	assert_int_equal(b.diags.items[0].label_count, 0);
}
