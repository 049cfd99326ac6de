/* SPDX-License-Identifier: Apache-2.0 */
/* A pattern and texts -> JSON. */
#include "runtime-controller/report/body.h"

#include <stdarg.h>

#include "lib/kube/json.h"

void body_add(struct buf *b, const char *pattern, ...)
{
	va_list args;

	va_start(args, pattern);
	for (; *pattern; pattern++) {
		if (*pattern == '%')
			json_quote(b, str_from(va_arg(args, const char *)));
		else
			buf_putc(b, *pattern == '\'' ? '"' : *pattern);
	}
	va_end(args);
}
