/* SPDX-License-Identifier: Apache-2.0 */
#include <time.h>

#include "tests/unit/script/bench.h"

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

TEST(instructions_are_limited)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	b.limits.instructions = 5000;
	assert_str(bench_body(&b, "for i = 1, 1000 do end", "{}"), "{}");
	assert_str(bench_body(&b, "for i = 1, 10000 do end", "{}"),
		   "E0502 hooks/x.lua:2: `hooks/x.lua` used up its 5000 instructions");
	assert_true(str_starts(b.diags.items[0].help, "look for a loop"));
}

TEST(the_budget_is_for_all_calls_of_a_script_together)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	struct node *out;
	struct script *s;
	int calls = 0;

	b.limits.instructions = 100000;
	assert_true(bench_open(&b, "return function() for i = 1, 10000 do end end", &s));
	while (calls < 100 && script_call(s, NULL, NULL, 0, &out))
		calls++;
	assert_in_range(calls, 5, 12);
	assert_false(script_call(s, NULL, NULL, 0, &out));
	assert_int_equal(b.diags.items[0].code, diag_E0502);
}

TEST(memory_is_limited)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	b.limits.bytes = 1 << 20;
	assert_str(bench_body(&b, "return #('x'):rep(500000)", "{}"), "500000");
	assert_str(bench_body(&b, "return #('x'):rep(2000000)", "{}"),
		   "E0502 hooks/x.lua:2: `hooks/x.lua` used up its 1024 KiB of memory");
	assert_str(bench_body(&b, "local t = {} while true do t[#t+1] = {} end", "{}"),
		   "E0502 hooks/x.lua:2: `hooks/x.lua` used up its 1024 KiB of memory");
}

TEST(garbage_does_not_count_as_used_memory)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	b.limits.bytes = 4 << 20;
	assert_str(bench_body(&b, "local n = 0 for i = 1, 100000 do local t = {i} n = n + t[1] end return n", "{}"),
		   "5000050000");
}

TEST(a_limit_too_small_for_an_empty_interpreter_is_the_scripts_limit)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	b.limits.bytes = 1000;
	assert_str(bench_body(&b, "", "{}"), "E0502 hooks/x.lua:1: `hooks/x.lua` used up its 0 KiB of memory");
	b.limits.bytes = 10000;
	assert_str(bench_body(&b, "", "{}"), "E0502 hooks/x.lua:1: `hooks/x.lua` used up its 9 KiB of memory");
}

TEST(time_is_limited)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	double before = seconds();

	b.limits = (struct script_limits){UINT64_MAX / 2, 64 << 20, 50};
	assert_str(bench_body(&b, "while true do end", "{}"), "E0502 hooks/x.lua:2: `hooks/x.lua` used up its 50 milliseconds");
	assert_true(seconds() - before < 1);
}

TEST(time_between_calls_does_not_count)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	struct timespec pause = {0, 80 * 1000 * 1000};
	struct node *out;
	struct script *s;

	b.limits.milliseconds = 60;
	assert_true(bench_open(&b, "return function() for i = 1, 3000 do end end", &s));
	nanosleep(&pause, NULL);
	assert_true(script_call(s, NULL, NULL, 0, &out));
}

TEST(a_result_may_not_be_larger_than_the_scripts_memory)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	assert_str(bench_body(&b, "local t = {1} for i = 1, 90 do t = {t, t} end return t", "{}"),
		   "E0502 hooks/x.lua:1: `hooks/x.lua` used up its 65536 KiB of memory");
	assert_str(bench_body(&b, "local r, s = {}, ('x'):rep(1000000) for i = 1, 100 do r[i] = s end return r", "{}"),
		   "E0502 hooks/x.lua:1: `hooks/x.lua` used up its 65536 KiB of memory");
}

TEST(the_place_is_where_the_script_was_stopped)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	assert_str(bench_body(&b, "local function spin()\n while true do end\nend\npcall(spin)", "{}"),
		   "E0502 hooks/x.lua:3: `hooks/x.lua` used up its 10000000 instructions");
	assert_true(b.diags.items[0].at.source->kind == source_hook);
	assert_int_equal(b.diags.items[0].label_count, 1);
}
