/* SPDX-License-Identifier: Apache-2.0 */
/* Keys of a map must be unique. Large maps are sorted to see it: no key can make that slow. */
#include "lib/read/reader.h"

#include <stdlib.h>

enum { few_members = 16 };

void members_report_duplicate(struct reader *r, const struct member *first, const struct member *again)
{
	struct diag *d = diag_report(r->diags, diag_E0106, again->key_at, "duplicate key `%.*s`", STR_ARG(again->key));

	diag_label(r->diags, d, first->key_at, "first written here");
	diag_help(r->diags, d, "kubectl would take the last one, kustomize refuses both; keep one");
}

/* Marks a repeated member by taking its value away. */
static void drop(struct reader *r, const struct node *map, uint32_t first, uint32_t again, uint32_t own)
{
	if (again < own)
		members_report_duplicate(r, &map->members[first], &map->members[again]);
	map->members[again].value = NULL;
}

static bool drop_among_few(struct reader *r, struct node *map, uint32_t own)
{
	bool dropped = false;

	for (uint32_t i = 1; i < map->member_count; i++) {
		uint32_t j = 0;

		while (j < i && !str_equal(map->members[j].key, map->members[i].key))
			j++;
		if (j == i)
			continue;
		drop(r, map, j, i, own);
		dropped = true;
	}
	return dropped;
}

static int by_key_then_place(const void *left, const void *right)
{
	const struct member *a = *(const struct member *const *)left, *b = *(const struct member *const *)right;
	int c = str_compare(a->key, b->key);

	return c ? c : (a > b) - (a < b);
}

static bool drop_among_many(struct reader *r, struct node *map, uint32_t own)
{
	struct member **sorted = arena_array(r->a, struct member *, map->member_count);
	struct member *first;
	bool dropped = false;

	for (uint32_t i = 0; i < map->member_count; i++)
		sorted[i] = &map->members[i];
	qsort(sorted, map->member_count, sizeof(*sorted), by_key_then_place);
	first = sorted[0];
	for (uint32_t i = 1; i < map->member_count; i++) {
		if (!str_equal(first->key, sorted[i]->key)) {
			first = sorted[i];
			continue;
		}
		drop(r, map, (uint32_t)(first - map->members), (uint32_t)(sorted[i] - map->members), own);
		dropped = true;
	}
	return dropped;
}

void members_make_unique(struct reader *r, struct node *map, uint32_t own)
{
	uint32_t kept = 0;
	bool dropped = map->member_count <= few_members ? drop_among_few(r, map, own) : drop_among_many(r, map, own);

	if (!dropped)
		return;
	for (uint32_t i = 0; i < map->member_count; i++)
		if (map->members[i].value)
			map->members[kept++] = map->members[i];
	map->member_count = kept;
}

static void merge_map(struct reader *r, struct node *map, const struct node *from, struct place at)
{
	struct diag *d;

	if (from->kind == node_map) {
		for (uint32_t i = 0; i < from->member_count; i++)
			node_append_member(r->a, map, from->members[i]);
		return;
	}
	d = diag_report(r->diags, diag_E0111, at, "merge key `<<` takes a map or a list of maps, not %s", node_kind_name(from->kind));
	diag_help(r->diags, d, "its value is usually an alias: `<<: *name`");
}

void members_merge(struct reader *r, struct node *map, const struct member *merge)
{
	const struct node *from = merge->value;

	if (from->kind != node_list) {
		merge_map(r, map, from, merge->key_at);
		return;
	}
	for (uint32_t i = 0; i < from->item_count; i++)
		merge_map(r, map, from->items[i], merge->key_at);
}
