/* SPDX-License-Identifier: Apache-2.0 */
/* Growing the tables. */
#include "compiler/schema/builder.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/schema/pattern.h"

void builder_init(struct builder *b, struct arena *a)
{
	*b = (struct builder){.arena = a};
	builder_text(b, STR(""));
	builder_type(b, builder_plain(schema_any, schema_none), NULL, 0);
	builder_type(b, builder_plain(schema_any, schema_none), NULL, 0);
}

uint32_t builder_text(struct builder *b, struct str text)
{
	uint32_t at = b->text_length, end = at + (uint32_t)text.length + 1;

	if (text.length == 0 && at)
		return 0;
	if (end > b->text_capacity) {
		char *old = b->texts;

		b->text_capacity = end * 2 + 1024;
		b->texts = arena_alloc(b->arena, b->text_capacity);
		if (at)
			memcpy(b->texts, old, at);
	}
	if (text.length)
		memcpy(b->texts + at, text.data, text.length);
	b->texts[end - 1] = '\0';
	b->text_length = end;
	return at;
}

struct schema_type builder_plain(enum schema_kind kind, enum schema_format format)
{
	return (struct schema_type){.low = INT64_MIN, .high = INT64_MAX, .kind = (uint8_t)kind, .format = (uint8_t)format};
}

struct named_row {
	const char *text;
	struct schema_row row;
};

static int by_text(const void *left, const void *right)
{
	const struct named_row *a = left, *b = right;

	return strcmp(a->text, b->text);
}

static void add_rows(struct builder *b, const struct schema_row *rows, uint32_t count)
{
	struct named_row *sorted = arena_array(b->arena, struct named_row, count);

	for (uint32_t i = 0; i < count; i++)
		sorted[i] = (struct named_row){b->texts + rows[i].text, rows[i]};
	qsort(sorted, count, sizeof(*sorted), by_text);
	for (uint32_t i = 0; i < count; i++) {
		arena_grow(b->arena, b->rows, b->row_count, b->row_capacity);
		b->rows[b->row_count++] = sorted[i].row;
	}
}

uint16_t builder_type(struct builder *b, struct schema_type type, struct schema_row *rows, uint32_t count)
{
	if (b->type_count > builder_types_max || count > UINT16_MAX)
		return schema_type_any;
	type.rows = b->row_count;
	type.count = (uint16_t)count;
	if (count)
		add_rows(b, rows, count);
	arena_grow(b->arena, b->types, b->type_count, b->type_capacity);
	b->types[b->type_count] = type;
	return (uint16_t)b->type_count++;
}

void builder_object(struct builder *b, struct schema_object object)
{
	arena_grow(b->arena, b->objects, b->object_count, b->object_capacity);
	b->objects[b->object_count++] = object;
}

uint32_t builder_pattern(struct builder *b, struct str text)
{
	struct schema_pattern *pattern = pattern_new(b->arena, text);

	if (!pattern)
		return 0;
	arena_grow(b->arena, b->patterns, b->pattern_count, b->pattern_capacity);
	b->patterns[b->pattern_count++] = *pattern;
	return b->pattern_count;
}

void builder_finish(const struct builder *b, const struct schema_set *next, struct schema_set *out)
{
	*out = (struct schema_set){
		.texts = b->texts,
		.rows = b->rows,
		.types = b->types,
		.objects = b->objects,
		.object_count = b->object_count,
		.patterns = b->patterns,
		.next = next,
	};
}
