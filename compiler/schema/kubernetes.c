/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Kubernetes' kinds, from the tables that make_tables writes. Names are offsets
 * into one text, not pointers, so that a program that starts has nothing to
 * relocate.
 */
#include <stddef.h>

#include "compiler/schema/schema.h"

#define TEXT(id, text) char t_##id[sizeof(text)];
struct texts {
#include "compiler/schema/kubernetes_texts.def"
};
#undef TEXT

#define TEXT(id, text) .t_##id = text,
static const struct texts texts = {
#include "compiler/schema/kubernetes_texts.def"
};
#undef TEXT

#define AT(id) offsetof(struct texts, t_##id)

#define TYPE(id, ...) index_##id,
#define ROW(...)
enum {
#include "compiler/schema/kubernetes_types.def"
};
#undef TYPE
#undef ROW

/* Where the rows of each type begin: the next enumerator is one more than the last row's. */
#define TYPE(id, kind_, format_, item_, low_, high_, count_) rows_##id, rows_end_##id = rows_##id + (count_) - 1,
#define ROW(...)
enum {
#include "compiler/schema/kubernetes_types.def"
};
#undef TYPE
#undef ROW

#define TYPE(...)
#define ROW(text_, type_, fallback_, since_, until_, required_, choice_, fixed_) \
	{AT(text_), AT(fallback_), index_##type_, since_, until_, required_, choice_, fixed_},
static const struct schema_row rows[] = {
#include "compiler/schema/kubernetes_types.def"
};
#undef TYPE
#undef ROW

#define TYPE(id, kind_, format_, item_, low_, high_, count_) \
	{.low = low_, .high = high_, .rows = rows_##id, .count = count_, .item = index_##item_, .kind = schema_##kind_, \
	 .format = schema_##format_},
#define ROW(...)
static const struct schema_type types[] = {
#include "compiler/schema/kubernetes_types.def"
};
#undef TYPE
#undef ROW

#define KIND(group_, version_, kind_, type_, since_, until_) \
	{AT(group_), AT(version_), AT(kind_), index_##type_, since_, until_},
static const struct schema_object objects[] = {
#include "compiler/schema/kubernetes_kinds.def"
};
#undef KIND

const struct schema_set schema_kubernetes = {
	.texts = (const char *)&texts,
	.rows = rows,
	.types = types,
	.objects = objects,
	.object_count = sizeof(objects) / sizeof(*objects),
};
