/* SPDX-License-Identifier: Apache-2.0 */
/* `Warning: 299 - "text"` of an answer, told once. */
#include <strings.h>

#include "lib/kube/kube_internal.h"

/* FNV-1a; two texts of one hash would cost a warning. */
static uint64_t hash_of(struct str text)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < text.length; i++)
		hash = (hash ^ (unsigned char)text.data[i]) * UINT64_C(0x100000001b3);
	return hash;
}

/* What stands between the quotes; empty for another header and another kind of warning. */
static struct str text_of(struct str line)
{
	static const struct str name = {"Warning:", 8};
	size_t first, last;

	if (line.length < name.length || strncasecmp(line.data, name.data, name.length) != 0)
		return STR_NONE;
	line = str_trim(str_slice(line, name.length, line.length));
	first = str_find(line, '"');
	last = str_find_last(line, '"');
	return str_starts(line, "299 ") && first < last ? str_slice(line, first + 1, last) : STR_NONE;
}

void kube_warning_take(struct kube_client *c, struct str line)
{
	struct str text = c->warned && c->warning_count < kube_warnings_max ? text_of(line) : STR_NONE;
	uint64_t hash;

	if (!text.length)
		return;
	hash = hash_of(text);
	for (unsigned i = 0; i < c->warning_count; i++)
		if (c->warnings[i] == hash)
			return;
	c->warnings[c->warning_count++] = hash;
	c->warned(c->warned_payload, text);
}
