/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/expect/expect.h"
#include "tests/support/test.h"
#include "tests/support/trees.h"

/* "" where `expected` is contained in `actual`, else the path of the first difference. */
static struct str differs(struct arena *a, const char *expected, const char *actual)
{
	struct mismatch out;

	if (expect_compare(test_read(a, expected), test_read(a, actual), STR("4kx2m9qa"), a, &out) == 0)
		return STR("");
	return out.path.length ? out.path : STR("(all)");
}

TEST(what_is_not_there_or_of_another_kind_differs)
{
	TEST_ARENA(a);

	assert_str(differs(&a, "{a: 1}", "{}"), "a");
	assert_str(differs(&a, "{a: {b: {c: 1}}}", "{a: {b: {c: 2}}}"), "a.b.c");
	assert_str(differs(&a, "{a: '1'}", "{a: 1}"), "a");
	assert_str(differs(&a, "{a: []}", "{a: {}}"), "a");
	assert_str(differs(&a, "{a: null}", "{a: 1}"), "a");
	assert_str(differs(&a, "x", "z"), "(all)");
}

TEST(more_than_expected_is_fine)
{
	TEST_ARENA(a);

	assert_str(differs(&a, "{a: {}}", "{a: {b: 1}, c: 2}"), "");
	assert_str(differs(&a, "{a: [2, 1]}", "{a: [1, 2, 3]}"), "");
	assert_str(differs(&a, "{a: null}", "{}"), "");
}

TEST(the_nearest_item_tells_what_is_missing)
{
	TEST_ARENA(a);

	assert_str(differs(&a, "{c: [{name: x, image: i}]}", "{c: [{name: z, image: k}, {name: x, image: j}]}"), "c[1].image");
	assert_str(differs(&a, "{c: [3]}", "{c: [1, 2]}"), "c");
	assert_str(differs(&a, "{c: [{name: x}]}", "{c: []}"), "c");
}

TEST(a_runs_hash_in_texts_is_not_looked_at)
{
	TEST_ARENA(a);

	assert_str(differs(&a, "{name: pi-launcher}", "{name: pi-4kx2m9qa-launcher}"), "");
	assert_str(differs(&a, "{name: pi}", "{name: pi-4kx2m9qa}"), "");
	assert_str(differs(&a, "{name: pi-4kx2m9qa}", "{name: pi-4kx2m9qa}"), "");
	assert_str(differs(&a, "{name: pi}", "{name: pi-4kx2m9qb}"), "name");
	assert_str(differs(&a, "{name: pj}", "{name: pi-4kx2m9qa}"), "name");
}
