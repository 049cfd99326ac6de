/* SPDX-License-Identifier: Apache-2.0 */
/* Looking at a string once, and choosing its style. */
#include "compiler/emit/string_style.h"

#include "lib/read/scalar.h"
#include "lib/base/bytes8.h"
#include "lib/base/utf8.h"

/* The printable ASCII characters that never matter after the first place. */
static bool is_ordinary(unsigned char c)
{
	return c > 0x20 && c < 0x7F && c != ':' && c != '#';
}

static inline uint64_t is_extraordinary(uint64_t eight)
{
	return bytes8_below(eight, 0x21) | bytes8_above(eight, 0x7E) | bytes8_equal(eight, ':') | bytes8_equal(eight, '#');
}

bool string_is_break(uint32_t c)
{
	return c == '\n' || c == '\r' || c == next_line || c == line_separator || c == paragraph_separator;
}

bool string_is_printable(uint32_t c)
{
	return c == '\n' || (c >= 0x20 && c < 0x7F) || (c >= 0xA0 && c < 0xFFFE && c != byte_order_mark);
}

static bool blank_or_end(struct str s, size_t at)
{
	return at >= s.length || s.data[at] == ' ' || s.data[at] == '\t';
}

/* Blank, break or NUL: "#" after one would begin a comment. */
static bool separates(uint32_t c)
{
	return c == ' ' || c == '\t' || c == 0 || string_is_break(c);
}

static bool first_is_indicator(struct str s)
{
	switch (s.data[0]) {
	case '#': case ',': case '[': case ']': case '{': case '}': case '&': case '*': case '!': case '|': case '>':
	case '\'': case '"': case '%': case '@': case '`':
		return true;
	case '-':
		return blank_or_end(s, 1) || str_starts(s, "---");
	case '.':
		return str_starts(s, "...");
	case '?': case ':':
		return blank_or_end(s, 1);
	default:
		return false;
	}
}

/* One character that is not ordinary, after `before` (0 at the start). */
static void look_at(struct string_traits *t, struct str s, size_t at, size_t length, uint32_t c, uint32_t before)
{
	bool edge = at == 0 || at + length == s.length;

	if (c == ':' && blank_or_end(s, at + 1))
		t->indicators = true;
	if (c == '#' && separates(before))
		t->indicators = true;
	if (!string_is_printable(c))
		t->special = true;
	if (c == ' ') {
		t->spaces = true;
		t->edge_space |= edge;
		t->trailing_space |= at + 1 == s.length;
		t->break_space |= string_is_break(before);
	} else if (string_is_break(c)) {
		t->newline |= c == '\n';
		t->breaks = true;
		t->edge_break |= edge;
		t->space_break |= before == ' ';
	}
}

/* Most of all output is scripts. These loops have no branches, so that a compiler can take many characters at a time. */
static bool is_ascii_lines(struct str s)
{
	const unsigned char *c = (const unsigned char *)s.data;
	unsigned char odd = 0;

	if (str_find(s, '\n') == SIZE_MAX || str_ends(s, " "))
		return false;
	for (size_t i = 0; i < s.length; i++)
		odd |= (unsigned char)(((c[i] < 0x20) & (c[i] != '\n')) | (c[i] >= 0x7F));
	for (size_t i = 1; i < s.length; i++)
		odd |= (unsigned char)((c[i] == '\n') & (c[i - 1] == ' '));
	return !odd;
}

struct string_traits string_analyse(struct str s)
{
	struct string_traits t = {.valid = true, .indicators = s.length && first_is_indicator(s)};
	uint32_t before = 0, c = 0;

	if (is_ascii_lines(s))
		return (struct string_traits){.valid = true, .newline = true, .breaks = true, .ascii_lines = true};

	for (size_t i = 0, length; i < s.length; i += length, before = c) {
		length = 1;
		c = (unsigned char)s.data[i];
		if (is_ordinary((unsigned char)c))
			continue;
		if (c >= 0x80)
			length = utf8_decode(s, i, &c);
		if (length == 0) {
			t.valid = false;
			break;
		}
		look_at(&t, s, i, length, c, before);
	}
	return t;
}

bool string_is_bare(struct str s)
{
	if (s.length == 0 || first_is_indicator(s))
		return false;
	for (size_t i = bytes8_any(s, is_extraordinary) ? 0 : s.length; i < s.length; i++)
		if (!is_ordinary((unsigned char)s.data[i]) && (s.data[i] != ':' || blank_or_end(s, i + 1)))
			return false;
	return scalar_go_text(s);
}

enum string_style string_choose_style(const struct string_traits *t, struct str s)
{
	bool quotable = !t->break_space && !t->space_break && !t->special;

	if (t->newline)
		return t->trailing_space || t->space_break || t->special ? string_double_quoted : string_literal;
	if (!scalar_go_text(s))
		return string_double_quoted;
	if (!quotable)
		return string_double_quoted;
	return t->edge_space || t->edge_break || t->breaks || t->indicators ? string_single_quoted : string_plain;
}
