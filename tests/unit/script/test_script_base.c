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

TEST(pairs_and_next_go_through_keys_in_order)
{
	static const struct row rows[] = {
		{"local r = {} for k, x in pairs({b=1, a=2, [10]=3, [2]=4, [1.5]=5, [-1]=6, aa=7}) do r[#r+1] = k end return r",
		 "[-1,1.5,2,10,\"a\",\"aa\",\"b\"]"},
		{"local r = {} for k in next, {b=1, a=2, [3]=3} do r[#r+1] = k end return r", "[3,\"a\",\"b\"]"},
		{"local r = {} for k in pairs({[true]=1, [false]=2, x=3}) do r[#r+1] = tostring(k) end return r",
		 "[\"x\",\"false\",\"true\"]"},
		{"local r = {} for k, x in pairs(v) do r[#r+1] = k end return r", "[\"a\",\"z\"]"},
		{"return {next({}) == nil, next(v), (next(v, 'a')), next(v, 'z') == nil}", "[true,\"a\",\"z\",true]"},
		{"local t = {a=1, b=2, c=3} for k in pairs(t) do t.b = nil; t.d = 4 end return t", "{\"a\":1,\"c\":3,\"d\":4}"},
		{"local t = {['a\\0b']=1, ['a']=2} local r = {} for k, x in pairs(t) do r[#r+1] = x end return r", "[2,1]"},
		{"for k in pairs({[{}]=1}) do end",
		 "E0503 hooks/x.lua:2: keys of type table have no order, so this table cannot be walked through"},
		{"for k in pairs(nil) do end", "E0503 hooks/x.lua:2: bad argument #1 to 'pairs' (table expected, got nil)"},
	};

	CHECK(rows, "{\"z\":1,\"a\":[1]}");
}

TEST(text_of_values_has_no_addresses)
{
	static const struct row rows[] = {
		{"return {tostring({}), tostring(v), tostring(pcall), tostring(function() end), tostring(null), tostring(nil)}",
		 "[\"table\",\"table\",\"function\",\"function\",\"null\",\"nil\"]"},
		{"return {tostring(1), tostring(1.5), tostring(true), tostring('x'), tostring(2^53), tostring(10/2)}",
		 "[\"1\",\"1.5\",\"true\",\"x\",\"9.007199254741e+15\",\"5.0\"]"},
		{"return tostring(setmetatable({}, {__tostring = function() return 'me' end}))", "\"me\""},
		{"return tostring(setmetatable({}, {__tostring = function() return {} end}))",
		 "E0503 hooks/x.lua:2: __tostring must return a string"},
		{"return {type(null), type(v), type(1), type(type)}", "[\"null\",\"table\",\"number\",\"function\"]"},
		{"return {select(2, pcall(function() return v + 1 end))}",
		 "[\"hooks/x.lua:2: attempt to perform arithmetic on a table value (upvalue 'v')\"]"},
	};

	CHECK(rows, "{}");
}

TEST(pcall_catches_errors)
{
	static const struct row rows[] = {
		{"return {pcall(error, 'x')}", "[false,\"x\"]"},
		{"return {pcall(error, {code = 1})}", "[false,{\"code\":1}]"},
		{"return {pcall(function(...) return ... end, 1, 2)}", "[true,1,2]"},
		{"local ok, e = pcall(fail, 'no'); return {ok, tostring(e)}", "[false,\"no\"]"},
		{"return {pcall(pcall, error, 'x')}", "[true,false,\"x\"]"},
		{"pcall()", "E0503 hooks/x.lua:2: bad argument #1 to 'pcall' (value expected)"},
	};

	CHECK(rows, "{}");
}

TEST(metatables_work_as_far_as_they_are_harmless)
{
	static const struct row rows[] = {
		{"local C = {} C.__index = C; function C:hi() return self.n end; return setmetatable({n = 3}, C):hi()", "3"},
		{"local m = {}; return getmetatable(setmetatable({}, m)) == m", "true"},
		{"local m = {} local t = setmetatable({}, m); m.__index = function() return 1 end; return {t.x == nil}",
		 "[true]"},
		{"local t = setmetatable({}, {__call = function(_, x) return x + 1 end, __add = function() return 7 end}); "
		 "return {t(1), t + t}",
		 "[2,7]"},
		{"setmetatable({}, {__gc = true})", "E0510 hooks/x.lua:2: a metatable may not have `__gc`"},
		{"setmetatable({}, {__close = true})", "E0510 hooks/x.lua:2: a metatable may not have `__close`"},
		{"setmetatable({}, {__mode = 'k'})", "E0510 hooks/x.lua:2: a metatable may not have `__mode`"},
		{"setmetatable({}, {__len = true})", "E0510 hooks/x.lua:2: a metatable may not have `__len`"},
		{"setmetatable({}, {__metatable = true})", "E0510 hooks/x.lua:2: a metatable may not have `__metatable`"},
		{"setmetatable(v, {})", "E0503 hooks/x.lua:2: cannot change a protected metatable"},
		{"setmetatable(array({}), nil)", "E0503 hooks/x.lua:2: cannot change a protected metatable"},
		{"local t = setmetatable({}, {__index = {x = 1}}); setmetatable(t, nil); return t.x == nil", "true"},
		{"return {getmetatable('') == false, getmetatable({}) == nil, getmetatable(v)}", "[true,true,false]"},
	};

	CHECK(rows, "{}");
}

TEST(fail_and_warn_speak_to_the_user)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	assert_str(bench_body(&b, "if v.n > 1 then fail('n is too big: ' .. v.n) end", "{\"n\":2}"),
		   "E0508 hooks/x.lua:2: n is too big: 2");
	assert_int_equal(b.diags.items[0].help.length, 0);
	assert_str(bench_body(&b, "warn('one')\nwarn(2)", "{}"), "{}");
	assert_int_equal(b.diags.errors, 1);
	assert_str(bench_diag(&b, 1), "W0501 hooks/x.lua:2: one");
	assert_str(bench_diag(&b, 2), "W0501 hooks/x.lua:3: 2");
	assert_str(bench_body(&b, "fail()", "{}"),
		   "E0503 hooks/x.lua:2: bad argument #1 to 'fail' (string expected, got no value)");
}

TEST(warnings_of_two_calls_are_each_reported_once)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	struct node *out;
	struct script *s;

	assert_true(bench_open(&b, "warn('open'); return function() warn('call') end", &s));
	assert_true(script_call(s, NULL, NULL, 0, &out));
	assert_true(script_call(s, NULL, NULL, 0, &out));
	assert_int_equal(b.diags.count, 3);
	assert_str(bench_diag(&b, 0), "W0501 hooks/x.lua:1: open");
	assert_str(bench_diag(&b, 2), "W0501 hooks/x.lua:1: call");
}

TEST(rawlen_counts_what_was_not_looked_into)
{
	static const struct row rows[] = {{"return {rawlen(v.a), #v.a, rawlen('abc')}", "[2,2,3]"}};

	CHECK(rows, "{\"a\":[1,2]}");
}
