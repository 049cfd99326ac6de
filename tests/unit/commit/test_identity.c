/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/commit/identity.h"

#include <stdlib.h>

#include "tests/unit/commit/sandbox.h"

static void assert_date(const char *text, int64_t expected_time, int expected_offset)
{
	int64_t seconds;
	int offset;

	if (!identity_parse_date(text, &seconds, &offset))
		fail_msg("%s", text);
	assert_int_equal(seconds, expected_time);
	assert_int_equal(offset, expected_offset);
}

TEST(dates_are_understood_in_gits_forms)
{
	assert_date("1700000000 +0000", 1700000000, 0);
	assert_date("@1700000000 +0130", 1700000000, 90);
	assert_date("@1700000000 -0330", 1700000000, -210);
	assert_date("@12", 12, 0);
	assert_date("2023-11-14T22:13:20Z", 1700000000, 0);
	assert_date("2023-11-14T23:13:20+01:00", 1700000000, 60);
	assert_date("2023-11-14 17:13:20 -0500", 1700000000, -300);
	assert_date("Tue, 14 Nov 2023 22:13:20 +0000", 1700000000, 0);
}

TEST(other_dates_are_refused)
{
	static const char *const texts[] = {"", "yesterday", "12", "@", "@x", "1700000000 +1", "1700000000 0100",
					    "1700000000 +01x0", "2023-11-14", "2023-13-14T00:00:00Z", "2023-11-14T22:13:20Zx"};
	int64_t seconds;
	int offset;

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (identity_parse_date(texts[i], &seconds, &offset))
			fail_msg("%s", texts[i]);
}

static struct str who(struct sandbox *s)
{
	return sh(s, "git -C repo log -1 --format='%%an <%%ae> %%ad, %%cn <%%ce> %%cd' --date=raw main");
}

TEST(environment_names_author_committer_and_dates)
{
	SANDBOX(s);
	setenv("GIT_AUTHOR_DATE", "2023-11-14T23:13:20+01:00", 1);
	setenv("GIT_COMMITTER_DATE", "@1700000001 -0330", 1);
	add_two_jobs(&s);
	write_ok(&s);
	unsetenv("GIT_AUTHOR_DATE");
	unsetenv("GIT_COMMITTER_DATE");
	assert_str(who(&s), "Ada <ada@example.com> 1700000000 +0100, Bot <bot@example.com> 1700000001 -0330");
}

static void without_environment(struct sandbox *s, void (*act)(struct sandbox *s))
{
	unsetenv("GIT_AUTHOR_NAME");
	unsetenv("GIT_AUTHOR_EMAIL");
	unsetenv("GIT_COMMITTER_NAME");
	unsetenv("GIT_COMMITTER_EMAIL");
	act(s);
	setenv("GIT_AUTHOR_NAME", "Ada", 1);
	setenv("GIT_AUTHOR_EMAIL", "ada@example.com", 1);
	setenv("GIT_COMMITTER_NAME", "Bot", 1);
	setenv("GIT_COMMITTER_EMAIL", "bot@example.com", 1);
}

static void fail_without_identity(struct sandbox *s)
{
	write_fails(s, error_git, "no author to commit as; tell git who you are");
}

TEST(no_identity_is_an_error_and_nothing_is_written)
{
	SANDBOX(s);
	add_two_jobs(&s);
	without_environment(&s, fail_without_identity);
	assert_str(sh(&s, "find repo/objects -type f"), "");
}

TEST(configuration_names_the_committer)
{
	SANDBOX(s);
	add_two_jobs(&s);
	sh(&s, "cd repo && git config user.name Carl && git config user.email carl@example.com && "
	       "git config committer.name Dora");
	without_environment(&s, write_ok);
	assert_true(str_starts(who(&s), "Carl <carl@example.com> "));
	assert_contains(who(&s), ", Dora <carl@example.com> ");
}

TEST(dates_that_are_none_are_an_error)
{
	SANDBOX(s);
	add_two_jobs(&s);
	setenv("GIT_COMMITTER_DATE", "soon", 1);
	write_fails(&s, error_git, "GIT_COMMITTER_DATE is `soon`, which is no date");
	unsetenv("GIT_COMMITTER_DATE");
}
