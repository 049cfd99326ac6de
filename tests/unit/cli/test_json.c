/* SPDX-License-Identifier: Apache-2.0 */
/* Indented JSON of trees. */
#include "compiler/cli/json.h"
#include "tests/support/test.h"

static void assert_json(const struct node *n, const char *expected)
{
	struct buf out;
	struct error err;

	buf_init(&out, 10000);
	assert_int_equal(json_write(n, &out, &err), 0);
	assert_str(buf_str(&out), expected);
	buf_release(&out);
}

TEST(members_keep_their_order_and_are_escaped)
{
	TEST_ARENA(a);
	struct node *n = node_new(&a, node_map, PLACE_NONE);

	node_put_text(&a, n, "z\"", STR("a\nb\\"));
	node_put(&a, n, "a", node_new_int(&a, 10000000000, PLACE_NONE));
	assert_json(n, "{\n  \"z\\\"\": \"a\\nb\\\\\",\n  \"a\": 10000000000\n}");
}

TEST(lists_of_scalars_stand_on_a_line_others_do_not)
{
	TEST_ARENA(a);
	struct node *list = node_new(&a, node_list, PLACE_NONE), *outer = node_new(&a, node_list, PLACE_NONE);

	node_add_text(&a, list, STR("x"));
	node_add(&a, list, node_new_bool(&a, true, PLACE_NONE));
	assert_json(list, "[\"x\", true]");
	node_add(&a, outer, list);
	assert_json(outer, "[\n  [\"x\", true]\n]");
}

TEST(empty_collections_are_short)
{
	TEST_ARENA(a);

	assert_json(node_new(&a, node_map, PLACE_NONE), "{}");
	assert_json(node_new(&a, node_list, PLACE_NONE), "[]");
	assert_json(node_new(&a, node_null, PLACE_NONE), "null");
}

TEST(bytes_that_are_no_text_are_replaced)
{
	TEST_ARENA(a);

	assert_str(json_utf8(&a, STR("plain ü")), "plain ü");
	assert_str(json_utf8(&a, STR("a\xFF\xFE")), "a\uFFFD\uFFFD");
	assert_str(json_utf8(&a, STR_NONE), "");
}
