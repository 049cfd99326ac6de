/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "tests/unit/script/bench.h"

TEST(syntax_errors_stand_at_their_line)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	struct script *s;

	assert_false(bench_open(&b, "local x = 1\nif x then\n  x = = 2\nend\n", &s));
	assert_str(bench_diag(&b, 0), "E0501 hooks/x.lua:3: unexpected symbol near '='");
	assert_false(bench_open(&b, "return {\n\n", &s));
	assert_true(str_starts(bench_diag(&b, 1), "E0501 hooks/x.lua:3: unexpected symbol near <eof>"));
	assert_false(bench_open(&b, "\033LuaT\0\x19\x93", &s));
	assert_str(bench_diag(&b, 2), "E0510 hooks/x.lua:1: compiled Lua is not accepted, for nothing checks it: scripts are texts");
}

TEST(a_diagnostic_shows_the_line_the_job_and_the_callers)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	struct diag *d;

	bench_run(
		&b,
		"local function deep(o)\n  return o.spec.template\nend\nlocal function middle(o) local r = deep(o) return r end\n"
		"return function(v)\n  local r = middle(v)\nend\n",
		"{}");
	d = &b.diags.items[0];
	assert_str(bench_diag(&b, 0), "E0503 hooks/x.lua:2: attempt to index a nil value (field 'spec')");
	assert_int_equal(d->at.offset, strlen("local function deep(o)\n  "));
	assert_int_equal(d->at.length, strlen("return o.spec.template"));
	assert_int_equal(d->label_count, 1);
	assert_str(d->labels[0].at.source->name, "job.yaml");
	assert_str(d->labels[0].text, "called from here");
	assert_str(d->help, "called from line 4 in middle, line 6");
}

TEST(at_most_three_callers_are_named)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	bench_body(&b, "local function f(n) if n == 0 then error('deep') end f(n - 1) end\nf(10)", "{}");
	assert_str(b.diags.items[0].help, "called from line 2 in f, line 2 in f, line 2 in f");
}

TEST(errors_may_be_any_value)
{
	static const struct {
		const char *body, *diag;
	} rows[] = {
		{"error('x')", "E0503 hooks/x.lua:2: x"},
		{"error('x', 0)", "E0503 hooks/x.lua:2: x"},
		{"error({code = 1})", "E0503 hooks/x.lua:2: the script raised a table as an error"},
		{"error()", "E0503 hooks/x.lua:2: the script raised nil as an error"},
		{"error(null)", "E0503 hooks/x.lua:2: the script raised a userdata as an error"},
		{"error(print)",
		 "E0510 hooks/x.lua:2: `print` is not available: scripts run without input, output, clock and chance, and "
		 "load no other code"},
		{"error('two\\nlines\\1\\255')", "E0503 hooks/x.lua:2: two lines??"},
		{"assert(false)", "E0503 hooks/x.lua:2: assertion failed!"},
		{"assert(nil, 'told')", "E0503 hooks/x.lua:2: told"},
		{"error('other.lua:9: x', 0)", "E0503 hooks/x.lua:2: other.lua:9: x"},
		{"error('hooks/x.lua:99: x', 0)", "E0503 hooks/x.lua:4: x"},
		{"error('hooks/x.lua:0: x', 0)", "E0503 hooks/x.lua:2: hooks/x.lua:0: x"},
		{"local function need(x) if not x then error('need x', 2) end end\n\nneed()", "E0503 hooks/x.lua:4: need x"},
	};
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows) - 1; i++)
		if (i != 10)
			assert_str(bench_body(&b, rows[i].body, "{}"), rows[i].diag);
	assert_str(bench_body(&b, rows[12].body, "{}"), rows[12].diag);
	assert_true(str_ends(bench_body(&b, rows[10].body, "{}"), ": x"));
}

TEST(long_messages_are_cut)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	struct str s = bench_body(&b, "error(('x'):rep(5000))", "{}");

	assert_true(s.length < 700);
	assert_true(str_ends(s, "x..."));
}

TEST(long_file_names_are_recognised_in_messages)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	for (int length = 50; length < 70; length++) {
		struct str name = arena_format(&a, "/%0*d.lua", length - 5, 7);
		struct script *s;

		assert_false(script_open(source_new(&a, source_hook, name, STR("\nerror('x')")), PLACE_NONE, &b.limits, &a,
					 &b.diags, &s));
		assert_str(b.diags.items[b.diags.count - 1].message, "x");
	}
}

TEST(what_is_not_available_is_said_so)
{
	static const char *const names[] = {"os",	 "io",	       "debug",	 "package",  "require",
					    "load",	 "loadstring", "dofile", "loadfile", "collectgarbage",
					    "coroutine", "print",      "xpcall", "rawset",   "rawget"};
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct str body = arena_format(&a, "return %s.x", names[i]);
		struct str expected =
			arena_format(&a,
				     "E0510 hooks/x.lua:2: `%s` is not available: scripts run without input, output, "
				     "clock and chance, and load no other code",
				     names[i]);

		assert_str(bench_body(&b, body.data, "{}"), expected.data);
	}
	assert_str(bench_body(&b, "return {x == nil, math.x == nil, ('').x == nil}", "{}"), "[true,true,true]");
	assert_str(bench_body(&b, "return math.random(6)", "{}"),
		   "E0510 hooks/x.lua:2: `math.random` is not available: its result is not the same in every run and on every machine");
	assert_str(bench_body(&b, "return (''):dump()", "{}"),
		   "E0510 hooks/x.lua:2: `string.dump` is not available: its result is not the same in every run and on every machine");
	assert_str(bench_body(&b, "local ok, why = pcall(function() return os.time() end) return {ok, (tostring(why):gsub(':.*', ''))}", "{}"),
		   "[false,\"`os` is not available\"]");
}
