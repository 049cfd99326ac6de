/* SPDX-License-Identifier: Apache-2.0 */
/* RE2 -> POSIX extended regular expressions, as far as both agree. */
#include "compiler/schema/pattern.h"

#include <regex.h>
#include <string.h>

/* Repetitions are unrolled by regcomp, those within others multiplied, so their product is limited. */
enum { pattern_max = 1000, repeat_max = 1000, repeats_max = 10000, subject_max = 4096 };

struct translation {
	struct str in;
	size_t at;
	char *out;
	size_t length;
	long repeats; /* the product of all counts so far */
};

static char peek(const struct translation *t, size_t ahead)
{
	return t->at + ahead < t->in.length ? t->in.data[t->at + ahead] : '\0';
}

static void put(struct translation *t, const char *text)
{
	size_t n = strlen(text);

	memcpy(t->out + t->length, text, n);
	t->length += n;
}

static void copy(struct translation *t)
{
	t->out[t->length++] = t->in.data[t->at++];
}

/* A character that stands for itself behind a backslash. */
static bool is_mark(char c)
{
	return c && strchr(".+*?()|[]{}^$\\/-_:@#%&=~!,;<>'\"` ", c);
}

static bool escape(struct translation *t)
{
	char c = peek(t, 1);

	if (c == 'd')
		put(t, "[0-9]");
	else if (c == 'w')
		put(t, "[0-9A-Za-z_]");
	else if (is_mark(c) && strchr(".+*?()|[]{}^$\\", c))
		put(t, (char[]){'\\', c, '\0'});
	else if (is_mark(c))
		t->out[t->length++] = c;
	else
		return false;
	t->at += 2;
	return true;
}

/* Within brackets a backslash is a backslash to POSIX, and `]`, `[`, `^` and `-` mean something by where they stand. */
static bool bracket(struct translation *t)
{
	copy(t);
	if (peek(t, 0) == '^')
		copy(t);
	if (peek(t, 0) == ']')
		return false;
	while (t->at < t->in.length && peek(t, 0) != ']') {
		if (peek(t, 0) == '[')
			return false;
		if (peek(t, 0) == '\\' && peek(t, 1) == 'd') {
			put(t, "0-9");
			t->at += 2;
			continue;
		}
		if (peek(t, 0) == '\\') {
			t->at++;
			if (!is_mark(peek(t, 0)) || strchr("[]^-\\", peek(t, 0)))
				return false;
		}
		copy(t);
	}
	if (t->at == t->in.length)
		return false;
	copy(t);
	return true;
}

/* {2}, {2,} and {2,5}; a brace that is none of these is another thing to each reader. */
static bool repeat(struct translation *t)
{
	long count = 0, most = 1;

	if (peek(t, 1) < '0' || peek(t, 1) > '9')
		return false;
	for (copy(t); peek(t, 0) != '}'; copy(t)) {
		char c = peek(t, 0);

		if (c == ',')
			count = 0;
		else if (c < '0' || c > '9' || (count = count * 10 + c - '0') > repeat_max)
			return false;
		most = count > most ? count : most;
	}
	copy(t);
	t->repeats *= most;
	return t->repeats <= repeats_max && peek(t, 0) != '?';
}

static bool step(struct translation *t)
{
	char c = peek(t, 0), next = peek(t, 1);

	switch (c) {
	case '\\':
		return escape(t);
	case '[':
		return bracket(t);
	case '{':
		return repeat(t);
	case '(':
		if (next == '?' && peek(t, 2) != ':')
			return false;
		copy(t);
		if (next == '?')
			t->at += 2; /* no groups are asked for, so (?: is ( */
		return true;
	case '*':
	case '+':
	case '?':
		copy(t);
		return next != '?' && next != '+' && next != '*';
	default:
		copy(t);
		return c > 0;
	}
}

static bool translate(struct translation *t)
{
	while (t->at < t->in.length)
		if (!step(t))
			return false;
	t->out[t->length] = '\0';
	return true;
}

static void release(void *payload)
{
	regfree(payload);
}

struct schema_pattern *pattern_new(struct arena *a, struct str text)
{
	struct translation t = {.in = text, .repeats = 1};
	struct schema_pattern *pattern;
	regex_t *compiled;

	if (text.length == 0 || text.length > pattern_max)
		return NULL;
	t.out = arena_alloc(a, text.length * sizeof("[0-9A-Za-z_]"));
	pattern = arena_new(a, struct schema_pattern);
	compiled = arena_new(a, regex_t);
	if (!translate(&t) || regcomp(compiled, t.out, REG_EXTENDED | REG_NOSUB) != 0)
		return NULL;
	arena_defer(a, release, compiled);
	*pattern = (struct schema_pattern){text, compiled};
	return pattern;
}

bool pattern_matches(const struct schema_pattern *pattern, struct str subject)
{
	char text[subject_max + 1];

	if (subject.length > subject_max)
		return true;
	for (size_t i = 0; i < subject.length; i++)
		if (subject.data[i] <= 0)
			return true;
	if (subject.length)
		memcpy(text, subject.data, subject.length);
	text[subject.length] = '\0';
	return regexec(pattern->compiled, text, 0, NULL, 0) != REG_NOMATCH;
}
