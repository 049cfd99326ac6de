/* SPDX-License-Identifier: Apache-2.0 */
/* Tables -> lists and maps, which of both they are, and their order. */
#include <stdlib.h>
#include <string.h>

#include "compiler/script/script_pull.h"

static bool is_within(const struct step *here, const void *table)
{
	for (; here; here = here->up)
		if (here->table == table)
			return true;
	return false;
}

static int by_key(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;

	if (a->key.data && b->key.data)
		return str_compare(a->key, b->key);
	if (a->key.data || b->key.data)
		return a->key.data ? 1 : -1;
	return (a->index > b->index) - (a->index < b->index);
}

/* The key at stack index -2; its value stays on the stack. */
static bool read_entry(struct pull *p, const struct step *here)
{
	struct entry e = {.slot = lua_gettop(p->L)};

	if (lua_isinteger(p->L, -2)) {
		e.index = lua_tointeger(p->L, -2);
	} else if (lua_type(p->L, -2) == LUA_TSTRING) {
		e.key.data = lua_tolstring(p->L, -2, &e.key.length);
	} else {
		pull_refuse(p, here, diag_E0506, "a key must be a string, or a whole number in a list; this one is %s %s",
			    lua_type(p->L, -2) == LUA_TBOOLEAN ? "a" : "of type", luaL_typename(p->L, -2));
		return false;
	}
	e.slot--;
	lua_insert(p->L, -2); /* the value takes the key's slot, the key goes on top for lua_next */
	arena_grow(p->s->arena, p->entries, p->entry_count, p->entry_capacity);
	p->entries[p->entry_count++] = e;
	return true;
}

/* Appends the table's fields to p->entries, sorted: numbers, then strings. */
static bool read_entries(struct pull *p, int table, const struct step *here)
{
	uint32_t first = p->entry_count;

	lua_pushnil(p->L);
	while (lua_next(p->L, table)) {
		if (tree_hidden_key(p->L, -2)) {
			lua_pop(p->L, 1);
			continue;
		}
		if (!lua_checkstack(p->L, 10)) {
			p->s->stop = stop_memory;
			return false;
		}
		if (!read_entry(p, here))
			return false;
	}
	if (p->entry_count - first > 1)
		qsort(p->entries + first, p->entry_count - first, sizeof(*p->entries), by_key);
	return true;
}

static struct step step_into(const struct step *here, const struct entry *e)
{
	return (struct step){.up = here, .key = e->key, .index = e->index, .depth = here->depth + 1};
}

static struct node *pull_entry(struct pull *p, uint32_t at, const struct node *was, bool shared, const struct step *here)
{
	struct entry e = p->entries[at]; /* a copy: the array moves when it grows */
	struct step into = step_into(here, &e);

	return pull_value(p, e.slot, was, shared, &into);
}

static bool add_member(struct pull *p, struct node *out, uint32_t at, const struct member *was, bool shared,
		       const struct step *here)
{
	struct node *value = pull_entry(p, at, was ? was->value : NULL, shared, here);
	struct member m = {.value = value};

	if (!value)
		return false;
	if (was) {
		m.key = was->key;
		m.key_at = was->key_at;
	} else {
		m.key = arena_str(p->s->arena, p->entries[at].key);
		m.key_at = p->at;
	}
	node_append_member(p->s->arena, out, m);
	return pull_account(p, sizeof(m) + (was ? 0 : m.key.length));
}

/* The index of the entry with that key among [first, end), or `end`. */
static uint32_t find_entry(const struct pull *p, uint32_t first, uint32_t end, struct str key)
{
	uint32_t low = first, high = end;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (str_compare(p->entries[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < end && str_equal(p->entries[low].key, key) ? low : end;
}

/* The members the node had, in their order, as far as they are still there. */
static bool pull_old_members(struct pull *p, struct node *out, uint32_t first, uint32_t end, const struct node *was, bool shared,
			     const struct step *here)
{
	for (uint32_t i = 0; was && i < was->member_count; i++) {
		uint32_t at = find_entry(p, first, end, was->members[i].key);

		if (at < end && !add_member(p, out, at, &was->members[i], shared, here))
			return false;
	}
	return true;
}

static bool pull_new_members(struct pull *p, struct node *out, uint32_t first, uint32_t end, const struct node *was,
			     const struct step *here)
{
	for (uint32_t at = first; at < end; at++) {
		struct step into = step_into(here, &p->entries[at]);

		if (node_member(was, p->entries[at].key))
			continue;
		if (!pull_check_text(p, p->entries[at].key, &into) || !add_member(p, out, at, NULL, false, here))
			return false;
	}
	return true;
}

static bool same_members(const struct node *a, const struct node *b)
{
	if (a->member_count != b->member_count)
		return false;
	for (uint32_t i = 0; i < a->member_count; i++)
		if (a->members[i].value != b->members[i].value)
			return false;
	return true;
}

static struct node *pull_map(struct pull *p, uint32_t first, const struct node *was, bool shared, const struct step *here)
{
	uint32_t end = p->entry_count;
	struct node *out;

	if (end > first && !p->entries[first].key.data)
		return pull_refuse(p, here, diag_E0506, "a map with the number %lld as a key; keys are strings, quote it",
				   (long long)p->entries[first].index);
	out = pull_fresh(p, node_map, was ? was->at : p->at);
	if (!out || !pull_old_members(p, out, first, end, was, shared, here) || !pull_new_members(p, out, first, end, was, here))
		return NULL;
	return shared && was && same_members(out, was) ? (struct node *)was : out;
}

/*
 * Items that were moved keep their nodes too. Tables know theirs; for a scalar
 * the old list is searched a little further than where the last one was found.
 */
static const struct node *find_item(struct pull *p, int slot, const struct node *was, uint32_t *cursor)
{
	enum { look_ahead = 16 };

	for (uint32_t i = *cursor; was && i < was->item_count && i < *cursor + look_ahead; i++) {
		if (!scalar_is(p->L, slot, was->items[i]))
			continue;
		*cursor = i + 1;
		return was->items[i];
	}
	return NULL;
}

static bool same_items(const struct node *a, const struct node *b)
{
	return a->item_count == b->item_count &&
	       (a->item_count == 0 || memcmp(a->items, b->items, a->item_count * sizeof(*a->items)) == 0);
}

static bool check_list(struct pull *p, uint32_t first, const struct step *here)
{
	for (uint32_t at = first; at < p->entry_count; at++) {
		const struct entry *e = &p->entries[at];

		if (e->key.data) {
			pull_refuse(p, here, diag_E0506, "a list with the key `%.*s`; a table is either a list or a map",
				    STR_ARG(script_clean(p->s->diags->arena, e->key)));
			return false;
		}
		if (e->index != (lua_Integer)(at - first) + 1) {
			pull_refuse(p, here, diag_E0506,
				    "a list without item %u but with item %lld; use table.insert and table.remove",
				    at - first + 1, (long long)e->index);
			return false;
		}
	}
	return true;
}

static struct node *pull_list(struct pull *p, uint32_t first, const struct node *was, bool shared, const struct step *here)
{
	uint32_t end = p->entry_count, cursor = 0;
	struct node *out;

	if (!check_list(p, first, here))
		return NULL;
	out = pull_fresh(p, node_list, was ? was->at : p->at);
	for (uint32_t at = first; out && at < end; at++) {
		const struct node *item = find_item(p, p->entries[at].slot, was, &cursor);
		struct node *value = pull_entry(p, at, item, shared, here);

		if (!value)
			return NULL;
		node_add(p->s->arena, out, value);
	}
	return out && shared && was && same_items(out, was) ? (struct node *)was : out;
}

/* Maps whose keys are the user's own, so that a field called `args` says nothing there. */
static bool is_free_form(struct str name)
{
	static const char *const names[] = {"data",	    "binaryData",  "stringData", "labels",  "annotations",
					    "nodeSelector", "matchLabels", "limits",	 "requests"};
	bool found = false;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names) && name.data; i++)
		found |= str_is(name, names[i]);
	return found;
}

/* A table that is empty, new and unmarked. */
static enum node_kind kind_when_empty(const struct pull *p, const struct step *here)
{
	if (!here->up)
		return p->empty;
	return here->key.data && !is_free_form(here->up->key) && script_list_field(here->key) ? node_list : node_map;
}

static enum node_kind kind_of(const struct pull *p, int slot, uint32_t first, const struct node *was, const struct step *here)
{
	if (tree_is_list(p->L, slot))
		return node_list;
	if (was)
		return was->kind;
	if (p->entry_count == first)
		return kind_when_empty(p, here);
	return p->entries[first].key.data ? node_map : node_list;
}

static struct node *pull_fields(struct pull *p, int slot, const struct node *was, bool shared, const struct step *here)
{
	uint32_t first = p->entry_count;
	struct node *out = NULL;
	int top = lua_gettop(p->L);

	if (read_entries(p, slot, here)) {
		enum node_kind kind = kind_of(p, slot, first, was, here);

		was = node_is(was, kind) ? was : NULL;
		out = kind == node_list ? pull_list(p, first, was, shared, here) : pull_map(p, first, was, shared, here);
	}
	lua_settop(p->L, top);
	p->entry_count = first;
	return out;
}

struct node *pull_table(struct pull *p, int slot, const struct step *at)
{
	struct step mine = *at, *here = &mine;
	bool shared, untouched;
	const struct node *was;

	if (here->depth > script_depth_max)
		return pull_refuse(p, here, diag_E0506, "nested more than %d deep", script_depth_max);
	here->table = lua_topointer(p->L, slot);
	if (is_within(here->up, here->table))
		return pull_refuse(p, here, diag_E0506, "the table contains itself");
	if (!lua_checkstack(p->L, 20)) {
		p->s->stop = stop_memory;
		return NULL;
	}
	was = tree_origin(p->L, slot, &shared, &untouched);
	if (was)
		tree_taken(p->L, slot);
	if (untouched)
		return pull_reuse(p, was, shared);
	return pull_fields(p, slot, was, shared, here);
}
