/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/read/read_case.h"

TEST(members_a_duplicate_points_at_both)
{
	READ(c, "a: 1\nb: 2\na: 3\n");

	assert_false(c.ok);
	assert_int_equal(c.diags.count, 1);
	assert_int_equal(c.diags.items[0].code, diag_E0106);
	assert_int_equal(c.diags.items[0].at.offset, 10);
	assert_int_equal(c.diags.items[0].label_count, 1);
	assert_int_equal(c.diags.items[0].labels[0].at.offset, 0);
	assert_int_equal(node_get(c.documents.items[0], "a")->integer, 1);
	assert_int_equal(c.documents.items[0]->member_count, 2);
}

TEST(members_each_duplicate_is_reported)
{
	assert_complains("a: 1\na: 2\n'a': 3\n", "2:1 E0106 duplicate key `a`\n3:1 E0106 duplicate key `a`");
	assert_complains("{a: {b: 1, b: 2}, a: 1}", "1:12 E0106 duplicate key `b`\n1:19 E0106 duplicate key `a`");
}

/* `count` keys, every one twice when `twice`. */
static struct str many_keys(struct arena *a, unsigned count, bool twice)
{
	struct buf b;
	struct str text;

	buf_init(&b, 1 << 24);
	for (unsigned round = 0; round < (twice ? 2 : 1); round++)
		for (unsigned i = 0; i < count; i++)
			buf_printf(&b, "key-%u: %u\n", i * 7919 % count, round);
	text = arena_str(a, buf_str(&b));
	buf_release(&b);
	return text;
}

TEST(members_of_large_maps_are_looked_at_too)
{
	TEST_ARENA(a);
	__attribute__((cleanup(read_case_release))) struct read_case c;

	read_case_init(&c, many_keys(&a, 20000, true));
	assert_int_equal(c.diags.count, 20000);
	assert_int_equal(c.documents.items[0]->member_count, 20000);
	assert_str(c.documents.items[0]->members[1].key, "key-7919");
	assert_int_equal(c.documents.items[0]->members[19999].value->integer, 0);
}

TEST(members_of_large_maps_without_duplicates_stay_as_they_are)
{
	TEST_ARENA(a);
	__attribute__((cleanup(read_case_release))) struct read_case c;

	read_case_init(&c, many_keys(&a, 100000, false));
	assert_true(c.ok);
	assert_int_equal(c.documents.items[0]->member_count, 100000);
}

TEST(merge_keys_add_what_is_absent)
{
	assert_reads("a: &x {b: 1, c: 2}\nd: {<<: *x, b: 3}\n", "{\"a\":{\"b\":1,\"c\":2},\"d\":{\"b\":3,\"c\":2}}");
	assert_reads("a: &x {b: 1}\nd: {b: 3, <<: *x}\n", "{\"a\":{\"b\":1},\"d\":{\"b\":3}}");
	assert_reads("{<<: {a: 1}, b: 2}", "{\"a\":1,\"b\":2}");
}

TEST(merge_keys_take_lists_whose_first_map_wins)
{
	assert_reads("a: &x {b: 1}\nc: &z {b: 2, d: 3}\ne: {<<: [*x, *z]}\n",
		     "{\"a\":{\"b\":1},\"c\":{\"b\":2,\"d\":3},\"e\":{\"b\":1,\"d\":3}}");
	assert_reads("{<<: [], a: 1}", "{\"a\":1}");
}

TEST(merge_keys_in_quotes_are_keys)
{
	assert_reads("{'<<': {a: 1}}", "{\"<<\":{\"a\":1}}");
}

TEST(merge_keys_of_other_kinds_are_reported)
{
	assert_complains("{<<: 1}", "1:2 E0111 merge key `<<` takes a map or a list of maps, not an integer");
	assert_complains("{<<: [{}, x]}", "1:2 E0111 merge key `<<` takes a map or a list of maps, not a string");
}

TEST(merge_keys_stand_once_in_a_map)
{
	assert_complains("<<: {a: 1}\n<<: {b: 1}\n", "2:1 E0106 duplicate key `<<`");
}

TEST(merge_keys_do_not_hide_duplicates_of_the_map_itself)
{
	assert_complains("{<<: {a: 0}, a: 1, a: 2}", "1:20 E0106 duplicate key `a`");
}
