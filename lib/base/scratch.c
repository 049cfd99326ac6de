/* SPDX-License-Identifier: Apache-2.0 */
/* Scratch arenas, bufs and secrets, each handed to arena_defer before it holds anything. */
#include "lib/base/scratch.h"

#include <string.h>

static void release_arena(void *payload)
{
	arena_release(payload);
}

static void release_buf(void *payload)
{
	buf_release(payload);
}

static void wipe(void *payload)
{
	const struct str *secret = payload;

	if (secret->length)
		explicit_bzero((char *)(uintptr_t)secret->data, secret->length);
}

struct arena *scratch_new(struct arena *a)
{
	struct arena *scratch = arena_new(a, struct arena);

	arena_init(scratch, a->oom);
	arena_defer(a, release_arena, scratch);
	return scratch;
}

struct buf *scratch_buf(struct arena *a, size_t max)
{
	struct buf *b = arena_new(a, struct buf);

	buf_init(b, max);
	arena_defer(a, release_buf, b);
	return b;
}

struct str scratch_buf_str(struct arena *a, struct buf *b)
{
	struct str text;

	if (b->failed)
		arena_out_of_memory(a);
	text = arena_str(a, buf_str(b));
	buf_release(b);
	return text;
}

struct str *scratch_secret(struct arena *a)
{
	struct str *secret = arena_new(a, struct str);

	arena_defer(a, wipe, secret);
	return secret;
}
