/* SPDX-License-Identifier: Apache-2.0 */
/* Sorting the members of maps for printing. */
#include "compiler/emit/member_stack.h"

#include <string.h>

#include "compiler/emit/emit.h"
#include "lib/base/alloc.h"
#include "lib/base/bytes8.h"

enum { insertion_max = 12 };

/* Most maps are small, and most of those are sorted already. */
static void sort_few(const struct member **items, size_t count, int (*compare)(struct str a, struct str b))
{
	for (size_t i = 1; i < count; i++) {
		const struct member *m = items[i];
		size_t j = i;

		for (; j > 0 && compare(items[j - 1]->key, m->key) > 0; j--)
			items[j] = items[j - 1];
		items[j] = m;
	}
}

static void merge_halves(const struct member **items, size_t half, size_t count, const struct member **room,
			 int (*compare)(struct str a, struct str b))
{
	size_t left = 0, right = half, out = 0;

	memcpy(room, items, half * sizeof(*items));
	while (left < half && right < count)
		items[out++] = compare(items[right]->key, room[left]->key) < 0 ? items[right++] : room[left++];
	memcpy(items + out, room + left, (half - left) * sizeof(*items));
}

/* A merge sort: n log n whatever the keys are. `room` holds half of `count`. */
static void sort_members(const struct member **items, size_t count, const struct member **room,
			 int (*compare)(struct str a, struct str b))
{
	size_t half = count / 2;

	if (count <= insertion_max) {
		sort_few(items, count, compare);
		return;
	}
	sort_members(items, half, room, compare);
	sort_members(items + half, count - half, room, compare);
	if (compare(items[half - 1]->key, items[half]->key) > 0)
		merge_halves(items, half, count, room, compare);
}

/* The members, and half as much again to sort them in. */
static bool reserve(struct member_stack *stack, size_t count)
{
	size_t want = stack->capacity ? stack->capacity : 256;
	const struct member **items;

	count += stack->count + count / 2 + 1;
	if (count <= stack->capacity)
		return true;
	while (want < count)
		want *= 2;
	items = mem_resize(stack->items, want * sizeof(*items));
	if (!items)
		return false;
	stack->items = items;
	stack->capacity = want;
	return true;
}

static bool any_digit(const struct node *map)
{
	for (uint32_t i = 0; i < map->member_count; i++)
		if (bytes8_any(map->members[i].key, bytes8_digit_or_high))
			return true;
	return false;
}

bool member_stack_push(struct member_stack *stack, const struct node *map, enum member_order order, size_t *out_base)
{
	uint32_t count = map->member_count;
	const struct member **items, **room;

	if (!reserve(stack, count))
		return false;
	items = stack->items + stack->count;
	room = items + count;
	for (uint32_t i = 0; i < count; i++)
		items[i] = &map->members[i];
	if (order == order_bytewise || any_digit(map))
		sort_members(items, count, room, str_compare);
	if (order == order_natural)
		sort_members(items, count, room, emit_key_compare);
	*out_base = stack->count;
	stack->count += count;
	return true;
}

void member_stack_pop(struct member_stack *stack, size_t base)
{
	stack->count = base;
}

void member_stack_release(struct member_stack *stack)
{
	mem_free(stack->items);
	*stack = (struct member_stack){0};
}
