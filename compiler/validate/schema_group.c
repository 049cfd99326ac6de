/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about the entries of a list and the members of a map together. */
#include "compiler/validate/schema_walk.h"

#include <stdlib.h>

/* An entry by what must differ. Lists of up to `few` need no memory. */
struct entry {
	uint32_t hash, index;
};

enum { few = 64 };

/* Maps and lists are all alike to it: they are no entries of a set, and no keys. */
static uint32_t hash_scalar(uint32_t hash, const struct node *n)
{
	switch (n->kind) {
	case node_bool:
		return str_hash(hash, n->boolean ? STR("true") : STR("false"));
	case node_int:
		return str_hash(hash, (struct str){(const char *)&n->integer, sizeof(n->integer)});
	case node_float:
		return str_hash(hash, (struct str){(const char *)&n->number, sizeof(n->number)});
	case node_string:
		return str_hash(hash, n->text);
	case node_null:
	case node_list:
	case node_map:
		break;
	}
	return hash;
}

/* The value that an item has for a key of its list. */
static struct str fallback(const struct walk *w, const struct schema_row *key)
{
	return schema_text(w->set, key->fallback);
}

static uint32_t hash_entry(const struct walk *w, const struct schema_type *type, const struct node *item)
{
	uint32_t hash = STR_HASH_START;

	if (type->format == schema_set)
		return hash_scalar(hash, item);
	for (uint32_t i = 0; i < type->count; i++) {
		const struct schema_row *key = &w->set->rows[type->rows + i];
		const struct node *value = node_get_str(item, schema_text(w->set, key->text));

		hash = value ? hash_scalar(hash, value) : str_hash(hash, fallback(w, key));
	}
	return hash;
}

static bool same_value(const struct node *a, const struct node *b, struct str missing)
{
	if (a && b)
		return node_equal(a, b);
	return missing.length && ((!a && !b) || str_equal(node_text(a ? a : b), missing));
}

static bool same_entry(const struct walk *w, const struct schema_type *type, const struct node *a, const struct node *b)
{
	if (type->format == schema_set)
		return node_equal(a, b);
	if (a->kind != node_map || b->kind != node_map)
		return false;
	for (uint32_t i = 0; i < type->count; i++) {
		const struct schema_row *key = &w->set->rows[type->rows + i];
		struct str name = schema_text(w->set, key->text);

		if (!same_value(node_get_str(a, name), node_get_str(b, name), fallback(w, key)))
			return false;
	}
	return true;
}

static int by_hash(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

/* "name `data`", "containerPort 80, protocol `TCP`" */
static struct str entry_text(const struct walk *w, const struct schema_type *type, const struct node *item)
{
	struct arena *a = w->diags->arena;
	struct str text = STR_NONE;

	if (type->format == schema_set)
		return arena_format(a, "`%.*s`", STR_ARG(node_text(item)));
	for (uint32_t i = 0; i < type->count; i++) {
		const struct schema_row *key = &w->set->rows[type->rows + i];
		struct str name = schema_text(w->set, key->text);
		const struct node *value = node_get_str(item, name);

		if (node_is(value, node_int))
			text = arena_format(a, "%.*s%s%.*s %lld", STR_ARG(text), i ? ", " : "", STR_ARG(name),
					    (long long)value->integer);
		else
			text = arena_format(a, "%.*s%s%.*s `%.*s`", STR_ARG(text), i ? ", " : "", STR_ARG(name),
					    STR_ARG(value ? node_text(value) : fallback(w, key)));
	}
	return text;
}

static void report_twice(const struct walk *w, const struct schema_type *type, const struct node *list, const struct entry *e,
			 const struct step *step)
{
	const struct node *first = list->items[e[0].index], *second = list->items[e[1].index];
	struct diag *d = walk_report(w, step, diag_E0808, second->at, "%.*s has %.*s twice", STR_ARG(walk_name(w, step)),
				     STR_ARG(entry_text(w, type, second)));

	if (place_is_users(first->at) && first->at.offset != second->at.offset)
		diag_label(w->diags, d, first->at, "the first is here");
}

void walk_entries(const struct walk *w, const struct schema_type *type, const struct node *list, const struct step *step)
{
	struct entry here[few], *entries = here;

	if ((type->format != schema_set && type->format != schema_keyed) || list->item_count < 2)
		return;
	if (list->item_count > few)
		entries = arena_array(w->diags->arena, struct entry, list->item_count);
	for (uint32_t i = 0; i < list->item_count; i++)
		entries[i] = (struct entry){hash_entry(w, type, list->items[i]), i};
	qsort(entries, list->item_count, sizeof(*entries), by_hash);
	for (uint32_t i = 0; i + 1 < list->item_count && !walk_has_enough(w); i++)
		if (entries[i].hash == entries[i + 1].hash &&
		    same_entry(w, type, list->items[entries[i].index], list->items[entries[i + 1].index]))
			report_twice(w, type, list, &entries[i], step);
}

static bool is_set(const struct member *m)
{
	return m->value->kind != node_null && (m->value->kind != node_string || m->value->text.length);
}

/* "`exec`, `grpc` or `httpGet`" */
static struct str choices_text(const struct walk *w, const struct schema_type *type)
{
	const struct schema_row *rows = w->set->rows + type->rows;
	struct str text = STR_NONE, last = STR_NONE;

	for (uint32_t i = 0; i < type->count; i++) {
		if (!rows[i].choice || !walk_has(w, &rows[i]))
			continue;
		if (last.length)
			text = arena_format(w->diags->arena, "%.*s%s`%.*s`", STR_ARG(text), text.length ? ", " : "",
					    STR_ARG(last));
		last = schema_text(w->set, rows[i].text);
	}
	return arena_format(w->diags->arena, "%.*s or `%.*s`", STR_ARG(text), STR_ARG(last));
}

void walk_choice(const struct walk *w, const struct schema_type *type, const struct node *map, const struct step *step)
{
	const struct member *first = NULL;
	int64_t count = 0;

	if (type->low == INT64_MIN && type->high == INT64_MAX)
		return;
	for (uint32_t i = 0; i < map->member_count; i++) {
		const struct member *m = &map->members[i];
		const struct schema_row *row = schema_row_find(w->set, type, m->key);
		struct diag *d;

		if (!row || !row->choice || !is_set(m))
			continue;
		if (++count == type->high + 1) {
			d = walk_report(w, step, diag_E0809, m->key_at, "`%.*s` and `%.*s` exclude each other in %.*s",
					STR_ARG(first->key), STR_ARG(m->key), STR_ARG(walk_name(w, step)));
			if (place_is_users(first->key_at))
				diag_label(w->diags, d, first->key_at, "the other one");
		}
		first = m;
	}
	if (count < type->low)
		walk_report(w, step, diag_E0809, map->at, "%.*s needs %.*s", STR_ARG(walk_name(w, step)),
			    STR_ARG(choices_text(w, type)));
}
