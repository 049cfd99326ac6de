/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/read/read_case.h"

TEST(aliases_stand_for_copies)
{
	READ(c, "a: &x [1]\nb: *x\n");
	struct node *root = c.documents.items[0];

	assert_true(c.ok);
	assert_true(node_equal(node_get(root, "a"), node_get(root, "b")));
	assert_ptr_not_equal(node_get(root, "a"), node_get(root, "b"));
	assert_ptr_not_equal(node_get(root, "a")->items[0], node_get(root, "b")->items[0]);
	assert_int_equal(node_get(root, "b")->items[0]->at.offset, node_get(root, "a")->items[0]->at.offset);
}

TEST(aliases_of_scalars_keep_their_type)
{
	assert_reads("[&a 1, *a, &b '1', *b, &c ~, *c]", "[1,1,\"1\",\"1\",null,null]");
	assert_reads("&k key: 1\nother: *k\n", "{\"key\":1,\"other\":\"key\"}");
	assert_reads("a: &k key\n*k : 1\n", "{\"a\":\"key\",\"key\":1}");
}

TEST(aliases_take_the_newest_anchor_of_the_name)
{
	assert_reads("[&a 1, *a, &a 2, *a]", "[1,1,2,2]");
}

TEST(aliases_know_nothing_of_other_documents)
{
	assert_complains("&a 1\n---\n[*a]\n", "3:2 E0109 unknown anchor `a`");
}

TEST(aliases_of_nothing_are_reported_and_reading_goes_on)
{
	assert_complains("a: *b\nc: no\n", "1:4 E0109 unknown anchor `b`\n2:4 E0105 value `no` means different things to different YAML readers");
}

TEST(aliases_inside_what_they_stand_for_are_reported)
{
	assert_complains("&a [*a]", "1:5 E0109 alias `*a` stands inside what it stands for");
	assert_complains("a: &a {b: {c: *a}}", "1:15 E0109 alias `*a` stands inside what it stands for");
}

TEST(aliases_that_multiply_are_stopped)
{
	assert_complains("- &a [1,1,1,1,1,1,1,1,1,1]\n- &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n- &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
			 "- &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n- &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n",
			 "4:28 E0110 aliases add more than 10000 values to this document");
}

TEST(aliases_cannot_nest_beyond_the_depth_limit)
{
	TEST_ARENA(a);
	__attribute__((cleanup(read_case_release))) struct read_case c;
	struct buf b;

	buf_init(&b, 1 << 20);
	buf_puts(&b, "- &a0 [[[[[[[[[[x]]]]]]]]]]\n");
	for (int i = 1; i < 20; i++)
		buf_printf(&b, "- &a%d [[[[[[[[[[*a%d]]]]]]]]]]\n", i, i - 1);
	read_case_init(&c, arena_str(&a, buf_str(&b)));
	buf_release(&b);
	assert_int_equal(c.diags.count, 1);
	assert_str(c.diags.items[0].message, "maps and lists nested more than 100 deep");
}

TEST(aliases_many_anchors_are_stopped)
{
	TEST_ARENA(a);
	__attribute__((cleanup(read_case_release))) struct read_case c;
	struct buf b;

	buf_init(&b, 1 << 20);
	for (int i = 0; i < 1001; i++)
		buf_printf(&b, "- &a%d x\n", i);
	read_case_init(&c, arena_str(&a, buf_str(&b)));
	buf_release(&b);
	assert_int_equal(c.diags.count, 1);
	assert_int_equal(c.diags.items[0].code, diag_E0110);
}
