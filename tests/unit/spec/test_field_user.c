/* SPDX-License-Identifier: Apache-2.0 */
/* `user`: a uid, root, or the long form. */
#include "tests/unit/spec/spec_case.h"

static struct user_choice accept(struct arena *a, const char *lines)
{
	struct spec_case c;

	spec_case_accept(&c, a, lines);
	return c.spec.user;
}

TEST(the_default_user_is_not_root)
{
	TEST_ARENA(a);
	struct user_choice u = accept(&a, "");

	assert_false(u.root);
	assert_int_equal(u.uid, 1000);
	assert_int_equal(u.gid, 1000);
	assert_str(u.name, "mpi");
	assert_str(u.home, "/tmp");
	assert_false(u.image_passwd);
}

TEST(a_uid_is_its_gid_too)
{
	TEST_ARENA(a);
	struct user_choice u = accept(&a, "user: 4242\n");

	assert_int_equal(u.uid, 4242);
	assert_int_equal(u.gid, 4242);
	assert_int_equal(accept(&a, "user: 2147483647\n").uid, 2147483647);
}

TEST(root_has_a_word_and_a_number)
{
	TEST_ARENA(a);
	struct user_choice u = accept(&a, "user: root\n");

	assert_true(u.root);
	assert_int_equal(u.uid, 0);
	assert_int_equal(u.gid, 0);
	assert_str(u.name, "root");
	assert_str(u.home, "/root");
	assert_true(accept(&a, "user: 0\n").root);
	u = accept(&a, "user: {uid: 0, gid: 5}\n");
	assert_true(u.root);
	assert_int_equal(u.gid, 5);
}

TEST(the_long_form_says_it_all)
{
	TEST_ARENA(a);
	struct user_choice u = accept(&a, "user: {uid: 7, gid: 100, name: ada, home: /home/ada, passwd: image}\n");

	assert_int_equal(u.uid, 7);
	assert_int_equal(u.gid, 100);
	assert_str(u.name, "ada");
	assert_str(u.home, "/home/ada");
	assert_true(u.image_passwd);
	u = accept(&a, "user: {uid: 7, passwd: generated}\n");
	assert_int_equal(u.gid, 7);
	assert_false(u.image_passwd);
	assert_int_equal(accept(&a, "user: {uid: 7, gid: 0}\n").gid, 0);
}

TEST(other_users_are_refused)
{
	assert_refused("user: ada\n", diag_E0203, "6:7", "`user` must be a uid, `root`, or {uid: …}, not a string");
	assert_refused("user: \"1000\"\n", diag_E0203, "6:7", "`user` must be a uid, `root`, or {uid: …}, not a string");
	assert_refused("user: 1.5\n", diag_E0203, "6:7", "`user` must be a uid, `root`, or {uid: …}, not a number");
	assert_refused("user: [1]\n", diag_E0203, "6:7", "`user` must be a uid, `root`, or {uid: …}, not a list");
	assert_refused("user: -1\n", diag_E0217, "6:7", "a uid or gid must be an integer between 0 and 2147483647");
	assert_refused("user: 2147483648\n", diag_E0217, "6:7", "a uid or gid must be an integer");
	assert_refused("user: {uid: root}\n", diag_E0217, "6:13", "a uid or gid must be an integer");
	assert_refused("user: {uid: 1, gid: -1}\n", diag_E0217, "6:21", "a uid or gid must be an integer");
	assert_refused("user: {gid: 5}\n", diag_E0202, "6:7", "`user` has no `uid`");
	assert_refused("user: {}\n", diag_E0202, "6:7", "`user` has no `uid`");
	assert_refused("user: {uid: 1, passwd: host}\n", diag_E0206, "6:24", "`user.passwd` must be `generated` or `image`");
	assert_refused("user: {uid: 1, passwd: 5}\n", diag_E0206, "6:24", "`user.passwd` must be `generated` or `image`");
	assert_refused("user: {uid: 1, shell: /bin/sh}\n", diag_E0201, "6:16", "unknown field `user.shell`");
	assert_help("user: {uid: 1, nam: a}\n", "did you mean `name`?");
}

TEST(what_would_break_a_passwd_line_is_refused)
{
	static const char *const words[] = {"''", "'a b'", "a:b", "\"a\\nb\"", "\"a\\tb\"", "5", "[a]"};
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		assert_refused(arena_format(&a, "user: {uid: 1, name: %s}\n", words[i]).data, diag_E0217, "6:22",
			       "expected a word without blanks and colons");
		assert_refused(arena_format(&a, "user: {uid: 1, home: %s}\n", words[i]).data, diag_E0217, "6:22",
			       "expected a word without blanks and colons");
	}
}
