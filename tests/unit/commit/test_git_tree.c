/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/commit/git_tree.h"

#include "tests/support/test.h"

#define ID "01234567890123456789"

TEST(trees_are_printed_as_they_were)
{
	TEST_ARENA(a);
	struct str bytes = STR("100644 a.b\0" ID "40000 a\0" ID "100755 b\0" ID "120000 c\0" ID "160000 d\0" ID "100664 e\0" ID);
	struct git_entries entries;
	struct buf out;

	assert_true(git_tree_parse(&a, bytes, &entries));
	assert_int_equal(entries.count, 6);
	assert_str(str_from(git_mode_name(entries.items[1].mode)), "a folder");
	assert_str(str_from(git_mode_name(entries.items[4].mode)), "a submodule");
	buf_init(&out, 1000);
	git_tree_print(&out, &entries);
	assert_true(str_equal(buf_str(&out), bytes));
	buf_release(&out);
}

TEST(damaged_trees_are_refused)
{
	TEST_ARENA(a);
	struct git_entries entries;

	assert_true(git_tree_parse(&a, STR_NONE, &entries));
	assert_false(git_tree_parse(&a, STR("100644 a\0short"), &entries));
	assert_false(git_tree_parse(&a, STR("100644 \0" ID), &entries));
	assert_false(git_tree_parse(&a, STR("10x644 a\0" ID), &entries));
	assert_false(git_tree_parse(&a, STR(" a\0" ID), &entries));
	assert_false(git_tree_parse(&a, STR("100644"), &entries));
	assert_false(git_tree_parse(&a, STR("1006440000 a\0" ID), &entries));
}

TEST(folders_sort_as_if_they_ended_in_a_slash)
{
	struct git_entry items[] = {{STR("a"), 0040000, {{0}}}, {STR("ab"), 0100644, {{0}}}, {STR("a.b"), 0100644, {{0}}},
				    {STR("a"), 0100644, {{0}}}};
	struct git_entries entries = {items, 4};

	git_tree_sort(&entries);
	assert_int_equal(items[0].mode, 0100644);
	assert_str(items[1].name, "a.b");
	assert_int_equal(items[2].mode, 0040000);
	assert_str(items[3].name, "ab");
}

TEST(entries_are_found_whatever_their_kind)
{
	struct git_entry items[] = {{STR("a.b"), 0100644, {{0}}}, {STR("a"), 0040000, {{0}}}, {STR("ab"), 0160000, {{0}}}};
	struct git_entries entries = {items, 3}, none = {0};

	assert_ptr_equal(git_tree_find(&entries, STR("a")), &items[1]);
	assert_ptr_equal(git_tree_find(&entries, STR("a.b")), &items[0]);
	assert_ptr_equal(git_tree_find(&entries, STR("ab")), &items[2]);
	assert_null(git_tree_find(&entries, STR("b")));
	assert_null(git_tree_find(&none, STR("a")));
}
