/* SPDX-License-Identifier: Apache-2.0 */
/* Ways out of a naive sandbox. Each must end in a diagnostic, and within a second or so. */
#include <time.h>

#include "tests/unit/script/bench.h"

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* With the real limits: whatever is used up first, it is E0502. */
TEST(nothing_runs_for_ever)
{
	static const char *const bodies[] = {
		"while true do end",
		"while true do pcall(function() while true do end end) end",
		"local function f() while true do pcall(f) end end f()",
		"pcall(pcall, function() while true do end end) while true do end",
		"local t = setmetatable({}, {__index = function(t, k) return t[k + 1] end}) local _ = t[1] while true do "
		"pcall(function() return t[1] end) end",
		"return ('a'):rep(400):find('.-.-.-.-b$')",
		"while true do pcall(string.find, ('a'):rep(400), '.-.-.-.-b$') end",
		"return ('a'):rep(100000):match('(.-)%1b')",
		"return ('a'):rep(3000):gsub('.-.-.-b', '')",
		"for x in ('a'):rep(3000):gmatch('.-.-.-b') do end",
		"local s = ('('):rep(1000000) return s:find('%b()')",
		"while true do local s = ('x'):rep(10000000) end",
		"local s = ('x'):rep(20000000) while true do s:upper() end",
		"local s = ('x'):rep(20000000) while true do s:find('y', 1, true) end",
		"local s = ('x'):rep(20000000) while true do local t = s .. 'y' end",
		"local a, b = ('x'):rep(15000000) .. 'a', ('x'):rep(15000000) .. 'b' while a ~= b do end",
		"local a, b = ('x'):rep(15000000) .. 'a', ('x'):rep(15000000) .. 'b' while a < b do end",
		"local s = ('9'):rep(20000000) while true do tonumber(s) end",
		"local s = ('x'):rep(20000000) while true do utf8.len(s) end",
		"table.move({}, 1, math.maxinteger - 1, 2)",
		"while true do pcall(table.unpack, {}, 1, 900000) end",
		"local t = {} for i = 1, 200000 do t[i] = -i end while true do table.sort(t) end",
		"local t = {} for i = 1, 200000 do t[i] = i end while true do table.insert(t, 1, 0) table.remove(t, 1) end",
		"local t = {} for i = 1, 200000 do t[i] = i end while true do next(t) end",
		"local t = {} for i = 1, 200000 do t[i] = 'x' end while true do table.concat(t) end",
		"local t = {} for i = 1, 200000 do t['k' .. i] = i end while true do pairs(t) end",
		"local t = {} while true do t = {t} deepcopy({t, t}) end",
		"local t = {} for i = 1, 30 do t = {t, t} end deepcopy(t)",
		"table.sort({1, 2, 3}, function() while true do end end)",
		"return (('x'):gsub('x', function() while true do end end))",
		"while true do warn('x') end",
		"error(setmetatable({}, {__tostring = function() while true do end end}))",
		"tostring(setmetatable({}, {__tostring = function() while true do end end}))",
		"local t = setmetatable({}, {__eq = function() while true do end end}) return t == setmetatable({}, "
		"getmetatable(t))",
	};
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	b.limits.milliseconds = 200;
	for (size_t i = 0; i < sizeof(bodies) / sizeof(*bodies); i++) {
		double before = seconds();
		struct str said = bench_body(&b, bodies[i], "{}");
		double took = seconds() - before;

		if (!str_starts(said, "E05") || took > 60)
			fail_msg("%s -> %.*s after %.2f s", bodies[i], STR_ARG(said), took);
	}
}

TEST(memory_cannot_be_used_up)
{
	static const char *const bodies[] = {
		"local s = 'x' while true do s = s .. s end",
		"local t = {} while true do t[#t + 1] = ('x'):rep(100) .. #t end",
		"local t = {} for i = 1, 1000000000 do t[i] = i end",
		"return ('x'):rep(10000, ('y'):rep(10000))",
		"return (('x'):rep(30000):gsub('x', ('y'):rep(30000)))",
		"local t = {} for i = 1, 1000 do t[i] = ('x'):rep(100000) end return table.concat(t)",
		"local function f(...) return f(1, ...) end f()",
		"local function f() return 1 + f() end f()",
		"local function f() local ok = pcall(f) f() end f()",
	};
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	b.limits.milliseconds = 200;
	for (size_t i = 0; i < sizeof(bodies) / sizeof(*bodies); i++) {
		struct str said = bench_body(&b, bodies[i], "{}");

		if (!str_starts(said, "E0502") && !str_starts(said, "E0503"))
			fail_msg("%s -> %.*s", bodies[i], STR_ARG(said));
	}
}

TEST(the_parser_survives_nesting)
{
	static const char *const parts[] = {"{", "(", "do ", "function f() ", "a = -", "x[", "if x then ", "return function() "};
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		struct str text = arena_format(&a, "return %s", parts[i]);
		struct script *s;

		for (int n = 0; n < 12; n++)
			text = arena_join(&a, text, str_slice(text, 7, text.length));
		assert_false(bench_open(&b, text.data, &s));
		assert_int_equal(b.diags.items[i].code, diag_E0501);
	}
}

TEST(one_script_cannot_reach_another_through_what_strings_share)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	assert_str(bench_body(&b, "setmetatable('', {})", "{}"),
		   "E0503 hooks/x.lua:2: bad argument #1 to 'setmetatable' (table expected, got string)");
	assert_str(bench_body(&b, "string.upper = function() return 'evil' end return ('x'):upper()", "{}"), "\"evil\"");
	assert_str(bench_body(&b, "return ('x'):upper()", "{}"), "\"X\"");
	assert_str(bench_body(&b, "getmetatable('').__index = nil", "{}"),
		   "E0503 hooks/x.lua:2: attempt to index a boolean value");
}

TEST(to_be_closed_variables_need_a_metamethod_nobody_can_set)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	assert_str(bench_body(&b,
			      "local m = {} local t = setmetatable({}, m) m.__close = function() while true do end end\nlocal x "
			      "<close> = t",
			      "{}"),
		   "E0503 hooks/x.lua:3: variable 'x' got a non-closable value");
}

TEST(bytecode_is_refused)
{
	static const char dumped[] = "\033LuaT\0\x19\x93\r\n\x1a\n\x04\x08\x08xV\0\0\0\0\0\0\0\0\0\0\0(w@";
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	struct source *source = source_new(&a, source_hook, STR("x.luac"), (struct str){dumped, sizeof(dumped) - 1});
	struct script *s;

	assert_false(script_open(source, PLACE_NONE, &b.limits, &a, &b.diags, &s));
	assert_str(bench_diag(&b, 0), "E0510 x.luac:1: compiled Lua is not accepted, for nothing checks it: scripts are texts");
}
