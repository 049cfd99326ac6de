/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/emit/emit.h"
#include "tests/support/tree_text.h"

static struct str yaml_of(struct arena *a, const struct node *n)
{
	struct str text;
	struct buf out;

	buf_init(&out, 1 << 20);
	assert_int_equal(emit_yaml(n, &out, NULL), 0);
	text = arena_str(a, buf_str(&out));
	buf_release(&out);
	return text;
}

#define assert_yaml(from, to)                                                 \
	do {                                                                  \
		TEST_ARENA(arena_);                                           \
		assert_str(yaml_of(&arena_, tree_of(&arena_, from)), to);     \
	} while (0)

TEST(yaml_sorts_members_naturally_and_does_not_indent_lists)
{
	assert_yaml("{kind: X, a10: 1, a9: 2, args: [x, {c: 1, b: [2]}]}", "a9: 2\na10: 1\nargs:\n- x\n- b:\n  - 2\n  c: 1\nkind: X\n");
}

TEST(yaml_of_scalars)
{
	assert_yaml("[null, true, FALSE, 0x10, -5, 1.50, 1e21, text]", "- null\n- true\n- false\n- 16\n- -5\n- 1.5\n- 1e+21\n- text\n");
	assert_yaml("text", "text\n");
	assert_yaml("12", "12\n");
	assert_yaml("null", "null\n");
	assert_yaml("'a: b'", "'a: b'\n");
	assert_yaml("|\n  a\n  b\n", "|\n  a\n  b\n");
}

TEST(yaml_of_empty_collections)
{
	assert_yaml("{}", "{}\n");
	assert_yaml("[]", "[]\n");
	assert_yaml("{a: {}, b: [], c: [[], {}]}", "a: {}\nb: []\nc:\n- []\n- {}\n");
}

TEST(yaml_of_lists_in_lists)
{
	assert_yaml("[[1, [2, 3]], [[{a: 1, b: 2}]]]", "- - 1\n  - - 2\n    - 3\n- - - a: 1\n      b: 2\n");
	assert_yaml("{a: [[1], [{b: [[2]]}]]}", "a:\n- - 1\n- - b:\n    - - 2\n");
}

TEST(yaml_of_texts_in_deep_places)
{
	assert_yaml("a: [{b: \"x\\ny\\n\"}, \"z\\n\"]\n", "a:\n- b: |\n    x\n    y\n- |\n  z\n");
}

#define KEY128                                                                \
	"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk" \
	"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"

TEST(yaml_of_long_keys)
{
	assert_yaml("{" KEY128 ": 1}", KEY128 ": 1\n");
	assert_yaml("? " KEY128 "k\n: 1\n", "? " KEY128 "k\n: 1\n");
	assert_yaml("? " KEY128 "k\n: [1, {a: 2}]\n", "? " KEY128 "k\n: - 1\n  - a: 2\n");
	assert_yaml("? " KEY128 "k\n: {a: 1, b: [2]}\n", "? " KEY128 "k\n: a: 1\n  b:\n  - 2\n");
	assert_yaml("? " KEY128 "k\n: []\n", "? " KEY128 "k\n: []\n");
	assert_yaml("? \"a\\nb\"\n: 1\n", "? |-\n  a\n  b\n: 1\n");
}

TEST(yaml_of_keys_that_need_quotes)
{
	assert_yaml("{'1': a, 'no': b, 'a: b': c, '': d, \"a\\tb\": e}", "\"\": d\n\"1\": a\n\"a\\tb\": e\n'a: b': c\n\"no\": b\n");
}

TEST(yaml_does_not_depend_on_the_order_of_members)
{
	/* Keys that go-yaml's order leaves in a cycle. */
	TEST_ARENA(a);
	struct str one = yaml_of(&a, tree_of(&a, "{1T: 1, '64': 2, '1928': 3, 1e5x: 4}"));
	struct str two = yaml_of(&a, tree_of(&a, "{'1928': 3, 1e5x: 4, 1T: 1, '64': 2}"));
	struct str three = yaml_of(&a, tree_of(&a, "{'64': 2, '1928': 3, 1e5x: 4, 1T: 1}"));

	assert_true(str_equal(one, two));
	assert_true(str_equal(one, three));
}

TEST(yaml_does_not_change_the_tree)
{
	TEST_ARENA(a);
	struct node *n = tree_of(&a, "{b: 1, a: 2}");

	yaml_of(&a, n);
	assert_str(n->members[0].key, "b");
}

TEST(yaml_of_large_maps_is_sorted)
{
	TEST_ARENA(a);
	struct node *map = node_new(&a, node_map, PLACE_NONE);
	struct str text, line;
	unsigned count = 0;

	for (unsigned i = 0; i < 5000; i++)
		node_append_member(&a, map, (struct member){.key = arena_format(&a, "k%u", i * 7919 % 5000), .value = node_new_int(&a, i, PLACE_NONE)});
	text = yaml_of(&a, map);
	for (; str_cut(&text, '\n', &line) && line.length; count++)
		assert_true(str_starts(line, arena_format(&a, "k%u: ", count).data));
	assert_int_equal(count, 5000);
}

TEST(yaml_is_appended)
{
	TEST_ARENA(a);
	struct buf out;

	buf_init(&out, 100);
	buf_puts(&out, "---\n");
	assert_int_equal(emit_yaml(tree_of(&a, "{a: 1}"), &out, NULL), 0);
	assert_int_equal(emit_yaml(tree_of(&a, "{b: 1}"), &out, NULL), 0);
	assert_str(buf_str(&out), "---\na: 1\nb: 1\n");
	buf_release(&out);
}
