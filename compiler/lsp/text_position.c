/* SPDX-License-Identifier: Apache-2.0 */
/* Byte offsets <-> the positions of the language server protocol. */
#include "compiler/lsp/text_position.h"

#include "lib/base/utf8.h"

/* Of the character at `at`: its bytes, and how many units it counts. What is no character counts as one. */
static size_t step(struct str line, size_t at, enum position_unit unit, uint32_t *out_units)
{
	uint32_t character;
	size_t length = utf8_decode(line, at, &character);

	if (length == 0)
		length = 1;
	*out_units = unit == position_bytes ? (uint32_t)length : length == 4 ? 2 : 1;
	return length;
}

struct text_position text_position_of(struct str text, size_t offset, enum position_unit unit)
{
	struct text_position at = {0, 0};
	size_t start = 0;

	if (offset > text.length)
		offset = text.length;
	for (size_t i = 0; i < offset; i++) {
		if (text.data[i] != '\n')
			continue;
		at.line++;
		start = i + 1;
	}
	for (size_t i = start; i < offset;) {
		uint32_t units;

		i += step(text, i, unit, &units);
		at.character += units;
	}
	return at;
}

size_t text_offset_of(struct str text, struct text_position at, enum position_unit unit)
{
	size_t i = 0;

	for (uint32_t line = 0; line < at.line; i++) {
		if (i == text.length)
			return i;
		line += text.data[i] == '\n';
	}
	for (uint32_t character = 0; character < at.character && i < text.length && text.data[i] != '\n';) {
		uint32_t units;

		if (text.data[i] == '\r' && i + 1 < text.length && text.data[i + 1] == '\n')
			break;
		i += step(text, i, unit, &units);
		character += units;
	}
	return i;
}
