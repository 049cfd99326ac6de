/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/commit/owned.h"

#include <string.h>

#include "tests/support/test.h"

static void assert_fails(const char *text, const char *part)
{
	TEST_ARENA(a);
	struct owned owned;
	struct error err;

	assert_int_equal(owned_parse(&a, str_from(text), &owned, &err), -1);
	assert_int_equal(err.code, error_git);
	if (!strstr(err.message, part))
		fail_msg("%s", err.message);
}

TEST(what_is_printed_is_parsed)
{
	TEST_ARENA(a);
	struct str paths[] = {STR("a"), STR("a.b"), STR("a/b"), STR("größe")};
	struct owned before = {paths, 4}, after;
	struct str text = owned_print(&a, &before);

	assert_str(text, "a\na.b\na/b\ngröße\n");
	assert_int_equal(owned_parse(&a, text, &after, NULL), 0);
	assert_int_equal(after.count, 4);
	for (int i = 0; i < 4; i++)
		assert_true(str_equal(after.paths[i], paths[i]));
}

TEST(empty_list_is_a_list)
{
	TEST_ARENA(a);
	struct owned owned = {NULL, 7};

	assert_int_equal(owned_parse(&a, STR_NONE, &owned, NULL), 0);
	assert_int_equal(owned.count, 0);
	assert_str(owned_print(&a, &owned), "");
}

TEST(hand_edited_lists_are_refused_with_their_line)
{
	assert_fails("a\nb", "line 2: the last line does not end");
	assert_fails("b\na\n", "line 2: the paths are not sorted");
	assert_fails("a\na\n", "line 2: the paths are not sorted");
	assert_fails("\n", "line 1: the path `` is empty");
	assert_fails("a\r\n", "line 1: the path `a?` has a control character");
	assert_fails("a\n../../etc/passwd\n", "line 2: the path `../../etc/passwd` has a component");
	assert_fails("/etc\n", "begins with `/`");
	assert_fails("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n", "line 3: the paths are not sorted");
	assert_fails(".mpicc-yaml.owned\n", "line 1: the list names itself");
	assert_fails("a/.git/config\n", "has a component `.git`");
}

TEST(has_under_finds_files_in_a_folder_and_the_folder_itself)
{
	struct str paths[] = {STR("a"), STR("a.b"), STR("a.c/x"), STR("a/c/d"), STR("b/c"), STR("bc/d")};
	struct owned owned = {paths, 6};

	assert_true(owned_has_under(&owned, STR("a")));
	assert_true(owned_has_under(&owned, STR("a.b")));
	assert_true(owned_has_under(&owned, STR("a/c")));
	assert_true(owned_has_under(&owned, STR("b")));
	assert_true(owned_has_under(&owned, STR("bc")));
	assert_false(owned_has_under(&owned, STR("a/")));
	assert_false(owned_has_under(&owned, STR("a.")));
	assert_false(owned_has_under(&owned, STR("c")));
	assert_false(owned_has_under(&owned, STR("b/c/d")));
}
