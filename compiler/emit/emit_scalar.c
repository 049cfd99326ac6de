/* SPDX-License-Identifier: Apache-2.0 */
/* Strings in the four styles as go-yaml v2 writes them, with its line breaks. */
#include <stdio.h>
#include <string.h>

#include "compiler/emit/string_style.h"
#include "compiler/emit/yaml_writer.h"
#include "lib/base/utf8.h"

static int characters(struct str s)
{
	int count = 0;

	for (size_t i = 0; i < s.length; i++)
		count += ((unsigned char)s.data[i] & 0xC0) != 0x80;
	return count;
}

static void put_run(struct yaml_writer *w, struct str run)
{
	buf_add(w->out, run);
	w->column += characters(run);
	w->indention = false;
	w->whitespace = false;
}

static void put_char(struct yaml_writer *w, char c)
{
	buf_add(w->out, (struct str){&c, 1});
	w->column++;
}

/* Up to the next space, or the end. */
static size_t word_end(struct str s, size_t at)
{
	size_t n = str_find(str_slice(s, at, s.length), ' ');

	return n == SIZE_MAX ? s.length : at + n;
}

/*
 * The space at `at`: a line break when the line is long enough and the space
 * stands alone. `after_space`: the character before it was one too.
 */
static void put_space(struct yaml_writer *w, struct str s, size_t at, bool folds, bool after_space)
{
	bool alone = !after_space && (at + 1 >= s.length || s.data[at + 1] != ' ');

	if (folds && alone && w->column > yaml_width)
		yaml_begin_line(w);
	else
		put_char(w, ' ');
}

static void put_plain(struct yaml_writer *w, struct str s, bool folds)
{
	bool after_space = false;

	for (size_t i = 0; i < s.length;) {
		if (s.data[i] == ' ') {
			put_space(w, s, i++, folds, after_space);
			after_space = true;
			continue;
		}
		put_run(w, str_slice(s, i, word_end(s, i)));
		i = word_end(s, i);
		after_space = false;
	}
	w->whitespace = false;
	w->indention = false;
}

/* U+2028 or U+2029 at `at`; "\n" never stands in single quotes. */
static bool separator_at(struct str s, size_t at)
{
	uint32_t c;

	return (unsigned char)s.data[at] == 0xE2 && utf8_decode(s, at, &c) && string_is_break(c);
}

/* go-yaml takes U+2028 and U+2029 for line breaks and indents what follows. */
static void put_separator(struct yaml_writer *w, struct str s, size_t at)
{
	buf_add(w->out, str_slice(s, at, at + 3));
	w->column = 0;
	w->indention = true;
}

static void put_single_quoted(struct yaml_writer *w, struct str s, bool folds)
{
	bool after_space = false, after_break = false;

	put_char(w, '\'');
	w->indention = w->whitespace = false;
	for (size_t i = 0, length; i < s.length; i += length) {
		length = 1;
		if (s.data[i] == ' ') {
			put_space(w, s, i, folds && i > 0 && i + 1 < s.length, after_space);
			after_space = true;
			continue;
		}
		if (separator_at(s, i)) {
			length = 3;
			put_separator(w, s, i);
			after_break = true;
			continue;
		}
		if (after_break)
			yaml_begin_line(w);
		if (s.data[i] == '\'')
			put_char(w, '\'');
		buf_putc(w->out, s.data[i]);
		w->column += ((unsigned char)s.data[i] & 0xC0) != 0x80;
		w->indention = after_space = after_break = false;
	}
	put_char(w, '\'');
	w->indention = w->whitespace = false;
}

struct escape {
	uint32_t character;
	char letter;
};

static const struct escape escapes[] = {
	{0x00, '0'}, {0x07, 'a'}, {0x08, 'b'}, {0x09, 't'}, {0x0A, 'n'}, {0x0B, 'v'}, {0x0C, 'f'}, {0x0D, 'r'}, {0x1B, 'e'},
	{0x22, '"'}, {0x5C, '\\'}, {next_line, 'N'}, {0xA0, '_'}, {line_separator, 'L'}, {paragraph_separator, 'P'},
};

static void put_escape(struct yaml_writer *w, uint32_t c)
{
	char text[16];
	int width = c <= 0xFF ? 2 : c <= 0xFFFF ? 4 : 8;

	for (size_t i = 0; i < sizeof(escapes) / sizeof(*escapes); i++) {
		if (escapes[i].character != c)
			continue;
		put_char(w, '\\');
		put_char(w, escapes[i].letter);
		return;
	}
	snprintf(text, sizeof(text), "\\%c%0*X", width == 2 ? 'x' : width == 4 ? 'u' : 'U', width, (unsigned)c);
	buf_puts(w->out, text);
	w->column += (int)strlen(text);
}

static bool needs_escape(uint32_t c)
{
	return !string_is_printable(c) || string_is_break(c) || c == '"' || c == '\\';
}

/* A break in double quotes: blanks at the start of the new line are lost, so a second one is escaped. */
static void fold_double_quoted(struct yaml_writer *w, struct str s, size_t at)
{
	yaml_begin_line(w);
	if (s.data[at + 1] == ' ')
		put_char(w, '\\');
}

static void put_double_quoted(struct yaml_writer *w, struct str s, bool folds)
{
	/* go-yaml looks for a byte order mark in the wrong place: when there is one in front, it escapes everything. */
	bool everything = str_starts(s, "\xEF\xBB\xBF");
	bool after_space = false;
	uint32_t c = 0;

	put_char(w, '"');
	w->indention = w->whitespace = false;
	for (size_t i = 0, length; i < s.length; i += length) {
		length = utf8_decode(s, i, &c);
		if (everything || needs_escape(c)) {
			put_escape(w, c);
		} else if (c != ' ') {
			put_run(w, str_slice(s, i, i + length));
		} else if (folds && !after_space && w->column > yaml_width && i > 0 && i + 1 < s.length) {
			fold_double_quoted(w, s, i);
		} else {
			put_char(w, ' ');
		}
		after_space = c == ' ' && !everything;
	}
	put_char(w, '"');
	w->indention = w->whitespace = false;
}

/* Whether the last character of `s`, and the one before it, are breaks: "-" clips none, "+" keeps all. */
static const char *chomping(struct str s)
{
	size_t last = s.length, previous;

	if (str_ends(s, "\n"))
		last -= 1;
	else if (s.length >= 3 && separator_at(s, s.length - 3))
		last -= 3;
	else
		return "-";
	if (last == 0)
		return "+";
	previous = s.data[last - 1] == '\n' ? 1 : last >= 3 && separator_at(s, last - 3) ? 3 : 0;
	return previous ? "+" : "";
}

/* From the start of a line to the start of the next. */
static void put_ascii_line(struct yaml_writer *w, struct str line)
{
	size_t indent = line.length ? (size_t)w->indent : 0;
	char *room = buf_take_room(w->out, indent + line.length + 1);

	if (room) {
		memset(room, ' ', indent);
		memcpy(room + indent, line.data, line.length);
		room[indent + line.length] = '\n';
		return;
	}
	for (size_t i = 0; i < indent; i++)
		buf_putc(w->out, ' ');
	buf_add(w->out, line);
	buf_putc(w->out, '\n');
}

static void put_ascii_lines(struct yaml_writer *w, struct str s)
{
	size_t length;

	while ((length = str_find(s, '\n')) != SIZE_MAX) {
		put_ascii_line(w, str_slice(s, 0, length));
		s = str_slice(s, length + 1, s.length);
	}
	if (!s.length)
		return;
	yaml_begin_line(w);
	buf_add(w->out, s);
	w->column += (int)s.length;
	w->indention = false;
}

static void put_literal(struct yaml_writer *w, struct str s, bool ascii_lines)
{
	bool after_break = true;

	buf_puts(w->out, s.data[0] == ' ' || s.data[0] == '\n' || separator_at(s, 0) ? "|2" : "|");
	buf_puts(w->out, chomping(s));
	buf_putc(w->out, '\n');
	w->column = 0;
	w->indention = w->whitespace = true;
	if (ascii_lines) {
		put_ascii_lines(w, s);
		return;
	}
	for (size_t i = 0, length; i < s.length; i += length) {
		length = 1;
		if (s.data[i] == '\n') {
			buf_putc(w->out, '\n');
			w->column = 0;
			w->indention = after_break = true;
		} else if (separator_at(s, i)) {
			length = 3;
			put_separator(w, s, i);
			after_break = true;
		} else {
			if (after_break)
				yaml_begin_line(w);
			while (i + length < s.length && s.data[i + length] != '\n' && !separator_at(s, i + length))
				length++;
			buf_add(w->out, str_slice(s, i, i + length));
			w->column += (int)length;
			w->indention = after_break = false;
		}
	}
}

static void put_style(struct yaml_writer *w, struct str s, const struct string_traits *t, enum scalar_use use)
{
	bool folds = use != scalar_simple_key && t->spaces;
	int indent = w->indent;

	w->indent = indent < 0 ? yaml_indent : indent + yaml_indent;
	switch (string_choose_style(t, s)) {
	case string_plain:
		put_plain(w, s, folds);
		break;
	case string_single_quoted:
		put_single_quoted(w, s, folds);
		break;
	case string_double_quoted:
		put_double_quoted(w, s, folds);
		break;
	case string_literal:
		put_literal(w, s, t->ascii_lines);
		break;
	}
	w->indent = indent;
}

bool yaml_put_string(struct yaml_writer *w, struct str text, bool key, enum scalar_use *out_use)
{
	bool bare = string_is_bare(text);
	struct string_traits t = {.valid = true};

	/* Where we leave go-yaml's ways: it writes this key plain, and every reader would merge what stands under it. */
	if (key && str_is(text, "<<")) {
		*out_use = scalar_simple_key;
		yaml_put_word(w, STR("\"<<\""));
		return true;
	}
	if (!bare)
		t = string_analyse(text);
	if (!t.valid)
		return false;
	*out_use = scalar_value;
	if (key)
		*out_use = t.breaks || text.length > yaml_simple_key_max ? scalar_long_key : scalar_simple_key;
	if (*out_use == scalar_long_key)
		yaml_put_indicator(w, STR("?"), true);
	if (bare) {
		yaml_put_word(w, text);
		return true;
	}
	if (!w->whitespace)
		put_char(w, ' ');
	put_style(w, text, &t, *out_use);
	return true;
}

void yaml_put_word(struct yaml_writer *w, struct str text)
{
	size_t blank = w->whitespace ? 0 : 1;
	char *room = buf_take_room(w->out, blank + text.length);

	if (room) {
		memset(room, ' ', blank);
		memcpy(room + blank, text.data, text.length);
	} else {
		buf_add(w->out, str_slice(STR(" "), 0, blank));
		buf_add(w->out, text);
	}
	w->column += (int)(blank + text.length);
	w->indention = false;
	w->whitespace = false;
}
