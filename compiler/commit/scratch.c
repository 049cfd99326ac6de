/* SPDX-License-Identifier: Apache-2.0 */
/* Scratch arenas, bufs and slots, each handed to arena_defer before it holds anything. */
#include "compiler/commit/scratch.h"

/* A commit's largest text is its pack. */
static const size_t scratch_buf_max = (size_t)16 << 30;

static void release_arena(void *payload)
{
	arena_release(payload);
}

static void release_buf(void *payload)
{
	buf_release(payload);
}

static void release_slot(void *payload)
{
	slot_clear(payload);
}

struct arena *scratch_new(struct arena *a)
{
	struct arena *scratch = arena_new(a, struct arena);

	arena_init(scratch, a->oom);
	arena_defer(a, release_arena, scratch);
	return scratch;
}

struct buf *scratch_buf(struct arena *a)
{
	struct buf *b = arena_new(a, struct buf);

	buf_init(b, scratch_buf_max);
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

struct slot *slot_new(struct arena *a, void (*release)(void *handle))
{
	struct slot *s = arena_new(a, struct slot);

	s->release = release;
	arena_defer(a, release_slot, s);
	return s;
}

void slot_clear(struct slot *s)
{
	if (s->handle)
		s->release(s->handle);
	s->handle = NULL;
}
