/* SPDX-License-Identifier: Apache-2.0 */
/* Words into lines. */
#include "compiler/cli/text.h"

unsigned text_cells(struct str text)
{
	unsigned cells = 0;

	for (size_t i = 0; i < text.length; i++)
		cells += ((unsigned char)text.data[i] & 0xC0) != 0x80;
	return cells;
}

void text_spaces(struct buf *out, unsigned count)
{
	while (count--)
		buf_putc(out, ' ');
}

/* What stands in backquotes is not broken. */
static struct str next_word(struct str *rest)
{
	bool quoted = false;
	struct str word;
	size_t end = 0;

	while (end < rest->length && (quoted || rest->data[end] != ' '))
		quoted ^= rest->data[end++] == '`';
	word = str_slice(*rest, 0, end);
	while (end < rest->length && rest->data[end] == ' ')
		end++;
	*rest = str_slice(*rest, end, rest->length);
	return word;
}

static void wrap_paragraph(struct buf *out, struct str text, unsigned column, unsigned indent, unsigned width)
{
	unsigned start = column;

	while (text.length) {
		struct str word = next_word(&text);
		unsigned cells = text_cells(word);

		if (column > start && column + 1 + cells > width) {
			buf_putc(out, '\n');
			text_spaces(out, indent);
			column = start = indent;
		} else if (column > start) {
			buf_putc(out, ' ');
			column++;
		}
		buf_add(out, word);
		column += cells;
	}
}

void text_wrap(struct buf *out, struct str text, unsigned column, unsigned indent, unsigned width)
{
	struct str rest = text, line;
	bool first = true;

	if (str_ends(rest, "\n"))
		rest = str_slice(rest, 0, rest.length - 1);
	while (str_cut(&rest, '\n', &line)) {
		if (!first && line.length)
			text_spaces(out, indent);
		if (str_starts(line, " "))
			buf_add(out, line);
		else
			wrap_paragraph(out, line, first ? column : indent, indent, width);
		buf_putc(out, '\n');
		first = false;
	}
}
