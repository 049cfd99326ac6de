/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "compiler/script/script_pattern.h"
#include "tests/support/test.h"

/* Start, end and captures of the first match as "2-4:cap,cap", "no", or the error. */
static struct str find(struct arena *a, const char *subject, const char *text)
{
	bool anchored = text[0] == '^';
	struct pattern m;
	struct str out;

	pattern_init(&m, str_from(subject), str_from(text), 100000);
	for (size_t at = 0; at <= strlen(subject); at++) {
		const char *end = pattern_match(&m, at, anchored);

		if (m.error)
			return str_from(m.error);
		if (!end && anchored)
			break;
		if (!end)
			continue;
		out = arena_format(a, "%zu-%zu", at, (size_t)(end - subject));
		for (int i = 0; i < m.capture_count; i++) {
			const struct pattern_capture *c = &m.captures[i];

			if (c->state == capture_position)
				out = arena_format(a, "%.*s%c@%zu", STR_ARG(out), i ? ',' : ':', (size_t)(c->start - subject));
			else
				out = arena_format(a, "%.*s%c%.*s", STR_ARG(out), i ? ',' : ':', (int)c->length, c->start);
		}
		return out;
	}
	return STR("no");
}

TEST(patterns_match_as_lua_says)
{
	static const struct {
		const char *subject, *pattern, *found;
	} rows[] = {
		{"hello", "l+", "2-4"},
		{"hello", "^l", "no"},
		{"hello", "o$", "4-5"},
		{"hello$", "$$", "5-6"},
		{"a.b", "%.", "1-2"},
		{"", "", "0-0"},
		{"abc", "", "0-0"},
		{"aaa", "a-", "0-0"},
		{"aaab", "^a-b", "0-4"},
		{"key = value", "^(%w+)%s*=%s*(%w+)$", "0-11:key,value"},
		{"THE (quick) fox", "%((%a+)%)", "4-11:quick"},
		{"x(a(b)c)y", "%b()", "1-8"},
		{"THE (quick) fox", "%f[%a]%a+", "0-3"},
		{"\"it's\" x", "(['\"])(.-)%1", "0-6:\",it's"},
		{"abc", "()b()", "1-2:@1,@2"},
		{"]-^", "[]]", "0-1"},
		{"]-^", "[^]]", "1-2"},
		{"a-z", "[a-]+", "0-2"},
		{"b", "[a-c]", "0-1"},
		{"%d", "[%%]", "0-1"},
		{"x1", "[%a_][%w_]*", "0-2"},
		{"  trim  ", "^%s*(.-)%s*$", "0-8:trim"},
		{"ab", "a?b?c?", "0-2"},
		{"docker.io/library/x:1", "^([^/]+)/(.+)$", "0-21:docker.io,library/x:1"},
		{"abcabc", "(abc)%1", "0-6:abc"},
		{"a", "(()a)", "0-1:a,@0"},
	};
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_str(find(&a, rows[i].subject, rows[i].pattern), rows[i].found);
}

TEST(bad_patterns_are_errors)
{
	static const struct {
		const char *pattern, *error;
	} rows[] = {
		{"%", "malformed pattern (ends with '%')"},
		{"[", "malformed pattern (missing ']')"},
		{"[]", "malformed pattern (missing ']')"},
		{"[^]", "malformed pattern (missing ']')"},
		{"[a%", "malformed pattern (missing ']')"},
		{"[a%]", "malformed pattern (missing ']')"},
		{")", "invalid pattern capture"},
		{"%1", "invalid capture index in pattern"},
		{"%0", "invalid capture index in pattern"},
		{"(%1)", "invalid capture index in pattern"},
		{"%b", "malformed pattern (missing arguments to '%b')"},
		{"%bx", "malformed pattern (missing arguments to '%b')"},
		{"%f", "missing '[' after '%f' in pattern"},
		{"%fa", "missing '[' after '%f' in pattern"},
		{"%f[a", "malformed pattern (missing ']')"},
		{"()()()()()()()()()()()()()()()()()()()()()()()()()()()()()()()()()", "too many captures"},
	};
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_str(find(&a, "abc", rows[i].pattern), rows[i].error);
}

TEST(bytes_may_be_zero_and_above_127)
{
	struct pattern m;

	pattern_init(&m, (struct str){"a\0\xff", 3}, STR("a[\0-\1][\x80-\xff]"), 1000);
	assert_non_null(pattern_match(&m, 0, 0));
	pattern_init(&m, (struct str){"a\0b", 3}, (struct str){"\0", 1}, 1000);
	assert_null(pattern_match(&m, 0, 0));
	assert_non_null(pattern_match(&m, 1, 0));
}

TEST(an_expensive_pattern_ends_when_its_steps_are_used_up)
{
	struct pattern m;
	char subject[1000];

	memset(subject, 'a', sizeof(subject));
	pattern_init(&m, (struct str){subject, sizeof(subject)}, STR(".-.-.-.-b$"), 1000000);
	assert_null(pattern_match(&m, 0, 0));
	assert_true(m.exhausted);
	assert_string_equal(m.error, "pattern too expensive");
	assert_true(m.steps <= 1000100);
}

TEST(recursion_is_limited)
{
	struct pattern m;
	char text[1000], subject[600];

	for (size_t i = 0; i < sizeof(text); i += 2) {
		text[i] = 'a';
		text[i + 1] = '?';
	}
	memset(subject, 'a', sizeof(subject));
	pattern_init(&m, (struct str){subject, sizeof(subject)}, (struct str){text, sizeof(text)}, 1000000);
	assert_null(pattern_match(&m, 0, 0));
	assert_string_equal(m.error, "pattern too complex");
}
