/* SPDX-License-Identifier: Apache-2.0 */
/* A backtracking matcher for Lua patterns that counts its steps. */
#include "compiler/script/script_pattern.h"

#include <ctype.h>
#include <string.h>

enum { depth_max = 200, escape = '%' };

void pattern_init(struct pattern *m, struct str subject, struct str text, uint64_t steps_max)
{
	memset(m, 0, sizeof(*m));
	m->subject = subject;
	m->text = text;
	m->steps_max = steps_max;
}

static const char *subject_end(const struct pattern *m)
{
	return m->subject.data + m->subject.length;
}

static const char *text_end(const struct pattern *m)
{
	return m->text.data + m->text.length;
}

static const char *fail(struct pattern *m, const char *error)
{
	if (!m->error)
		m->error = error;
	return NULL;
}

static bool step(struct pattern *m)
{
	if (++m->steps <= m->steps_max)
		return true;
	m->exhausted = true;
	fail(m, "pattern too expensive");
	return false;
}

static const struct {
	char name;
	int (*has)(int c);
} classes[] = {
	{'a', isalpha}, {'c', iscntrl}, {'d', isdigit}, {'g', isgraph}, {'l', islower},
	{'p', ispunct}, {'s', isspace}, {'u', isupper}, {'w', isalnum}, {'x', isxdigit},
};

static bool in_class(int c, int class)
{
	for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++)
		if (classes[i].name == tolower(class))
			return (classes[i].has(c) != 0) != (isupper(class) != 0);
	return class == c;
}

/* The end of the set that begins at `p`, behind its ']'. A ']' right at the beginning belongs to the set. */
static const char *set_end(struct pattern *m, const char *p)
{
	const char *end = text_end(m), *first = ++p;

	if (p < end && *p == '^')
		first = ++p;
	for (; p < end; p++) {
		if (*p == ']' && p > first)
			return p + 1;
		if (*p == escape)
			p++;
	}
	return fail(m, "malformed pattern (missing ']')");
}

/* The end of the item that matches one character. */
static const char *item_end(struct pattern *m, const char *p)
{
	if (*p == '[')
		return set_end(m, p);
	if (*p != escape)
		return p + 1;
	return p + 1 < text_end(m) ? p + 2 : fail(m, "malformed pattern (ends with '%')");
}

/* `p` is at the '[', `end` behind the ']'. */
static bool in_set(int c, const char *p, const char *end)
{
	bool yes = true;

	end--;
	if (*++p == '^') {
		yes = false;
		p++;
	}
	for (; p < end; p++) {
		if (*p == escape) {
			if (in_class(c, (unsigned char)*++p))
				return yes;
		} else if (p[1] == '-' && p + 2 < end) {
			if ((unsigned char)p[0] <= c && c <= (unsigned char)p[2])
				return yes;
			p += 2;
		} else if ((unsigned char)*p == c) {
			return yes;
		}
	}
	return !yes;
}

static bool matches_one(struct pattern *m, const char *s, const char *p, const char *end)
{
	int c;

	if (s >= subject_end(m) || !step(m))
		return false;
	c = (unsigned char)*s;
	switch (*p) {
	case '.':
		return true;
	case escape:
		return in_class(c, (unsigned char)p[1]);
	case '[':
		m->steps += (uint64_t)(end - p) / 8;
		return in_set(c, p, end);
	default:
		return (unsigned char)*p == c;
	}
}

static const char *match_here(struct pattern *m, const char *s, const char *p);

static const char *repeat_most(struct pattern *m, const char *s, const char *p, const char *end)
{
	ptrdiff_t count = 0;

	while (matches_one(m, s + count, p, end))
		count++;
	for (; count >= 0 && !m->error; count--) {
		const char *out = match_here(m, s + count, end + 1);

		if (out)
			return out;
	}
	return NULL;
}

static const char *repeat_least(struct pattern *m, const char *s, const char *p, const char *end)
{
	while (!m->error) {
		const char *out = match_here(m, s, end + 1);

		if (out || !matches_one(m, s, p, end))
			return out;
		s++;
	}
	return NULL;
}

static const char *balanced(struct pattern *m, const char *s, const char *p)
{
	int depth = 1;

	if (text_end(m) - p < 2)
		return fail(m, "malformed pattern (missing arguments to '%b')");
	if (s >= subject_end(m) || *s != p[0])
		return NULL;
	while (++s < subject_end(m) && step(m)) {
		if (*s == p[1]) {
			if (--depth == 0)
				return s + 1;
		} else if (*s == p[0]) {
			depth++;
		}
	}
	return NULL;
}

static bool at_frontier(struct pattern *m, const char *s, const char *p, const char *end)
{
	int before = s == m->subject.data ? '\0' : (unsigned char)s[-1];
	int here = s == subject_end(m) ? '\0' : (unsigned char)*s;

	return !in_set(before, p, end) && in_set(here, p, end);
}

static const char *open_capture(struct pattern *m, const char *s, const char *p, enum pattern_capture_state state)
{
	const char *out;

	if (m->capture_count == pattern_captures_max)
		return fail(m, "too many captures");
	m->captures[m->capture_count++] = (struct pattern_capture){s, 0, state};
	out = match_here(m, s, p);
	if (!out)
		m->capture_count--;
	return out;
}

static const char *close_capture(struct pattern *m, const char *s, const char *p)
{
	struct pattern_capture *c = NULL;
	const char *out;

	for (int i = m->capture_count - 1; i >= 0 && !c; i--)
		if (m->captures[i].state == capture_open)
			c = &m->captures[i];
	if (!c)
		return fail(m, "invalid pattern capture");
	c->state = capture_closed;
	c->length = (size_t)(s - c->start);
	out = match_here(m, s, p);
	if (!out)
		c->state = capture_open;
	return out;
}

static const char *match_capture_again(struct pattern *m, const char *s, int digit)
{
	int i = digit - '1';
	const struct pattern_capture *c = &m->captures[i < 0 ? 0 : i];

	if (i < 0 || i >= m->capture_count || c->state == capture_open)
		return fail(m, "invalid capture index in pattern");
	if (c->state == capture_position)
		return NULL;
	m->steps += c->length / 8;
	if (!step(m) || (size_t)(subject_end(m) - s) < c->length || memcmp(c->start, s, c->length) != 0)
		return NULL;
	return s + c->length;
}

/* One character with what may follow it: `*`, `+`, `-`, `?` or nothing. `*next` is where to go on in the pattern, NULL: `*s` is
 * the result. */
static bool match_item(struct pattern *m, const char **s, const char **next)
{
	const char *p = *next, *end = item_end(m, p), *out;
	char quantifier = end && end < text_end(m) ? *end : '\0';

	*next = NULL;
	if (!end)
		return false;
	switch (quantifier) {
	case '?':
		out = matches_one(m, *s, p, end) ? match_here(m, *s + 1, end + 1) : NULL;
		*next = end + 1;
		if (!out)
			return !m->error;
		*next = NULL;
		break;
	case '+':
		out = matches_one(m, *s, p, end) ? repeat_most(m, *s + 1, p, end) : NULL;
		break;
	case '*':
		out = repeat_most(m, *s, p, end);
		break;
	case '-':
		out = repeat_least(m, *s, p, end);
		break;
	default:
		if (!matches_one(m, *s, p, end))
			return false;
		*next = end;
		++*s;
		return true;
	}
	*s = out;
	return out != NULL;
}

/* `%b`, `%f` and back references: `*p` is at the character behind the '%'. */
static bool match_special(struct pattern *m, const char **s, const char **p)
{
	const char *end, *set;

	switch (**p) {
	case 'b':
		*s = balanced(m, *s, *p + 1);
		*p += 3;
		return *s != NULL;
	case 'f':
		set = *p + 1;
		if (set >= text_end(m) || *set != '[') {
			fail(m, "missing '[' after '%f' in pattern");
			return false;
		}
		end = set_end(m, set);
		*p = end;
		return end && at_frontier(m, *s, set, end);
	default:
		*s = match_capture_again(m, *s, (unsigned char)**p);
		*p += 1;
		return *s != NULL;
	}
}

static bool is_special(const struct pattern *m, const char *p)
{
	return *p == escape && p + 1 < text_end(m) && (p[1] == 'b' || p[1] == 'f' || isdigit((unsigned char)p[1]));
}

static const char *match_rest(struct pattern *m, const char *s, const char *p)
{
	while (p < text_end(m)) {
		if (!step(m))
			return NULL;
		if (*p == '(' && p + 1 < text_end(m) && p[1] == ')')
			return open_capture(m, s, p + 2, capture_position);
		if (*p == '(')
			return open_capture(m, s, p + 1, capture_open);
		if (*p == ')')
			return close_capture(m, s, p + 1);
		if (*p == '$' && p + 1 == text_end(m))
			return s == subject_end(m) ? s : NULL;
		if (is_special(m, p)) {
			p++;
			if (!match_special(m, &s, &p))
				return NULL;
			continue;
		}
		if (!match_item(m, &s, &p))
			return NULL;
		if (!p)
			return s;
	}
	return s;
}

static const char *match_here(struct pattern *m, const char *s, const char *p)
{
	const char *out;

	if (m->error)
		return NULL;
	if (++m->depth > depth_max)
		return fail(m, "pattern too complex");
	out = match_rest(m, s, p);
	m->depth--;
	return out;
}

const char *pattern_match(struct pattern *m, size_t at, size_t from)
{
	m->capture_count = 0;
	m->depth = 0;
	return match_here(m, m->subject.data + at, m->text.data + from);
}
