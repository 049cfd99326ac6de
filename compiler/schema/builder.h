/* SPDX-License-Identifier: Apache-2.0 */
/* Tables that grow in an arena, for schemas that are read at run time. */
#ifndef MPICC_SCHEMA_BUILDER_H
#define MPICC_SCHEMA_BUILDER_H

#include "compiler/schema/schema.h"
#include "lib/base/arena.h"

struct builder {
	struct arena *arena;
	char *texts;
	uint32_t text_length, text_capacity;
	struct schema_row *rows;
	uint32_t row_count, row_capacity;
	struct schema_type *types;
	uint32_t type_count, type_capacity;
	struct schema_object *objects;
	uint32_t object_count, object_capacity;
	struct schema_pattern *patterns;
	uint32_t pattern_count, pattern_capacity;
};

/* Types have 16 bits in the tables; the largest definition known has some 5,000. */
enum { builder_types_max = UINT16_MAX };

/* With the two types that every set begins with. */
void builder_init(struct builder *b, struct arena *a);
uint32_t builder_text(struct builder *b, struct str text);

/* A type of that kind without limits. */
struct schema_type builder_plain(enum schema_kind kind, enum schema_format format);
/* Its index; schema_type_any when there are too many. `rows` are sorted and copied. */
uint16_t builder_type(struct builder *b, struct schema_type type, struct schema_row *rows, uint32_t count);
void builder_object(struct builder *b, struct schema_object object);
/* What schema_type.pattern takes: 0 for a pattern that is not understood, which then holds nothing up. */
uint32_t builder_pattern(struct builder *b, struct str pattern);

/* The set lives in the builder's arena. */
void builder_finish(const struct builder *b, const struct schema_set *next, struct schema_set *out);

#endif
