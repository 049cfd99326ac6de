/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/script/bench.h"

TEST(an_interpreter_from_the_cache_has_seen_nothing)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	const char *body = "local seen = leak ~= nil or string.leak ~= nil or math.leak ~= nil\n"
			   "leak = 1; string.leak = 1; math.leak = 1; string.rep = nil; table.insert = nil\n"
			   "local big = {} for i = 1, 20000 do big[i] = ('x'):upper() .. i end\n"
			   "return {seen, v.n}";

	b.cache = script_cache_new(&a);
	for (int i = 0; i < 5; i++)
		assert_str(bench_body(&b, body, "{\"n\":1}"), "[false,1]");
	assert_int_equal(b.diags.count, 0);
}

TEST(scripts_of_one_text_can_be_open_at_the_same_time)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	struct node *out;
	struct script *s[4];

	b.cache = script_cache_new(&a);
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 4; i++)
			assert_true(bench_open(&b, "local n = 0; return function() n = n + 1; return n end", &s[i]));
		for (int i = 0; i < 4; i++) {
			assert_true(script_call(s[i], NULL, NULL, 0, &out));
			assert_int_equal(out->integer, 1);
		}
		for (int i = 0; i < 4; i++)
			script_close(s[i]);
	}
}

TEST(the_cache_tells_texts_and_names_apart)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	struct script *s;

	b.cache = script_cache_new(&a);
	assert_str(bench_body(&b, "return 1", "{}"), "1");
	assert_str(bench_body(&b, "return 2", "{}"), "2");
	assert_str(bench_body(&b, "error('x')", "{}"), "E0503 hooks/x.lua:2: x");
	assert_false(script_open_cached(b.cache, source_new(&a, source_hook, STR("y.lua"), STR("return")), PLACE_NONE, &b.limits,
					&a, &b.diags, &s));
	assert_str(bench_diag(&b, 1), "E0504 y.lua:1: `y.lua` returns nothing, not a function or a table of functions");
}

TEST(after_a_stop_the_next_script_has_its_whole_budget)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	const char *body = "if v.bad then while true do pcall(error) end end\nfor i = 1, 1000 do end return 'fine'";

	b.cache = script_cache_new(&a);
	b.limits.instructions = 8000;
	for (int i = 0; i < 3; i++) {
		assert_true(str_starts(bench_body(&b, body, "{\"bad\":true}"), "E0502"));
		assert_str(bench_body(&b, body, "{}"), "\"fine\"");
	}
}

TEST(errors_of_a_cached_script_point_at_the_source_at_hand)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	b.cache = script_cache_new(&a);
	for (int i = 0; i < 3; i++)
		assert_str(bench_body(&b, "\nerror('here')", "{}"), "E0503 hooks/x.lua:3: here");
	assert_ptr_not_equal(b.diags.items[0].at.source, b.diags.items[1].at.source);
}

TEST(a_text_that_does_not_parse_is_not_kept)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	struct script *s;

	b.cache = script_cache_new(&a);
	for (int i = 0; i < 2; i++)
		assert_false(bench_open(&b, "return {", &s));
	assert_int_equal(b.diags.count, 2);
}

TEST(a_script_left_open_goes_back_with_its_arena)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	b.cache = script_cache_new(&a);
	for (int i = 0; i < 3; i++) {
		struct arena inner = test_arena();
		struct bench c = bench_new(&inner);
		struct script *s;

		c.cache = b.cache;
		assert_true(bench_open(&c, "return function() end", &s));
		arena_release(&inner);
	}
}

TEST(a_script_may_be_a_mebibyte_and_no_more)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	struct str spaces = arena_format(&a, "%*s", 1 << 20, "");
	struct script *s;

	assert_false(bench_open(&b, spaces.data, &s));
	assert_str(bench_diag(&b, 0),
		   "E0504 hooks/x.lua:1: `hooks/x.lua` returns nothing, not a function or a table of functions");
	assert_false(bench_open(&b, arena_join(&a, spaces, STR(" ")).data, &s));
	assert_str(bench_diag(&b, 1), "E0501 hooks/x.lua:1: a script may have at most 1048576 bytes");
}
