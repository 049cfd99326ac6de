/* SPDX-License-Identifier: Apache-2.0 */
/* Chained hashing; doubles when there are as many entries as slots. */
#include "runtime-controller/store/table.h"

#include <string.h>

#include "lib/base/alloc.h"

enum { slots_first = 64 };

/* FNV-1a with a final mix (Appleby's fmix64), for FNV's low bits alone are weak. */
static uint64_t hash_of(struct str key)
{
	uint64_t h = 0xcbf29ce484222325;

	for (size_t i = 0; i < key.length; i++)
		h = (h ^ (unsigned char)key.data[i]) * 0x100000001b3;
	h = (h ^ h >> 33) * 0xff51afd7ed558ccd;
	return h ^ h >> 33;
}

void table_init(struct table *t, bool (*is)(const struct table_link *link, struct str key))
{
	*t = (struct table){.is = is};
}

void table_release(struct table *t)
{
	mem_free(t->slots);
	table_init(t, t->is);
}

static struct table_link **slot_of(const struct table *t, uint64_t hash)
{
	return &t->slots[hash & (t->slot_count - 1)];
}

struct table_link *table_find(const struct table *t, struct str key)
{
	uint64_t hash = hash_of(key);
	struct table_link *link = t->slot_count ? *slot_of(t, hash) : NULL;

	while (link && (link->hash != hash || !t->is(link, key)))
		link = link->next;
	return link;
}

static bool grow(struct table *t)
{
	struct table bigger = *t;

	bigger.slot_count = t->slot_count ? t->slot_count * 2 : slots_first;
	bigger.slots = mem_alloc(bigger.slot_count * sizeof(*bigger.slots));
	if (!bigger.slots)
		return false;
	memset(bigger.slots, 0, bigger.slot_count * sizeof(*bigger.slots));
	for (size_t i = 0; i < t->slot_count; i++) {
		for (struct table_link *link = t->slots[i], *next; link; link = next) {
			struct table_link **slot = slot_of(&bigger, link->hash);

			next = link->next;
			link->next = *slot;
			*slot = link;
		}
	}
	mem_free(t->slots);
	*t = bigger;
	return true;
}

bool table_add(struct table *t, struct str key, struct table_link *link)
{
	struct table_link **slot;

	if (t->count == t->slot_count && !grow(t))
		return false;
	link->hash = hash_of(key);
	slot = slot_of(t, link->hash);
	link->next = *slot;
	*slot = link;
	t->count++;
	return true;
}

void table_drop(struct table *t, struct table_link *link)
{
	struct table_link **at = slot_of(t, link->hash);

	while (*at != link)
		at = &(*at)->next;
	*at = link->next;
	t->count--;
}

struct table_link *table_next(const struct table *t, const struct table_link *before)
{
	size_t i = 0;

	if (before && before->next)
		return before->next;
	if (before)
		i = (before->hash & (t->slot_count - 1)) + 1;
	for (; i < t->slot_count; i++)
		if (t->slots[i])
			return t->slots[i];
	return NULL;
}
