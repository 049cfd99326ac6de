/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/emit/file_set.h"

#include "tests/support/test.h"

TEST(file_set_sorts_bytewise_and_finds)
{
	TEST_ARENA(a);
	struct file_set set;
	char path[] = "b/x";

	file_set_init(&set, &a);
	file_set_sort(&set);
	assert_null(file_set_find(&set, STR("a")));
	file_set_add(&set, str_from(path), STR("1"), false);
	file_set_add(&set, STR("b.yaml"), STR("2"), true);
	file_set_add(&set, STR("a/z"), STR("3"), false);
	path[0] = 'x'; /* copied */
	file_set_sort(&set);
	assert_int_equal(set.count, 3);
	assert_str(set.items[0].path, "a/z");
	assert_str(set.items[1].path, "b.yaml");
	assert_str(set.items[2].path, "b/x");
	assert_str(file_set_find(&set, STR("b.yaml"))->bytes, "2");
	assert_true(file_set_find(&set, STR("b.yaml"))->keep_existing);
	assert_false(file_set_find(&set, STR("b/x"))->keep_existing);
	assert_null(file_set_find(&set, STR("b")));
}
