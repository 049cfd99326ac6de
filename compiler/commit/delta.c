/* SPDX-License-Identifier: Apache-2.0 */
/* The base is indexed in blocks; the target is looked through byte by byte, and a block that is found grows both ways. */
#include "compiler/commit/delta.h"

#include <string.h>

enum { block_bytes = 16, insert_max = 127, copy_max = 0xFFFF };

struct delta_index {
	struct str base;
	uint32_t *slots; /* where in the base, plus 1; 0: free */
	unsigned shift;  /* a hash's upper bits say which slot */
};

/* What is being written. */
struct delta {
	const struct delta_index *index;
	struct str target;
	size_t told;     /* of the target */
	size_t expected; /* where in the base the text goes on after the last copy, if only as much was replaced as was there */
	struct buf *out;
};

static uint64_t word_at(const char *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
	return word;
}

static uint32_t slot_of(const struct delta_index *index, const char *block)
{
	/* Any odd constants do: the fraction of the golden ratio, and a relative of it. */
	uint64_t hash = word_at(block) * 0x9E3779B97F4A7C15u ^ word_at(block + 8) * 0xC2B2AE3D27D4EB4Fu;

	return (uint32_t)((hash ^ hash >> 29) * 0x9E3779B97F4A7C15u >> index->shift);
}

struct delta_index *delta_index_new(struct arena *a, struct str base)
{
	struct delta_index *index;
	unsigned bits = 4;

	if (base.length < block_bytes || base.length > UINT32_MAX)
		return NULL;
	while (((size_t)1 << bits) < base.length / block_bytes * 2)
		bits++;
	index = arena_new(a, struct delta_index);
	*index = (struct delta_index){base, arena_array(a, uint32_t, (size_t)1 << bits), 64 - bits};
	for (size_t at = 0; at + block_bytes <= base.length; at += block_bytes) {
		uint32_t *slot = &index->slots[slot_of(index, base.data + at)];

		if (!*slot)
			*slot = (uint32_t)at + 1;
	}
	return index;
}

/* Seven bits a byte, least first. */
static void put_size(struct buf *out, size_t size)
{
	for (; size >= 0x80; size >>= 7)
		buf_putc(out, (char)(size | 0x80));
	buf_putc(out, (char)size);
}

static void put_insert(struct buf *out, struct str text)
{
	while (text.length) {
		struct str part = str_slice(text, 0, insert_max);

		buf_putc(out, (char)part.length);
		buf_add(out, part);
		text = str_slice(text, part.length, text.length);
	}
}

/* A bit of the first byte for each byte of offset and size that follows: those of 0 are left out. */
static void put_copy(struct buf *out, size_t offset, size_t size)
{
	for (size_t step; size; offset += step, size -= step) {
		char text[8];
		size_t length = 1;

		step = size < copy_max ? size : copy_max;
		text[0] = (char)0x80;
		for (unsigned i = 0; i < 6; i++) {
			size_t byte = i < 4 ? offset >> (8 * i) & 0xFF : step >> (8 * (i - 4)) & 0xFF;

			if (!byte)
				continue;
			text[0] = (char)(text[0] | 1 << i);
			text[length++] = (char)byte;
		}
		buf_add(out, (struct str){text, length});
	}
}

static bool same_block(const struct delta *d, size_t base_at, size_t at)
{
	return base_at + block_bytes <= d->index->base.length &&
	       memcmp(d->index->base.data + base_at, d->target.data + at, block_bytes) == 0;
}

/* Where in the base the block at `at` of the target stands; false when that is not known. */
static bool find(const struct delta *d, size_t at, size_t *out)
{
	uint32_t slot;

	*out = d->expected + (at - d->told);
	if (same_block(d, *out, at))
		return true;
	slot = d->index->slots[slot_of(d->index, d->target.data + at)];
	*out = slot - 1;
	return slot && same_block(d, *out, at);
}

static size_t grow_forward(const struct delta *d, size_t base_at, size_t at)
{
	struct str base = str_slice(d->index->base, base_at, d->index->base.length), rest = str_slice(d->target, at, d->target.length);
	size_t most = base.length < rest.length ? base.length : rest.length, length = block_bytes;

	while (length + 8 <= most && word_at(base.data + length) == word_at(rest.data + length))
		length += 8;
	while (length < most && base.data[length] == rest.data[length])
		length++;
	return length;
}

static size_t grow_back(const struct delta *d, size_t base_at, size_t at)
{
	size_t length = 0;

	while (at - length > d->told && base_at > length &&
	       d->index->base.data[base_at - length - 1] == d->target.data[at - length - 1])
		length++;
	return length;
}

static void tell(struct delta *d, size_t base_at, size_t at)
{
	size_t back = grow_back(d, base_at, at), forward = grow_forward(d, base_at, at);

	put_insert(d->out, str_slice(d->target, d->told, at - back));
	put_copy(d->out, base_at - back, back + forward);
	d->told = at + forward;
	d->expected = base_at + forward;
}

bool delta_make(const struct delta_index *index, struct str target, size_t max, struct buf *out)
{
	struct delta d = {.index = index, .target = target, .out = out};
	size_t before = out->length, at = 0, base_at;

	put_size(out, index->base.length);
	put_size(out, target.length);
	while (at + block_bytes <= target.length && out->length - before + (at - d.told) < max) {
		if (find(&d, at, &base_at)) {
			tell(&d, base_at, at);
			at = d.told;
		} else {
			at++;
		}
	}
	put_insert(out, str_slice(target, d.told, target.length));
	if (!out->failed && out->length - before < max)
		return true;
	out->length = before;
	return false;
}
