/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/tree_text.h"

TEST(node_look_ups_chain_through_what_is_absent)
{
	TEST_ARENA(a);
	struct node *map = tree_of(&a, "spec: {template: {spec: {x: 1}}, list: [1]}");

	assert_int_equal(node_get(node_path(map, "spec.template.spec"), "x")->integer, 1);
	assert_ptr_equal(node_path(map, "spec"), node_get(map, "spec"));
	assert_null(node_path(map, "spec.nothing.spec"));
	assert_null(node_path(map, "spec.list.0"));
	assert_null(node_get(NULL, "x"));
	assert_null(node_get(node_path(map, "spec.list"), "x"));
	assert_null(node_member(NULL, STR("x")));
}

TEST(node_set_replaces_in_place_or_appends)
{
	TEST_ARENA(a);
	struct node *map = tree_of(&a, "{a: 1, b: 2}");

	node_put_text(&a, map, "a", STR("x"));
	node_put_text(&a, map, "c", STR("y"));
	assert_int_equal(map->member_count, 3);
	assert_str(map->members[0].key, "a");
	assert_tree(map, "{\"a\":\"x\",\"b\":2,\"c\":\"y\"}");
}

TEST(node_remove_closes_the_gap)
{
	TEST_ARENA(a);
	struct node *map = tree_of(&a, "{a: 1, b: 2, c: 3}");

	assert_true(node_remove(map, STR("b")));
	assert_false(node_remove(map, STR("b")));
	assert_tree(map, "{\"a\":1,\"c\":3}");
	assert_true(node_remove(map, STR("c")));
	assert_true(node_remove(map, STR("a")));
	assert_tree(map, "{}");
}

TEST(node_insert_moves_the_others_up)
{
	TEST_ARENA(a);
	struct node *list = tree_of(&a, "[1, 2]");

	node_insert(&a, list, 0, node_new_int(&a, 0, PLACE_NONE));
	node_insert(&a, list, 3, node_new_int(&a, 3, PLACE_NONE));
	node_insert(&a, list, 1, node_new_bool(&a, true, PLACE_NONE));
	assert_tree(list, "[0,true,1,2,3]");
}

TEST(node_ensure_makes_what_is_absent_or_of_another_kind)
{
	TEST_ARENA(a);
	struct node *map = tree_of(&a, "{a: {x: 1}, b: text}");

	node_put(&a, node_ensure_map(&a, map, "a"), "y", node_new_int(&a, 2, PLACE_NONE));
	node_ensure_map(&a, map, "b");
	node_add_text(&a, node_ensure_list(&a, map, "c"), STR("item"));
	node_add_text(&a, node_ensure_list(&a, map, "c"), STR("item"));
	assert_tree(map, "{\"a\":{\"x\":1,\"y\":2},\"b\":{},\"c\":[\"item\",\"item\"]}");
}

TEST(node_text_is_empty_for_what_is_no_string)
{
	TEST_ARENA(a);
	struct node *map = tree_of(&a, "{s: text, i: 1}");

	assert_str(node_text(node_get(map, "s")), "text");
	assert_str(node_text(node_get(map, "i")), "");
	assert_str(node_text(NULL), "");
	assert_false(node_is(NULL, node_null));
}

TEST(node_kinds_have_names_for_messages)
{
	assert_string_equal(node_kind_name(node_null), "null");
	assert_string_equal(node_kind_name(node_int), "an integer");
	assert_string_equal(node_kind_name(node_map), "a map");
}

TEST(node_copies_can_be_changed_and_grown_alone)
{
	TEST_ARENA(a);
	struct node *n = tree_of(&a, "{a: [1, {b: x}], c: 2.5}");
	struct node *copy = node_copy(&a, n);

	assert_true(node_equal(n, copy));
	assert_int_equal(copy->at.offset, n->at.offset);
	node_put_text(&a, node_get(copy, "a")->items[1], "b", STR("changed"));
	node_add_text(&a, node_get(copy, "a"), STR("more"));
	node_put_text(&a, copy, "d", STR("more"));
	assert_tree(n, "{\"a\":[1,{\"b\":\"x\"}],\"c\":2.5}");
	assert_tree(copy, "{\"a\":[1,{\"b\":\"changed\"},\"more\"],\"c\":2.5,\"d\":\"more\"}");
}

TEST(node_copies_of_empty_collections_can_grow)
{
	TEST_ARENA(a);
	struct node *copy = node_copy(&a, tree_of(&a, "{a: [], b: {}}"));

	node_add_text(&a, node_get(copy, "a"), STR("x"));
	node_put_text(&a, node_get(copy, "b"), "y", STR("z"));
	assert_tree(copy, "{\"a\":[\"x\"],\"b\":{\"y\":\"z\"}}");
}

static bool equal(const char *one, const char *two)
{
	TEST_ARENA(a);

	return node_equal(tree_of(&a, one), tree_of(&a, two));
}

TEST(node_equal_ignores_order_of_members_but_not_of_items)
{
	assert_true(equal("{a: 1, b: [x, null]}", "{b: [x, null], a: 1}"));
	assert_false(equal("[1, 2]", "[2, 1]"));
	assert_false(equal("[1]", "[1, 2]"));
	assert_false(equal("{a: 1}", "{a: 1, b: 2}"));
	assert_false(equal("{a: 1}", "{b: 1}"));
}

TEST(node_equal_compares_kinds_and_values_not_spelling)
{
	assert_true(equal("16", "0x10"));
	assert_true(equal("1e3", "1000.0"));
	assert_true(equal("'a'", "\"a\""));
	assert_false(equal("1", "1.0"));
	assert_false(equal("1", "'1'"));
	assert_false(equal("true", "'true'"));
	assert_false(equal("true", "false"));
	assert_true(equal("~", "null"));
}
