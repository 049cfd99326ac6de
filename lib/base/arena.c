/* SPDX-License-Identifier: Apache-2.0 */
/* Arenas: blocks that double in size, a list of deferred calls, and the jump when memory runs out. */
#include "lib/base/arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/alloc.h"

struct arena_block {
	struct arena_block *older;
	size_t size, used; /* of `bytes` */
	alignas(max_align_t) char bytes[];
};

struct arena_defer {
	struct arena_defer *older;
	void (*fn)(void *payload);
	void *payload;
};

enum { first_block = 4096, largest_block = 1 << 20 };

void arena_init(struct arena *a, jmp_buf *oom)
{
	*a = (struct arena){.oom = oom};
}

void arena_release(struct arena *a)
{
	struct arena_block *block = a->block;

	for (struct arena_defer *d = a->defers; d; d = d->older)
		d->fn(d->payload);
	while (block) {
		struct arena_block *older = block->older;

		mem_free(block);
		block = older;
	}
	arena_init(a, a->oom);
}

_Noreturn void arena_out_of_memory(struct arena *a)
{
	if (!a->oom)
		abort(); /* a bug of ours: an arena without a guard */
	longjmp(*a->oom, 1);
}

/* NULL when there is no memory. */
static struct arena_block *block_for(struct arena *a, size_t size)
{
	size_t want = a->block ? a->block->size * 2 : first_block;
	struct arena_block *block;

	if (want > largest_block)
		want = largest_block;
	if (want < size)
		want = size;
	block = mem_alloc(sizeof(*block) + want);
	if (!block)
		return NULL;
	*block = (struct arena_block){.older = a->block, .size = want};
	a->block = block;
	return block;
}

static void *try_alloc_raw(struct arena *a, size_t size)
{
	struct arena_block *block = a->block;
	void *out;

	if (size > SIZE_MAX / 2)
		return NULL;
	size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	if (!block || block->size - block->used < size)
		block = block_for(a, size);
	if (!block)
		return NULL;
	out = block->bytes + block->used;
	block->used += size;
	a->used += size;
	return out;
}

static void *try_alloc(struct arena *a, size_t size)
{
	void *out = try_alloc_raw(a, size);

	return out ? memset(out, 0, size) : NULL;
}

void *arena_alloc(struct arena *a, size_t size)
{
	void *out = try_alloc(a, size);

	if (!out)
		arena_out_of_memory(a);
	return out;
}

void *arena_alloc_array(struct arena *a, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		arena_out_of_memory(a);
	return arena_alloc(a, count * size);
}

void arena_defer(struct arena *a, void (*fn)(void *payload), void *payload)
{
	struct arena_defer *d = try_alloc(a, sizeof(*d));

	if (!d) {
		fn(payload); /* nobody else will */
		arena_out_of_memory(a);
	}
	*d = (struct arena_defer){a->defers, fn, payload};
	a->defers = d;
}

struct str arena_str(struct arena *a, struct str s)
{
	return arena_join(a, s, STR_NONE);
}

struct str arena_join(struct arena *a, struct str x, struct str y)
{
	char *bytes = try_alloc_raw(a, x.length + y.length + 1);

	if (!bytes)
		arena_out_of_memory(a);
	if (x.length)
		memcpy(bytes, x.data, x.length);
	if (y.length)
		memcpy(bytes + x.length, y.data, y.length);
	bytes[x.length + y.length] = '\0';
	return (struct str){bytes, x.length + y.length};
}

struct str arena_format(struct arena *a, const char *format, ...)
{
	struct str out;
	va_list args;

	va_start(args, format);
	out = arena_vformat(a, format, args);
	va_end(args);
	return out;
}

struct str arena_vformat(struct arena *a, const char *format, va_list args)
{
	char brief[256]; /* what is made here is names and messages: most need to be printed only once */
	va_list again;
	char *bytes;
	int n;

	va_copy(again, args);
	n = vsnprintf(brief, sizeof(brief), format, args);
	if (n < 0)
		n = 0;
	bytes = arena_alloc(a, (size_t)n + 1);
	if ((size_t)n < sizeof(brief))
		memcpy(bytes, brief, (size_t)n);
	else
		vsnprintf(bytes, (size_t)n + 1, format, again);
	va_end(again);
	return (struct str){bytes, (size_t)n};
}

void *arena_grow_array(struct arena *a, void *items, uint32_t count, uint32_t *capacity, size_t size)
{
	uint32_t want = *capacity ? *capacity * 2 : 8;
	void *bigger;

	if (count < *capacity)
		return items;
	if (want < *capacity)
		arena_out_of_memory(a);
	bigger = arena_alloc_array(a, want, size);
	if (count)
		memcpy(bigger, items, count * size);
	*capacity = want;
	return bigger;
}
