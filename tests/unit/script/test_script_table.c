/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/script/bench.h"

struct row {
	const char *body, *result;
};

static void check(const struct row *rows, size_t count, const char *json)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	for (size_t i = 0; i < count; i++)
		assert_str(bench_body(&b, rows[i].body, json), rows[i].result);
}
#define CHECK(rows, json) check((rows), sizeof(rows) / sizeof(*(rows)), (json))

TEST(sort_is_stable)
{
	static const struct row rows[] = {
		{"local t = {3, 1, 2} table.sort(t) return t", "[1,2,3]"},
		{"local t = {} table.sort(t) return #t", "0"},
		{"local t = {'b', 'a', 'B'} table.sort(t) return t", "[\"B\",\"a\",\"b\"]"},
		{"local t = {3, 1, 2} table.sort(t, function(x, y) return x > y end) return t", "[3,2,1]"},
		{"local t = {'b1', 'a1', 'b2', 'a2', 'b3'} table.sort(t, function(x, y) return x:sub(1, 1) < y:sub(1, 1) end) "
		 "return t",
		 "[\"a1\",\"a2\",\"b1\",\"b2\",\"b3\"]"},
		{"local t = {1, 2, 3, 4} table.sort(t, function() return true end) return #t", "4"},
		{"table.sort(v.l) return v.l", "[1,5,9]"},
		{"local t = {} for i = 1, 1000 do t[i] = (i * 7919) % 1009 end table.sort(t) for i = 2, 1000 do assert(t[i - 1] "
		 "<= t[i]) end",
		 "{\"l\":[9,1,5],\"m\":{\"a\":1,\"b\":{\"c\":2}}}"},
		{"table.sort({1, 'x'})", "E0503 hooks/x.lua:2: attempt to compare string with number"},
		{"table.sort({1, 2}, 3)", "E0503 hooks/x.lua:2: bad argument #2 to 'sort' (function expected, got number)"},
	};

	CHECK(rows, "{\"l\":[9,1,5],\"m\":{\"a\":1,\"b\":{\"c\":2}}}");
}

TEST(merge_merges_maps_replaces_lists_and_null_deletes)
{
	static const struct row rows[] = {
		{"return merge(v.m, {b = {d = 3}})", "{\"a\":1,\"b\":{\"c\":2,\"d\":3}}"},
		{"return merge(v.m, {a = null, b = {c = null}})", "{\"b\":{}}"},
		{"return merge(v, {l = {7}})", "{\"l\":[7],\"m\":{\"a\":1,\"b\":{\"c\":2}}}"},
		{"return merge(v.m, {b = 'x'})", "{\"a\":1,\"b\":\"x\"}"},
		{"return merge(v.m, {n = {x = null, y = 1}})", "{\"a\":1,\"b\":{\"c\":2},\"n\":{\"y\":1}}"},
		{"return merge({}, {a = {b = null}})", "{\"a\":{}}"},
		{"return merge(1, {a = 1})", "{\"a\":1}"},
		{"return merge({a = 1}, 2)", "2"},
		{"local m = merge(v.m, {}); m.a = 9; return {v.m.a, m.a}", "[1,9]"},
		{"local o = {x = {y = 1}}; local m = merge({}, o); m.x.y = 2; return o.x.y", "1"},
		{"merge({})", "E0503 hooks/x.lua:2: bad argument #2 to 'merge' (value expected)"},
	};

	CHECK(rows, "{\"l\":[9,1,5],\"m\":{\"a\":1,\"b\":{\"c\":2}}}");
}

TEST(deepcopy_copies_all_the_way_down)
{
	static const struct row rows[] = {
		{"local c = deepcopy(v); c.m.b.c = 7; c.l[1] = 0; return {v.m.b.c, v.l[1], c.m.b.c}", "[2,9,7]"},
		{"local t = {x = {1, {2}}}; local c = deepcopy(t); c.x[2][1] = 3; return t.x[2][1]", "2"},
		{"return {deepcopy(1), deepcopy('x'), deepcopy(null), deepcopy(nil) == nil}", "[1,\"x\",null,true]"},
		{"local t = {} t.t = t; deepcopy(t)",
		 "E0503 hooks/x.lua:2: tables are nested more than 100 deep, or contain themselves"},
		{"local t = {} t.t = t; merge({}, t)",
		 "E0503 hooks/x.lua:2: tables are nested more than 100 deep, or contain themselves"},
	};

	CHECK(rows, "{\"l\":[9,1,5],\"m\":{\"a\":1,\"b\":{\"c\":2}}}");
}

TEST(the_rest_of_the_library_is_luas)
{
	static const struct row rows[] = {
		{"local t = {1, 3} table.insert(t, 2, 2) table.insert(t, 4) return t", "[1,2,3,4]"},
		{"local t = {1, 2, 3} table.remove(t, 1) return t", "[2,3]"},
		{"return table.concat({1, 2, 'x'}, '-')", "\"1-2-x\""},
		{"return {table.unpack({1, 2, 3}, 2)}", "[2,3]"},
		{"return table.pack(1, nil, 3).n", "3"},
		{"table.insert({}, 5, 1)", "E0503 hooks/x.lua:2: bad argument #2 to 'insert' (position out of bounds)"},
		{"table.insert(nil, 1)", "E0503 hooks/x.lua:2: bad argument #1 to 'insert' (table expected, got nil)"},
	};

	CHECK(rows, "{}");
}
