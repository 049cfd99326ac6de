/* SPDX-License-Identifier: Apache-2.0 */
/* Scalars of JSON: strings out of their escapes and back into them, integers, booleans. */
#include "lib/kube/json.h"

#include <string.h>

#include "lib/base/utf8.h"

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The four digits of \uXXXX, off the front of `rest`. */
static bool take_unit(struct str *rest, uint32_t *out)
{
	uint32_t unit = 0;

	if (rest->length < 4)
		return false;
	for (size_t i = 0; i < 4; i++) {
		int digit = hex_digit(rest->data[i]);

		if (digit < 0)
			return false;
		unit = unit << 4 | (uint32_t)digit;
	}
	*rest = str_slice(*rest, 4, rest->length);
	*out = unit;
	return true;
}

/* Behind \u; two units make one character beyond U+FFFF. */
static bool take_unicode(struct str *rest, uint32_t *out)
{
	uint32_t low;

	if (!take_unit(rest, out))
		return false;
	if (*out < 0xD800 || *out > 0xDFFF)
		return true;
	if (*out > 0xDBFF || !str_starts(*rest, "\\u"))
		return false;
	*rest = str_slice(*rest, 2, rest->length);
	if (!take_unit(rest, &low) || low < 0xDC00 || low > 0xDFFF)
		return false;
	*out = 0x10000 + ((*out - 0xD800) << 10) + (low - 0xDC00);
	return true;
}

static bool take_escape(struct str *rest, uint32_t *out)
{
	static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
	const char *found;
	char name;

	if (rest->length < 2)
		return false;
	name = rest->data[1];
	*rest = str_slice(*rest, 2, rest->length);
	if (name == 'u')
		return take_unicode(rest, out);
	found = name ? strchr(names, name) : NULL;
	if (!found)
		return false;
	*out = (unsigned char)values[found - names];
	return true;
}

static size_t encode(uint32_t c, char out[4])
{
	if (c < 0x80)
		return out[0] = (char)c, 1;
	out[0] = (char)(c < 0x800 ? 0xC0 | c >> 6 : c < 0x10000 ? 0xE0 | c >> 12 : 0xF0 | c >> 18);
	if (c < 0x800)
		return out[1] = (char)(0x80 | (c & 0x3F)), 2;
	out[1] = (char)(0x80 | (c >> (c < 0x10000 ? 6 : 12) & 0x3F));
	if (c < 0x10000)
		return out[2] = (char)(0x80 | (c & 0x3F)), 3;
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

/* One character of a string's inside, as bytes; 0 when it is not valid. No escape is shorter than what it stands for. */
static size_t take_character(struct str *rest, char out[4])
{
	uint32_t character;
	size_t length;

	if (rest->data[0] == '\\')
		return take_escape(rest, &character) ? encode(character, out) : 0;
	length = utf8_decode(*rest, 0, &character);
	if (length == 0 || character < 0x20 || character == '"')
		return 0;
	memcpy(out, rest->data, length);
	*rest = str_slice(*rest, length, rest->length);
	return length;
}

/* Takes the quotes off. */
static bool inside(struct str raw, struct str *out)
{
	if (raw.length < 2 || raw.data[0] != '"' || raw.data[raw.length - 1] != '"')
		return false;
	*out = str_slice(raw, 1, raw.length - 1);
	return true;
}

/* Printable ASCII at the front that stands for itself: most texts are nothing else. */
static size_t count_ascii(struct str text)
{
	size_t n = 0;

	while (n < text.length && text.data[n] >= ' ' && text.data[n] <= '~' && text.data[n] != '"' && text.data[n] != '\\')
		n++;
	return n;
}

/* Into `out`, which has room for `size` bytes; the number of them, SIZE_MAX when it is not valid or does not fit. */
static size_t decode(struct str rest, char *out, size_t size)
{
	size_t used = count_ascii(rest);
	char bytes[4];

	if (used > size)
		return SIZE_MAX;
	memcpy(out, rest.data, used);
	rest = str_slice(rest, used, rest.length);
	while (rest.length) {
		size_t length = take_character(&rest, bytes);

		if (length == 0 || length > size - used)
			return SIZE_MAX;
		memcpy(out + used, bytes, length);
		used += length;
	}
	return used;
}

static bool is_plain(struct str text)
{
	char bytes[4];

	text = str_slice(text, count_ascii(text), text.length);
	while (text.length)
		if (take_character(&text, bytes) == 0)
			return false;
	return true;
}

bool json_text(struct str raw, struct arena *a, struct str *out)
{
	struct str text;
	char *bytes;
	size_t length;

	if (!inside(raw, &text))
		return false;
	if (str_find(text, '\\') == SIZE_MAX) {
		if (!is_plain(text))
			return false;
		*out = text;
		return true;
	}
	bytes = arena_alloc(a, text.length + 1);
	length = decode(text, bytes, text.length);
	if (length == SIZE_MAX)
		return false;
	*out = (struct str){bytes, length};
	return true;
}

bool json_copy(struct str raw, char *out, size_t size)
{
	struct str text;
	size_t length;

	out[0] = '\0';
	if (!inside(raw, &text))
		return false;
	length = decode(text, out, size - 1);
	if (length == SIZE_MAX || memchr(out, '\0', length)) {
		out[0] = '\0';
		return false;
	}
	out[length] = '\0';
	return true;
}

bool json_is(struct str raw, const char *text)
{
	struct str rest;
	char bytes[4];
	size_t plain;

	if (!inside(raw, &rest))
		return false;
	plain = count_ascii(rest);
	if (strncmp(text, rest.data, plain) != 0)
		return false;
	text += plain;
	rest = str_slice(rest, plain, rest.length);
	while (rest.length) {
		size_t length = take_character(&rest, bytes);

		if (length == 0 || strncmp(text, bytes, length) != 0 || *text == '\0')
			return false;
		text += length;
	}
	return *text == '\0';
}

bool json_integer(struct str raw, int64_t *out)
{
	return str_to_int(raw, out);
}

bool json_boolean(struct str raw, bool *out)
{
	if (!str_is(raw, "true") && !str_is(raw, "false"))
		return false;
	*out = raw.data[0] == 't';
	return true;
}

static void quote_byte(struct buf *b, char c)
{
	static const char names[] = "\"\\bfnrt", values[] = "\"\\\b\f\n\r\t";
	const char *found = c ? strchr(values, c) : NULL;

	if (found)
		buf_printf(b, "\\%c", names[found - values]);
	else if ((unsigned char)c < 0x20)
		buf_printf(b, "\\u%04x", (unsigned)c);
	else
		buf_putc(b, c);
}

void json_quote(struct buf *b, struct str text)
{
	buf_putc(b, '"');
	for (size_t i = 0; i < text.length;) {
		uint32_t character;
		size_t length = utf8_decode(text, i, &character);

		if (length == 0)
			buf_puts(b, "\xEF\xBF\xBD");
		else if (length == 1)
			quote_byte(b, text.data[i]);
		else
			buf_add(b, str_slice(text, i, i + length));
		i += length ? length : 1;
	}
	buf_putc(b, '"');
}
