/* SPDX-License-Identifier: Apache-2.0 */
/* Looking things up in the tables. */
#include "compiler/schema/schema.h"

#include <assert.h>

struct str schema_text(const struct schema_set *set, uint32_t text)
{
	return str_from(set->texts + text);
}

/* As strcmp does, but `text` ends by its length; it may hold any byte. */
static int compare(struct str text, const char *name)
{
	size_t i = 0;

	while (i < text.length && text.data[i] == name[i] && name[i])
		i++;
	if (i == text.length)
		return name[i] ? -1 : 0;
	return (unsigned char)text.data[i] < (unsigned char)name[i] ? -1 : 1;
}

const struct schema_row *schema_row_find(const struct schema_set *set, const struct schema_type *type, struct str text)
{
	const struct schema_row *rows = set->rows + type->rows;
	uint32_t from = 0, to = type->count;

	while (from < to) {
		uint32_t middle = (from + to) / 2;
		int c = compare(text, set->texts + rows[middle].text);

		if (c == 0)
			return &rows[middle];
		if (c < 0)
			to = middle;
		else
			from = middle + 1;
	}
	return NULL;
}

/* "batch/v1", or "v1" for the core group. */
static bool has_version(const struct schema_set *set, const struct schema_object *o, struct str api_version)
{
	size_t slash = str_find(api_version, '/');
	struct str group = str_slice(api_version, 0, slash == SIZE_MAX ? 0 : slash);
	struct str version = str_slice(api_version, slash == SIZE_MAX ? 0 : slash + 1, api_version.length);

	return str_is(version, set->texts + o->version) && str_is(group, set->texts + o->group);
}

const struct schema_object *schema_find(const struct schema_set **set, struct str api_version, struct str kind)
{
	for (const struct schema_set *s = *set; s; s = s->next) {
		for (uint32_t i = 0; i < s->object_count; i++) {
			const struct schema_object *o = &s->objects[i];

			if (!str_is(kind, s->texts + o->kind) || !has_version(s, o, api_version))
				continue;
			*set = s;
			return o;
		}
	}
	return NULL;
}

bool schema_has_version(const struct schema_set *set, struct str api_version)
{
	for (uint32_t i = 0; i < set->object_count; i++)
		if (has_version(set, &set->objects[i], api_version))
			return true;
	return false;
}

uint16_t schema_metadata_type(void)
{
	const struct schema_type *first = &schema_kubernetes.types[schema_kubernetes.objects[0].type];
	const struct schema_row *row = schema_row_find(&schema_kubernetes, first, STR("metadata"));

	assert(row);
	return row->type;
}
