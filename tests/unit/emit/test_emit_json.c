/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/emit/emit.h"

#include <math.h>
#include <string.h>

#include "tests/support/tree_text.h"

TEST(json_has_sorted_keys_and_no_blanks)
{
	TEST_ARENA(a);

	assert_tree(tree_of(&a, "{b: 1, B: 2, a10: 3, a9: 4, é: 5, '': [1, {}, []]}"),
		    "{\"\":[1,{},[]],\"B\":2,\"a10\":3,\"a9\":4,\"b\":1,\"é\":5}");
}

TEST(json_escapes_only_what_must_be)
{
	TEST_ARENA(a);
	struct node *n = node_new_string(&a, STR("\"\\/\n\t\r\b\f\x01\x1F\x7F<&é\u2028😀"), PLACE_NONE);

	assert_tree(n, "\"\\\"\\\\/\\n\\t\\r\\u0008\\u000c\\u0001\\u001f\x7F<&é\u2028😀\"");
	assert_tree(node_new_string(&a, STR("a\0b"), PLACE_NONE), "\"a\\u0000b\"");
}

TEST(json_escapes_keys_too)
{
	TEST_ARENA(a);
	struct node *map = node_new(&a, node_map, PLACE_NONE);

	node_set(&a, map, STR("a\"b"), node_new_int(&a, 1, PLACE_NONE));
	assert_tree(map, "{\"a\\\"b\":1}");
}

TEST(json_numbers_are_exact)
{
	TEST_ARENA(a);

	assert_tree(tree_of(&a, "[9007199254740993, -9223372036854775808, 9223372036854775807, 0x10, 1.10, 1e3]"),
		    "[9007199254740993,-9223372036854775808,9223372036854775807,16,1.1,1000]");
}

static void assert_fails(const struct node *n, const char *message)
{
	struct error err = {0};
	struct buf out;

	buf_init(&out, 1000);
	buf_puts(&out, "before");
	assert_int_equal(emit_json(n, &out, &err), -1);
	assert_string_equal(err.message, message);
	assert_str(buf_str(&out), "before");
	assert_int_equal(emit_yaml(n, &out, &err), -1);
	assert_string_equal(err.message, message);
	assert_str(buf_str(&out), "before");
	buf_release(&out);
}

static struct node *float_of(struct arena *a, double number)
{
	struct node *n = node_new(a, node_float, PLACE_NONE);

	n->number = number;
	return n;
}

TEST(emitting_refuses_what_has_no_form)
{
	TEST_ARENA(a);
	struct node *map = node_new(&a, node_map, PLACE_NONE), *list = node_new(&a, node_list, PLACE_NONE);

	node_set(&a, map, STR("\xFF"), node_new_int(&a, 1, PLACE_NONE));
	node_add(&a, list, node_new_string(&a, STR("x\xC3"), PLACE_NONE));
	assert_fails(float_of(&a, NAN), "a number is infinite or not a number");
	assert_fails(float_of(&a, INFINITY), "a number is infinite or not a number");
	assert_fails(list, "a string is not UTF-8");
}

TEST(emitting_refuses_keys_that_are_not_utf8)
{
	TEST_ARENA(a);
	struct node *map = node_new(&a, node_map, PLACE_NONE);
	struct error err = {0};
	struct buf out;

	node_set(&a, map, STR("\xFF"), node_new_int(&a, 1, PLACE_NONE));
	buf_init(&out, 1000);
	assert_int_equal(emit_json(map, &out, &err), -1);
	assert_int_equal(emit_yaml(map, &out, &err), -1);
	assert_string_equal(err.message, "a key is not UTF-8");
	assert_int_equal(err.code, error_bug);
	buf_release(&out);
}

TEST(emitting_refuses_trees_without_end)
{
	TEST_ARENA(a);
	struct node *list = node_new(&a, node_list, PLACE_NONE);

	node_add(&a, list, list);
	assert_fails(list, "a tree is more than 1000 deep");
}

TEST(emitting_more_than_the_maximum_is_an_error)
{
	TEST_ARENA(a);
	struct node *n = tree_of(&a, "{a: [1, 2, 3], b: text}");
	struct error err = {0};
	struct buf out;

	for (size_t max = 0; max < 22; max++) {
		buf_init(&out, max);
		assert_int_equal(emit_json(n, &out, &err), max < 24 ? -1 : 0);
		assert_int_equal(err.code, error_memory);
		buf_clear(&out);
		assert_int_equal(emit_yaml(n, &out, &err), -1);
		assert_int_equal(out.length, 0);
		buf_release(&out);
	}
}
