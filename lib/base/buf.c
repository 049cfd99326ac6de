/* SPDX-License-Identifier: Apache-2.0 */
/* Growing output bytes with a maximum and sticky failure. */
#include "lib/base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/alloc.h"

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){.max = max};
}

void buf_release(struct buf *b)
{
	mem_free(b->data);
	buf_init(b, b->max);
}

void buf_clear(struct buf *b)
{
	b->length = 0;
	b->failed = false;
}

/* Makes room for `more` bytes and `spare` ones that do not stay; false (and failed) when it cannot be had. */
static bool reserve(struct buf *b, size_t more, size_t spare)
{
	size_t want = b->capacity ? b->capacity : 256;
	char *data;

	if (b->failed)
		return false;
	if (more > b->max || b->length > b->max - more)
		return b->failed = true, false;
	if (b->length + more + spare <= b->capacity)
		return true;
	while (want < b->length + more + spare)
		want *= 2;
	data = mem_resize(b->data, want);
	if (!data)
		return b->failed = true, false;
	b->data = data;
	b->capacity = want;
	return true;
}

void buf_grow_and_add(struct buf *b, struct str s)
{
	if (s.length == 0 || !reserve(b, s.length, 0))
		return;
	memcpy(b->data + b->length, s.data, s.length);
	b->length += s.length;
}

void buf_puts(struct buf *b, const char *text)
{
	buf_add(b, str_from(text));
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0 || !reserve(b, (size_t)n, 1))
		return;
	va_start(args, format);
	vsnprintf(b->data + b->length, (size_t)n + 1, format, args);
	va_end(args);
	b->length += (size_t)n;
}

struct str buf_str(const struct buf *b)
{
	return (struct str){b->data, b->length};
}
