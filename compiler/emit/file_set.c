/* SPDX-License-Identifier: Apache-2.0 */
/* The list of files a compilation yields. */
#include "compiler/emit/file_set.h"

#include <stdlib.h>

void file_set_init(struct file_set *set, struct arena *arena)
{
	*set = (struct file_set){.arena = arena};
}

void file_set_add(struct file_set *set, struct str path, struct str bytes, bool keep_existing)
{
	arena_grow(set->arena, set->items, set->count, set->capacity);
	set->items[set->count++] =
		(struct file){arena_str(set->arena, path), arena_str(set->arena, bytes), keep_existing, PLACE_NONE, false};
}

static int by_path(const void *a, const void *b)
{
	return str_compare(((const struct file *)a)->path, ((const struct file *)b)->path);
}

void file_set_sort(struct file_set *set)
{
	if (set->count)
		qsort(set->items, set->count, sizeof(*set->items), by_path);
}

const struct file *file_set_find(const struct file_set *set, struct str path)
{
	struct file wanted = {.path = path};

	return set->count ? bsearch(&wanted, set->items, set->count, sizeof(*set->items), by_path) : NULL;
}
