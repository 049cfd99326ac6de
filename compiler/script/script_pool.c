/* SPDX-License-Identifier: Apache-2.0 */
/* Small blocks from chunks with free lists by size, big ones from the heap, and a copy of the chunks to go back to. */
#include "compiler/script/script_pool.h"

#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "lib/base/alloc.h"

struct pool_chunk {
	struct pool_chunk *older;
	char *copy; /* of the used part, made by pool_save */
	size_t size, copied;
	alignas(max_align_t) char bytes[];
};

struct pool_big {
	struct pool_big *older, *newer;
	alignas(max_align_t) char bytes[];
};

enum { first_chunk = 40 << 10, largest_chunk = 1 << 20 };

void pool_init(struct pool *p, size_t limit)
{
	*p = (struct pool){.limit = limit};
}

static void free_chunks(struct pool_chunk *chunk, const struct pool_chunk *keep)
{
	while (chunk != keep) {
		struct pool_chunk *older = chunk->older;

		mem_free(chunk->copy);
		mem_free(chunk);
		chunk = older;
	}
}

static void free_bigs(struct pool *p)
{
	while (p->bigs) {
		struct pool_big *older = p->bigs->older;

		mem_free(p->bigs);
		p->bigs = older;
	}
}

void pool_release(struct pool *p)
{
	free_bigs(p);
	free_chunks(p->now.chunks, NULL);
	pool_init(p, p->limit);
}

static bool chunk_add(struct pool *p, size_t size)
{
	size_t want = p->now.chunks ? p->now.chunks->size * 2 : first_chunk;
	struct pool_chunk *chunk;

	if (want > largest_chunk)
		want = largest_chunk;
	if (want < size)
		want = size;
	chunk = mem_alloc(sizeof(*chunk) + want);
	if (!chunk)
		return false;
	*chunk = (struct pool_chunk){.older = p->now.chunks, .size = want};
	p->now.chunks = chunk;
	p->now.next = chunk->bytes;
	p->now.end = chunk->bytes + want;
	return true;
}

static void *chunk_take(struct pool *p, size_t size)
{
	void *out;

	if ((size_t)(p->now.end - p->now.next) < size && !chunk_add(p, size))
		return NULL;
	out = p->now.next;
	p->now.next += size;
	return out;
}

static size_t rounded(size_t size)
{
	return (size + pool_class_bytes - 1) & ~(size_t)(pool_class_bytes - 1);
}

static void **free_list(struct pool *p, size_t size)
{
	return &p->now.free_blocks[rounded(size) / pool_class_bytes - 1];
}

static void *small_take(struct pool *p, size_t size)
{
	void **list = free_list(p, size), *block = *list;

	if (!block)
		return chunk_take(p, rounded(size));
	memcpy(list, block, sizeof(*list));
	return block;
}

static void small_give(struct pool *p, void *block, size_t size)
{
	void **list = free_list(p, size);

	memcpy(block, list, sizeof(*list));
	*list = block;
}

static bool in_sealed_chunk(const struct pool *p, const void *block)
{
	uintptr_t at = (uintptr_t)block;

	for (const struct pool_chunk *c = p->sealed.chunks; c; c = c->older)
		if (at >= (uintptr_t)c->bytes && at < (uintptr_t)c->bytes + c->size)
			return true;
	return false;
}

static void big_link(struct pool *p, struct pool_big *big)
{
	big->newer = NULL;
	big->older = p->bigs;
	if (p->bigs)
		p->bigs->newer = big;
	p->bigs = big;
}

static void big_unlink(struct pool *p, struct pool_big *big)
{
	if (big->newer)
		big->newer->older = big->older;
	else
		p->bigs = big->older;
	if (big->older)
		big->older->newer = big->newer;
}

/* Until the pool is sealed, all memory must be in chunks: only they are copied. */
static void *big_take(struct pool *p, size_t size)
{
	struct pool_big *big;

	if (!p->is_sealed)
		return chunk_take(p, rounded(size));
	big = mem_alloc(sizeof(*big) + size);
	if (!big)
		return NULL;
	big_link(p, big);
	return big->bytes;
}

static void big_give(struct pool *p, void *block)
{
	struct pool_big *big = (struct pool_big *)((char *)block - offsetof(struct pool_big, bytes));

	if (!p->is_sealed || in_sealed_chunk(p, block))
		return; /* stays in its chunk, unused */
	big_unlink(p, big);
	mem_free(big);
}

static void *take(struct pool *p, size_t size)
{
	if (size <= pool_small_max)
		return small_take(p, size);
	p->churn += size;
	return big_take(p, size);
}

static void give(struct pool *p, void *block, size_t size)
{
	if (size <= pool_small_max)
		small_give(p, block, size);
	else
		big_give(p, block);
}

static bool same_block(size_t old_size, size_t size)
{
	return size <= pool_small_max && old_size <= pool_small_max && rounded(old_size) == rounded(size);
}

static void *move(struct pool *p, void *old, size_t old_size, size_t size)
{
	void *out = take(p, size);

	if (!out)
		return NULL;
	if (old) {
		memcpy(out, old, old_size < size ? old_size : size);
		give(p, old, old_size);
	}
	return out;
}

static bool over_limit(const struct pool *p, size_t more)
{
	return p->now.used > p->limit || more > p->limit - p->now.used;
}

static void *release_block(struct pool *p, void *old, size_t old_size)
{
	if (old_size)
		give(p, old, old_size);
	p->now.used -= old_size;
	return NULL;
}

void *pool_resize(struct pool *p, void *old, size_t old_size, size_t size)
{
	void *out = old;

	if (!old)
		old_size = 0; /* then Lua passes the kind of object there */
	if (size == 0)
		return release_block(p, old, old_size);
	if (size > old_size && over_limit(p, size - old_size)) {
		p->heap_empty = false;
		return NULL;
	}
	if (!old || !same_block(old_size, size))
		out = move(p, old, old_size, size);
	if (!out && size <= old_size)
		out = old; /* Lua may not be refused a smaller block; this one is large enough wherever it lives */
	if (out)
		p->now.used += size - old_size;
	else
		p->heap_empty = true;
	return out;
}

void pool_seal(struct pool *p)
{
	p->sealed = p->now;
	p->is_sealed = true;
}

bool pool_save(struct pool *p)
{
	for (struct pool_chunk *c = p->now.chunks; c; c = c->older) {
		c->copied = c == p->now.chunks ? (size_t)(p->now.next - c->bytes) : c->size;
		c->copy = mem_alloc(c->copied);
		if (!c->copy)
			return false;
		memcpy(c->copy, c->bytes, c->copied);
	}
	p->is_saved = true;
	return true;
}

void pool_restore(struct pool *p)
{
	free_bigs(p);
	free_chunks(p->now.chunks, p->sealed.chunks);
	p->now = p->sealed;
	p->churn = 0;
	for (struct pool_chunk *c = p->now.chunks; c; c = c->older)
		memcpy(c->bytes, c->copy, c->copied);
}
