/* SPDX-License-Identifier: Apache-2.0 */
/* Percent signs in and out. */
#include "compiler/lsp/uri.h"

#include <string.h>

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Nothing for a broken escape, and for a NUL, which no path has. */
static bool decode(struct str text, struct arena *a, struct str *out)
{
	char *bytes = arena_alloc(a, text.length + 1);
	size_t length = 0;

	for (size_t i = 0; i < text.length; i++) {
		int high, low;

		if (text.data[i] != '%') {
			bytes[length++] = text.data[i];
			continue;
		}
		high = i + 2 < text.length ? hex(text.data[i + 1]) : -1;
		low = high < 0 ? -1 : hex(text.data[i + 2]);
		if (low < 0 || (high == 0 && low == 0))
			return false;
		bytes[length++] = (char)(high << 4 | low);
		i += 2;
	}
	*out = (struct str){bytes, length};
	return true;
}

bool uri_to_path(struct str uri, struct arena *a, struct str *out)
{
	static const char scheme[] = "file://", local[] = "file://localhost/";
	struct str path;

	if (!str_starts(uri, scheme))
		return false;
	path = str_slice(uri, (str_starts(uri, local) ? sizeof(local) - 1 : sizeof(scheme)) - 1, uri.length);
	if (!str_starts(path, "/") || !decode(path, a, &path))
		return false;
	*out = path_normalise(path, a);
	return true;
}

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("/-._~", c));
}

struct str uri_from_path(struct str path, struct arena *a)
{
	static const char digits[] = "0123456789ABCDEF";
	char *bytes = arena_alloc(a, 3 * path.length + 8);
	size_t length = 7;

	memcpy(bytes, "file://", length);
	for (size_t i = 0; i < path.length; i++) {
		unsigned char c = (unsigned char)path.data[i];

		if (is_plain((char)c)) {
			bytes[length++] = (char)c;
			continue;
		}
		bytes[length++] = '%';
		bytes[length++] = digits[c >> 4];
		bytes[length++] = digits[c & 15];
	}
	return (struct str){bytes, length};
}

struct str path_normalise(struct str path, struct arena *a)
{
	struct str out = STR(""), part;

	while (str_cut(&path, '/', &part)) {
		size_t slash = str_find_last(out, '/');

		if (part.length == 0 || str_is(part, "."))
			continue;
		if (str_is(part, ".."))
			out = str_slice(out, 0, slash == SIZE_MAX ? 0 : slash);
		else
			out = arena_format(a, "%.*s/%.*s", STR_ARG(out), STR_ARG(part));
	}
	return out.length ? out : STR("/");
}
