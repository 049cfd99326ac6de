/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/schema/pattern.h"
#include "tests/support/test.h"

static bool matches(const char *pattern, const char *subject)
{
	TEST_ARENA(a);
	struct schema_pattern *p = pattern_new(&a, str_from(pattern));

	assert_non_null(p);
	return pattern_matches(p, str_from(subject));
}

static bool understood(const char *pattern)
{
	TEST_ARENA(a);

	return pattern_new(&a, str_from(pattern)) != NULL;
}

TEST(a_pattern_matches_any_part_unless_it_is_anchored)
{
	assert_true(matches("b", "abc"));
	assert_false(matches("^b$", "abc"));
	assert_true(matches("^$", ""));
	assert_false(matches("^a$", "a\nb"));
}

TEST(classes_of_re2_are_spelt_out)
{
	assert_true(matches("^\\d+$", "0123"));
	assert_false(matches("^\\d+$", "12a"));
	assert_true(matches("^[\\d.]+$", "1.2"));
	assert_false(matches("^[\\d.]+$", "1\\2"));
	assert_true(matches("^\\w+$", "a_1"));
	assert_false(matches("^\\w+$", "a-1"));
	assert_true(matches("^(?:ab)+$", "abab"));
	assert_false(matches("^a\\.b$", "acb"));
	assert_true(matches("^a\\/b$", "a/b"));
}

TEST(what_posix_reads_differently_is_not_understood)
{
	static const char *const patterns[] = {"a*?",	"a+?",	 "a??",		"(?i)a", "(?P<n>a)", "\\bword\\b", "\\pL",
					       "[\\w]", "[\\]]", "[[:alpha:]]", "a{",	 "a{x}",     "a{2}?",	   "a{,2}",
					       "[a",	"(a",	 "\\",		"\\1",	 "[^]a]"};

	for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++)
		assert_false(understood(patterns[i]));
}

TEST(nested_repetitions_are_limited)
{
	assert_true(understood("^[a-z]{1,63}$"));
	assert_false(understood("((a{1,100}){1,100}){1,100}"));
	assert_false(understood("a{100000}"));
}

TEST(a_subject_that_is_no_ascii_is_not_judged)
{
	assert_true(matches("^.{1,3}$", "\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F"));
	assert_false(matches("^.{1,3}$", "aouss"));
}
