/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/commit/url.h"
#include "tests/support/test.h"

static void assert_public(const char *url, const char *expected)
{
	TEST_ARENA(a);

	assert_str(url_without_credentials(&a, str_from(url)), expected);
}

TEST(credentials_are_taken_out)
{
	assert_public("https://user:secret@example.com/a.git", "https://example.com/a.git");
	assert_public("https://token@example.com/a", "https://example.com/a");
	assert_public("https://us@er:se@cret@example.com", "https://example.com");
	assert_public("ssh://git:secret@example.com:22/a", "ssh://git@example.com:22/a");
}

TEST(credentials_in_texts_are_taken_out)
{
	TEST_ARENA(a);

	assert_str(url_text_without_credentials(&a, STR("x --push=https://u:s@h/a 'https://t@h/b' ssh://g:p@h/c")),
		   "x --push=https://h/a 'https://h/b' ssh://g@h/c");
	assert_str(url_text_without_credentials(&a, STR("--push=https://u:s=e,c@h/a --set=a=b:c@d")), "--push=https://h/a --set=a=b:c@d");
	assert_str(url_text_without_credentials(&a, STR("compile a@b  jobs/ ")), "compile a@b  jobs/ ");
	assert_str(url_text_without_credentials(&a, STR_NONE), "");
}

TEST(addresses_without_credentials_stay)
{
	assert_public("https://example.com/a@b:c", "https://example.com/a@b:c");
	assert_public("ssh://git@example.com/a", "ssh://git@example.com/a");
	assert_public("git@example.com:a/b.git", "git@example.com:a/b.git");
	assert_public("/srv/git/a.git", "/srv/git/a.git");
	assert_public("", "");
}

static void assert_local(const char *url, const char *expected)
{
	TEST_ARENA(a);
	struct str path = STR("elsewhere");

	assert_int_equal(url_is_local(&a, str_from(url), &path), expected != NULL);
	assert_str(path, expected ? expected : "elsewhere");
}

TEST(local_paths_are_told_from_hosts)
{
	assert_local("/srv/a.git", "/srv/a.git");
	assert_local("../a.git", "../a.git");
	assert_local("./a:b", "./a:b");
	assert_local("a/b:c", "a/b:c");
	assert_local("file:///srv/a%20b", "/srv/a b");
	assert_local("file://localhost/srv/a%2", "/srv/a%2");
	assert_local("file://", "");
	assert_local("host:a.git", NULL);
	assert_local("git@host:a.git", NULL);
	assert_local("https://host/a", NULL);
	assert_local("ssh://host/a", NULL);
}
