/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A growing run of bytes on the heap, for output.
 *
 * Failure is sticky: once memory or `max` is exceeded, `failed` is set, all
 * later appends do nothing, and the owner tests it once at the end.
 */
#ifndef MPICC_BASE_BUF_H
#define MPICC_BASE_BUF_H

#include <string.h>

#include "lib/base/str.h"

struct buf {
	char *data;
	size_t length, capacity;
	size_t max;   /* bytes it may ever hold */
	bool failed;
};

void buf_init(struct buf *b, size_t max);
void buf_release(struct buf *b);     /* frees; the buf may be initialised again */
void buf_clear(struct buf *b);       /* length 0, memory kept, `failed` unset */
void buf_grow_and_add(struct buf *b, struct str s);
void buf_puts(struct buf *b, const char *text);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct str buf_str(const struct buf *b); /* borrowed until the next change */

/* Inline, for an emitter calls it several times a line. */
static inline void buf_add(struct buf *b, struct str s)
{
	if (b->failed || s.length > b->capacity - b->length || s.length > b->max - b->length) {
		buf_grow_and_add(b, s);
	} else if (s.length) {
		memcpy(b->data + b->length, s.data, s.length);
		b->length += s.length;
	}
}

/* Where the next `length` bytes go, to be filled at once, if there is room for them already; else NULL: they are to be appended. */
static inline char *buf_take_room(struct buf *b, size_t length)
{
	if (b->failed || !b->data || length > b->capacity - b->length || length > b->max - b->length)
		return NULL;
	b->length += length;
	return b->data + b->length - length;
}

static inline void buf_putc(struct buf *b, char c)
{
	buf_add(b, (struct str){&c, 1});
}

#endif
