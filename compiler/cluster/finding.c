/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/cluster/finding.h"

struct finding *finding_add(struct finding_list *list, enum finding_level level, struct str where, const char *advice,
			    const char *what, ...)
{
	struct finding finding = {.level = level, .where = where, .advice = str_from(advice)};
	va_list args;

	va_start(args, what);
	finding.what = arena_vformat(list->arena, what, args);
	va_end(args);
	arena_grow(list->arena, list->items, list->count, list->capacity);
	list->items[list->count] = finding;
	return &list->items[list->count++];
}
