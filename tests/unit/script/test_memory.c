/* SPDX-License-Identifier: Apache-2.0 */
/* An empty heap at every single allocation of opening, calling and reading back. */
#include "lib/base/alloc.h"
#include "tests/unit/script/bench.h"

static const char *const lua = "local function add(t, k)\n  t[k] = {('x'):rep(3000), deepcopy(t.a), string.format('%s', k)}\n  "
			       "warn('added ' .. k)\nend\n"
			       "return function(v)\n  for i = 1, 40 do add(v, 'k' .. i) end\n  pcall(error, 'x')\n  v.b.c = "
			       "(('a.b'):gsub('%.', '-'))\nend\n";

/* Every handle is the arena's, so that releasing it is all there is to do. */
static bool run(struct arena *a, struct script_cache *cache, const struct node *in)
{
	struct source *source = source_new(a, source_hook, STR("x.lua"), str_from(lua));
	struct script_limits limits = {10000000, 64 << 20, 20000};
	struct diag_list diags;
	struct node *out;
	struct script *s;

	diag_list_init(&diags, a);
	if (!script_open_cached(cache, source, PLACE_NONE, &limits, a, &diags, &s) || !script_call(s, NULL, &in, 1, &out))
		return false;
	script_close(s);
	return diags.errors == 0 && diags.count == 40 && out->member_count == 42;
}

static bool attempt(struct arena *a, bool cached)
{
	struct node *map = node_new(a, node_map, PLACE_NONE);
	struct script_cache *cache = cached ? script_cache_new(a) : NULL;

	node_put_text(a, node_ensure_map(a, map, "b"), "c", STR("d"));
	node_add_text(a, node_ensure_list(a, map, "a"), STR("item"));
	return run(a, cache, map) && (!cached || run(a, cache, map));
}

static bool attempt_with(long allocations, bool cached, bool *ok)
{
	static struct arena a;
	static jmp_buf oom;

	if (setjmp(oom)) {
		mem_fail_after(-1);
		arena_release(&a);
		return false;
	}
	arena_init(&a, &oom);
	mem_fail_after(allocations);
	*ok = attempt(&a, cached);
	mem_fail_after(-1);
	arena_release(&a);
	return true;
}

static void fail_at_each(bool cached)
{
	bool ok = false;
	long n = 0;

	while (!attempt_with(n, cached, &ok)) {
		n++;
		assert_true(n < 5000);
	}
	assert_true(ok);
	assert_true(n > 10);
}

TEST(an_empty_heap_at_any_allocation_leaves_nothing_behind)
{
	fail_at_each(false);
}

TEST(the_same_with_a_cache)
{
	fail_at_each(true);
}
