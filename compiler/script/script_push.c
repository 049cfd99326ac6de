/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tree -> tables, one level at a time: a table gets its fields when it is
 * first looked into. Hooks look at few of the thousand values they are handed,
 * and what was not looked into need not be converted back either.
 *
 * Each table that came from a node keeps the node under a key that no script
 * can make or see (a light userdata). Its lowest bit says that the node must
 * be copied, not shared, when the table becomes part of a result.
 */
#include "compiler/script/script_state.h"

const char key_lazy, key_list;
static const char key_origin;

enum { copied_bit = 1 };

static void set_origin(lua_State *L, int index, const struct node *n, bool shared)
{
	lua_pushlightuserdata(L, (void *)((uintptr_t)n | (shared ? 0 : copied_bit)));
	lua_rawsetp(L, index, &key_origin);
}

static uintptr_t get_origin(lua_State *L, int index)
{
	uintptr_t bits;

	lua_rawgetp(L, index, &key_origin);
	bits = (uintptr_t)lua_touserdata(L, -1);
	lua_pop(L, 1);
	return bits;
}

static bool has_metatable(lua_State *L, int index, const char *key)
{
	bool same;

	if (!lua_getmetatable(L, index))
		return false;
	lua_rawgetp(L, LUA_REGISTRYINDEX, key);
	same = lua_rawequal(L, -1, -2);
	lua_pop(L, 2);
	return same;
}

static void push_table(lua_State *L, const struct node *n, bool shared)
{
	if (n->kind == node_list)
		lua_createtable(L, (int)n->item_count, 1);
	else
		lua_createtable(L, 0, (int)n->member_count + 1);
	set_origin(L, lua_gettop(L), n, shared);
	lua_rawgetp(L, LUA_REGISTRYINDEX, &key_lazy);
	lua_setmetatable(L, -2);
}

void tree_push(lua_State *L, const struct node *n, bool shared)
{
	switch (n ? n->kind : node_null) {
	case node_null:
		lua_pushlightuserdata(L, NULL);
		return;
	case node_bool:
		lua_pushboolean(L, n->boolean);
		return;
	case node_int:
		lua_pushinteger(L, n->integer);
		return;
	case node_float:
		lua_pushnumber(L, n->number);
		return;
	case node_string:
		lua_pushlstring(L, n->text.length ? n->text.data : "", n->text.length);
		return;
	case node_list:
	case node_map:
		push_table(L, n, shared);
		return;
	}
}

static void fill_items(lua_State *L, int table, const struct node *n, bool shared)
{
	for (uint32_t i = 0; i < n->item_count; i++) {
		tree_push(L, n->items[i], shared);
		lua_rawseti(L, table, (lua_Integer)i + 1);
	}
}

static void fill_members(lua_State *L, int table, const struct node *n, bool shared)
{
	for (uint32_t i = 0; i < n->member_count; i++) {
		lua_pushlstring(L, n->members[i].key.length ? n->members[i].key.data : "", n->members[i].key.length);
		tree_push(L, n->members[i].value, shared);
		lua_rawset(L, table);
	}
}

void tree_fill(lua_State *L, int index)
{
	uintptr_t bits;
	const struct node *n;

	if (!has_metatable(L, index, &key_lazy))
		return;
	index = lua_absindex(L, index);
	bits = get_origin(L, index);
	n = (const struct node *)(bits & ~(uintptr_t)copied_bit);
	if (n->kind == node_list) {
		fill_items(L, index, n, !(bits & copied_bit));
		lua_rawgetp(L, LUA_REGISTRYINDEX, &key_list);
	} else {
		fill_members(L, index, n, !(bits & copied_bit));
		lua_pushnil(L);
	}
	lua_setmetatable(L, index);
}

static int lazy_index(lua_State *L)
{
	tree_fill(L, 1);
	lua_rawget(L, 1);
	return 1;
}

static int lazy_newindex(lua_State *L)
{
	tree_fill(L, 1);
	lua_rawset(L, 1);
	return 0;
}

static int lazy_len(lua_State *L)
{
	tree_fill(L, 1);
	lua_pushinteger(L, (lua_Integer)lua_rawlen(L, 1));
	return 1;
}

static void protect(lua_State *L)
{
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
}

void tree_open(lua_State *L)
{
	static const luaL_Reg lazy[] = {
		{"__index", lazy_index}, {"__newindex", lazy_newindex}, {"__len", lazy_len}, {NULL, NULL}};

	luaL_newlib(L, lazy);
	protect(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &key_lazy);
	lua_newtable(L);
	protect(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &key_list);
}

const struct node *tree_origin(lua_State *L, int index, bool *shared, bool *untouched)
{
	uintptr_t bits = get_origin(L, index);

	*shared = !(bits & copied_bit);
	*untouched = bits && has_metatable(L, index, &key_lazy);
	return (const struct node *)(bits & ~(uintptr_t)copied_bit);
}

void tree_taken(lua_State *L, int index)
{
	index = lua_absindex(L, index);
	set_origin(L, index, (const struct node *)(get_origin(L, index) & ~(uintptr_t)copied_bit), false);
}

bool tree_is_list(lua_State *L, int index)
{
	const struct node *n = (const struct node *)(get_origin(L, index) & ~(uintptr_t)copied_bit);

	if (has_metatable(L, index, &key_list))
		return true;
	return n ? n->kind == node_list : lua_rawlen(L, index) > 0;
}

void tree_mark_list(lua_State *L, int index)
{
	tree_fill(L, index);
	if (lua_getmetatable(L, index)) {
		lua_pop(L, 1);
		if (!has_metatable(L, index, &key_list))
			luaL_error(L, "a table with a metatable cannot be an array");
		return;
	}
	lua_rawgetp(L, LUA_REGISTRYINDEX, &key_list);
	lua_setmetatable(L, index);
}

/* What makes a table a list, a map or one not yet looked into; its node, if any, is to be copied. */
void tree_copy_mark(lua_State *L, int from, int to)
{
	uintptr_t bits = get_origin(L, from);

	if (bits)
		set_origin(L, to, (const struct node *)(bits & ~(uintptr_t)copied_bit), false);
	if (!has_metatable(L, from, &key_list) && !has_metatable(L, from, &key_lazy))
		return;
	lua_getmetatable(L, from);
	lua_setmetatable(L, to);
}

bool tree_hidden_key(lua_State *L, int index)
{
	return lua_touserdata(L, index) == &key_origin;
}
