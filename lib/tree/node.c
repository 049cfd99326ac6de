/* SPDX-License-Identifier: Apache-2.0 */
/* Building, searching, copying and comparing trees. */
#include "lib/tree/node.h"

#include <string.h>

struct node *node_new(struct arena *a, enum node_kind kind, struct place at)
{
	struct node *n = arena_new(a, struct node);

	n->kind = kind;
	n->at = at;
	return n;
}

struct node *node_new_string(struct arena *a, struct str text, struct place at)
{
	struct node *n = node_new(a, node_string, at);

	n->style = style_quoted;
	n->text = text.data ? text : STR("");
	return n;
}

struct node *node_new_int(struct arena *a, int64_t value, struct place at)
{
	struct node *n = node_new(a, node_int, at);

	n->integer = value;
	return n;
}

struct node *node_new_bool(struct arena *a, bool value, struct place at)
{
	struct node *n = node_new(a, node_bool, at);

	n->boolean = value;
	return n;
}

struct member *node_member(const struct node *map, struct str key)
{
	if (!node_is(map, node_map))
		return NULL;
	for (uint32_t i = 0; i < map->member_count; i++)
		if (str_equal(map->members[i].key, key))
			return &map->members[i];
	return NULL;
}

struct node *node_get_str(const struct node *map, struct str key)
{
	struct member *m = node_member(map, key);

	return m ? m->value : NULL;
}

struct node *node_path(const struct node *map, const char *dotted)
{
	struct str rest = str_from(dotted), key;
	const struct node *n = map;

	while (n && str_cut(&rest, '.', &key))
		n = node_get_str(n, key);
	return (struct node *)n;
}

void node_append_member(struct arena *a, struct node *map, struct member m)
{
	arena_grow(a, map->members, map->member_count, map->member_capacity);
	map->members[map->member_count++] = m;
}

void node_set(struct arena *a, struct node *map, struct str key, struct node *value)
{
	struct member *m = node_member(map, key);

	if (m)
		m->value = value;
	else
		node_append_member(a, map, (struct member){key, value->at, value});
}

void node_put(struct arena *a, struct node *map, const char *key, struct node *value)
{
	node_set(a, map, str_from(key), value);
}

void node_put_text(struct arena *a, struct node *map, const char *key, struct str text)
{
	node_put(a, map, key, node_new_string(a, text, map->at));
}

bool node_remove(struct node *map, struct str key)
{
	struct member *m = node_member(map, key);
	uint32_t after;

	if (!m)
		return false;
	after = map->member_count - (uint32_t)(m - map->members) - 1;
	memmove(m, m + 1, after * sizeof(*m));
	map->member_count--;
	return true;
}

void node_prune(struct node *map, const char *except)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < map->member_count; i++) {
		struct member m = map->members[i];

		if (m.value->kind == node_null)
			continue;
		if (m.value->kind == node_map && !str_is(m.key, except))
			node_prune(m.value, except);
		map->members[kept++] = m;
	}
	map->member_count = kept;
}

static struct node *ensure(struct arena *a, struct node *map, const char *key, enum node_kind kind)
{
	struct node *n = node_get(map, key);

	if (node_is(n, kind))
		return n;
	n = node_new(a, kind, map->at);
	node_put(a, map, key, n);
	return n;
}

struct node *node_ensure_map(struct arena *a, struct node *map, const char *key)
{
	return ensure(a, map, key, node_map);
}

struct node *node_ensure_list(struct arena *a, struct node *map, const char *key)
{
	return ensure(a, map, key, node_list);
}

void node_add(struct arena *a, struct node *list, struct node *item)
{
	arena_grow(a, list->items, list->item_count, list->item_capacity);
	list->items[list->item_count++] = item;
}

void node_insert(struct arena *a, struct node *list, uint32_t at, struct node *item)
{
	node_add(a, list, item);
	memmove(&list->items[at + 1], &list->items[at], (list->item_count - 1 - at) * sizeof(struct node *));
	list->items[at] = item;
}

void node_add_text(struct arena *a, struct node *list, struct str text)
{
	node_add(a, list, node_new_string(a, text, list->at));
}

const char *node_kind_name(enum node_kind kind)
{
	static const char *const names[] = {"null", "a boolean", "an integer", "a number", "a string", "a list", "a map"};

	return names[kind];
}

static void copy_items(struct arena *a, struct node *out, const struct node *n)
{
	out->items = arena_array(a, struct node *, n->item_count);
	out->item_capacity = n->item_count;
	for (uint32_t i = 0; i < n->item_count; i++)
		out->items[i] = node_copy(a, n->items[i]);
}

static void copy_members(struct arena *a, struct node *out, const struct node *n)
{
	out->members = arena_array(a, struct member, n->member_count);
	out->member_capacity = n->member_count;
	for (uint32_t i = 0; i < n->member_count; i++) {
		out->members[i] = n->members[i];
		out->members[i].value = node_copy(a, n->members[i].value);
	}
}

struct node *node_copy(struct arena *a, const struct node *n)
{
	struct node *out = arena_new(a, struct node);

	*out = *n;
	if (n->kind == node_list)
		copy_items(a, out, n);
	if (n->kind == node_map)
		copy_members(a, out, n);
	return out;
}

static bool items_equal(const struct node *a, const struct node *b)
{
	if (a->item_count != b->item_count)
		return false;
	for (uint32_t i = 0; i < a->item_count; i++)
		if (!node_equal(a->items[i], b->items[i]))
			return false;
	return true;
}

static bool members_equal(const struct node *a, const struct node *b)
{
	if (a->member_count != b->member_count)
		return false;
	for (uint32_t i = 0; i < a->member_count; i++) {
		const struct node *other = node_get_str(b, a->members[i].key);

		if (!other || !node_equal(a->members[i].value, other))
			return false;
	}
	return true;
}

bool node_equal(const struct node *a, const struct node *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case node_null:
		return true;
	case node_bool:
		return a->boolean == b->boolean;
	case node_int:
		return a->integer == b->integer;
	case node_float:
		return a->number == b->number || (a->number != a->number && b->number != b->number);
	case node_string:
		return str_equal(a->text, b->text);
	case node_list:
		return items_equal(a, b);
	case node_map:
		return members_equal(a, b);
	}
	return false;
}
