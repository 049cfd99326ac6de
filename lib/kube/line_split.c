/* SPDX-License-Identifier: Apache-2.0 */
/* Lines that lie within one piece are handed out where they lie; only what crosses pieces is copied. */
#include "lib/kube/line_split.h"

void line_split_init(struct line_split *s, size_t line_max)
{
	buf_init(&s->partial, line_max);
}

void line_split_release(struct line_split *s)
{
	buf_release(&s->partial);
}

static int keep(struct line_split *s, struct str bytes, struct error *err)
{
	if (bytes.length > s->partial.max - s->partial.length)
		return error_set(err, error_remote, "a line of more than %zu bytes", s->partial.max);
	buf_add(&s->partial, bytes);
	return s->partial.failed ? error_no_memory(err) : 0;
}

static int give(struct line_split *s, struct str line, int (*each)(void *payload, struct str line), void *payload,
		struct error *err)
{
	int result;

	if (s->partial.length || line.length > s->partial.max) {
		if (keep(s, line, err) < 0)
			return -1;
		line = buf_str(&s->partial);
	}
	if (str_ends(line, "\r"))
		line.length--;
	result = line.length ? each(payload, line) : 0;
	buf_clear(&s->partial);
	return result < 0 ? result : 0;
}

int line_split_add(struct line_split *s, struct str bytes, int (*each)(void *payload, struct str line), void *payload,
		   struct error *err)
{
	size_t end;

	while ((end = str_find(bytes, '\n')) != SIZE_MAX) {
		int result = give(s, str_slice(bytes, 0, end), each, payload, err);

		if (result < 0)
			return result;
		bytes = str_slice(bytes, end + 1, bytes.length);
	}
	return keep(s, bytes, err);
}
