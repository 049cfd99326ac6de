/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/script/bench.h"

static const char *const json =
	"{\"s\":\"x\",\"i\":3,\"f\":1.5,\"b\":false,\"n\":null,\"l\":[1,[2],{\"k\":\"v\"}],\"m\":{\"e\":{},\"el\":[]}}";

TEST(values_arrive_with_their_types)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	assert_str(bench_body(&b,
			      "return {type(v.s), math.type(v.i), math.type(v.f), type(v.b), v.n == null, type(v.l), #v.l, "
			      "#v.l[2], v.l[3].k}",
			      json),
		   "[\"string\",\"integer\",\"float\",\"boolean\",true,\"table\",3,1,\"v\"]");
	assert_str(bench_body(&b, "return v", json), json);
	assert_str(bench_body(&b, "return deepcopy(v)", json), json);
}

/* Tables fill themselves when they are first looked into; each way of looking must do it. */
TEST(every_way_of_looking_fills_a_table)
{
	static const struct {
		const char *body, *result;
	} rows[] = {
		{"return v.l[1]", "1"},
		{"return #v.l", "3"},
		{"local n = 0 for _ in ipairs(v.l) do n = n + 1 end return n", "3"},
		{"local n = 0 for _ in pairs(v.m) do n = n + 1 end return n", "2"},
		{"return (next(v.m))", "\"e\""},
		{"return {table.unpack(v.l[2])}", "[2]"},
		{"return table.concat(v.l[2], ',')", "\"2\""},
		{"v.l[2].x = nil; table.insert(v.l[2], 3); return v.l[2]", "[2,3]"},
		{"table.insert(v.l[2], 1, 9); return v.l[2]", "[9,2]"},
		{"return table.remove(v.l[2])", "2"},
		{"return table.move(v.l, 1, 1, 1, {})", "[1]"},
		{"v.m.new = 1; return v.m", "{\"e\":{},\"el\":[],\"new\":1}"},
		{"v.l[4] = 4; return #v.l", "4"},
		{"return (('k'):gsub('k', v.l[3]))", "\"v\""},
		{"return {v.absent == nil, v.l[9] == nil}", "[true,true]"},
		{"return merge(v.m, {e = {x = 1}})", "{\"e\":{\"x\":1},\"el\":[]}"},
		{"return merge({}, v.m)", "{\"e\":{},\"el\":[]}"},
	};
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_str(bench_body(&b, rows[i].body, json), rows[i].result);
}

TEST(scripts_do_not_see_where_a_table_came_from)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	assert_str(bench_body(&b,
			      "local r = {} for k in pairs(v.m) do r[#r+1] = type(k) end for k in next, v.m do r[#r+1] = type(k) "
			      "end return r",
			      json),
		   "[\"string\",\"string\",\"string\",\"string\"]");
}

TEST(array_makes_a_list)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	assert_str(bench_body(&b, "return {array({}), array({1}), array(array({}))}", "{}"), "[[],[1],[]]");
	assert_str(bench_body(&b, "return array(setmetatable({}, {}))", "{}"),
		   "E0503 hooks/x.lua:2: a table with a metatable cannot be an array");
	assert_str(bench_body(&b, "array(v.l)[4] = 1; return #v.l", json), "4");
	assert_str(bench_body(&b, "v.m.e = array(v.m.e); table.insert(v.m.e, 1); return v.m.e", json), "[1]");
}

TEST(big_and_deep_trees_arrive_whole)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	struct str big = STR("[0");

	for (int i = 1; i < 500; i++)
		big = arena_format(&a, "%.*s,{\"n\":%d}", STR_ARG(big), i);
	big = arena_join(&a, big, STR("]"));
	assert_str(bench_body(&b, "local n = 0 for i = 2, #v do n = n + v[i].n end return n", big.data), "124750");
	assert_true(str_equal(bench_body(&b, "local _ = v[3].n", big.data), big));
}
