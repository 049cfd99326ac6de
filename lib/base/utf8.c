/* SPDX-License-Identifier: Apache-2.0 */
/* Decoding UTF-8 strictly. */
#include "lib/base/utf8.h"

/* The length that a first byte announces, the bits of the character it holds and the least character that may be so long. */
static size_t lead(unsigned char c, uint32_t *bits, uint32_t *least)
{
	if (c >= 0xC2 && c <= 0xDF)
		return *bits = c & 0x1Fu, *least = 0x80, 2;
	if ((c & 0xF0) == 0xE0)
		return *bits = c & 0x0Fu, *least = 0x800, 3;
	if (c >= 0xF0 && c <= 0xF4)
		return *bits = c & 0x07u, *least = 0x10000, 4;
	return 0;
}

size_t utf8_decode(struct str s, size_t at, uint32_t *out)
{
	uint32_t character = 0, least = 0;
	size_t length;

	if (at >= s.length)
		return 0;
	*out = (unsigned char)s.data[at];
	if (*out < 0x80)
		return 1;
	length = lead((unsigned char)s.data[at], &character, &least);
	if (length == 0 || length > s.length - at)
		return 0;
	for (size_t i = 1; i < length; i++) {
		unsigned char c = (unsigned char)s.data[at + i];

		if ((c & 0xC0) != 0x80)
			return 0;
		character = character << 6 | (c & 0x3Fu);
	}
	if (character < least || character > 0x10FFFF || (character >= 0xD800 && character <= 0xDFFF))
		return 0;
	*out = character;
	return length;
}

bool utf8_is_control(uint32_t c)
{
	if (c < 0x20)
		return c != '\t' && c != '\n' && c != '\r';
	return (c >= 0x7F && c < 0xA0 && c != 0x85) || c == 0xFFFE || c == 0xFFFF;
}
