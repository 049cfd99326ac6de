/* SPDX-License-Identifier: Apache-2.0 */
/* From byte offsets to lines and columns, when something is printed. */
#include "lib/base/source.h"

struct source *source_new(struct arena *a, enum source_kind kind, struct str name, struct str text)
{
	struct source *s = arena_new(a, struct source);

	*s = (struct source){.kind = kind, .name = name, .text = text};
	return s;
}

static size_t line_start(const struct source *s, size_t offset)
{
	size_t newline = str_find_last(str_slice(s->text, 0, offset), '\n');

	return newline == SIZE_MAX ? 0 : newline + 1;
}

struct position source_position(const struct source *s, uint32_t offset)
{
	struct position at = {1, 1};
	size_t start = line_start(s, offset);
	size_t mark = start == 0 && str_starts(s->text, "\xEF\xBB\xBF") ? 3 : 0; /* a byte order mark is no column */

	for (size_t i = 0; i < start; i++)
		at.line += s->text.data[i] == '\n';
	for (size_t i = start + mark; i < offset && i < s->text.length; i++)
		at.column += ((unsigned char)s->text.data[i] & 0xC0) != 0x80; /* UTF-8 continuation bytes do not count */
	return at;
}

struct str source_line(const struct source *s, uint32_t offset)
{
	struct str rest = str_slice(s->text, line_start(s, offset), s->text.length);
	struct str line = STR_NONE;

	str_cut(&rest, '\n', &line);
	if (str_ends(line, "\r"))
		line.length--;
	return line;
}

bool place_is_users(struct place at)
{
	return at.source && at.source->kind != source_template && at.source->kind != source_builtin;
}

struct place place_span(struct place a, struct place b)
{
	if (a.source != b.source || b.offset + b.length < a.offset)
		return a;
	a.length = b.offset + b.length - a.offset;
	return a;
}
