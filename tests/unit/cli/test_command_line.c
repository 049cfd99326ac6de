/* SPDX-License-Identifier: Apache-2.0 */
/* The recorded command line: quoted, and without credentials. */
#include "compiler/cli/command_line.h"
#include "tests/support/test.h"

static void assert_line(char *argument, const char *expected)
{
	char *argv[] = {"/usr/bin/whatever", argument, NULL};
	struct buf out;

	buf_init(&out, 10000);
	command_line(&out, 2, argv);
	assert_str(str_slice(buf_str(&out), 11, SIZE_MAX), expected);
	buf_release(&out);
}

TEST(the_program_has_its_own_name)
{
	char *argv[] = {"/usr/bin/whatever", "compile", "jobs", "-o", "-", NULL};
	struct buf out;

	buf_init(&out, 10000);
	command_line(&out, 5, argv);
	assert_str(buf_str(&out), "mpicc-yaml compile jobs -o -");
	buf_release(&out);
}

TEST(words_are_quoted_where_a_shell_would_split_or_expand)
{
	assert_line("plain-/_.:=@,+%1", "plain-/_.:=@,+%1");
	assert_line("two words", "'two words'");
	assert_line("it's", "'it'\\''s'");
	assert_line("'", "''\\'''");
	assert_line("", "''");
	assert_line("$HOME", "'$HOME'");
	assert_line("a\nb", "'a\nb'");
	assert_line("über", "'über'");
}

TEST(credentials_in_urls_are_left_out)
{
	assert_line("--push=https://ada:s3cret@example.com/x.git", "--push=https://example.com/x.git");
	assert_line("https://token@example.com", "https://example.com");
	assert_line("https://a:b@c@example.com/p@q", "https://example.com/p@q");
	assert_line("ssh://git@example.com:22/x y", "'ssh://example.com:22/x y'");
	assert_line("https://ada:it's@example.com/", "https://example.com/");
}

TEST(other_text_with_an_at_sign_stays)
{
	assert_line("git@example.com:team/x.git", "git@example.com:team/x.git");
	assert_line("https://example.com/@scope", "https://example.com/@scope");
	assert_line("https://example.com?q=a@b", "'https://example.com?q=a@b'");
	assert_line("://", "://");
}
