/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A growing run of bytes on the heap, for output.
 *
 * Failure is sticky: once memory or `max` is exceeded, `failed` is set, all
 * later appends do nothing, and the owner tests it once at the end.
 */
#ifndef MPICC_BASE_BUF_H
#define MPICC_BASE_BUF_H

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
void buf_add(struct buf *b, struct str s);
void buf_puts(struct buf *b, const char *text);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct str buf_str(const struct buf *b); /* borrowed until the next change */

#endif
