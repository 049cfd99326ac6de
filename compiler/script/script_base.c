/* SPDX-License-Identifier: Apache-2.0 */
/* The global functions that differ from Lua's: sorted iteration, no addresses, nothing that outlives the budget. */
#include <stdlib.h>
#include <string.h>

#include "compiler/script/script_state.h"

enum key_rank { rank_number, rank_string, rank_boolean };

struct key {
	enum key_rank rank;
	bool is_integer;
	lua_Integer integer; /* booleans too */
	lua_Number number;
	const char *text; /* kept alive by the table */
	size_t length;
};

static void read_key(lua_State *L, int index, struct key *out)
{
	*out = (struct key){0};
	switch (lua_type(L, index)) {
	case LUA_TNUMBER:
		out->is_integer = lua_isinteger(L, index);
		out->integer = out->is_integer ? lua_tointeger(L, index) : 0;
		out->number = lua_tonumber(L, index);
		return;
	case LUA_TSTRING:
		out->rank = rank_string;
		out->text = lua_tolstring(L, index, &out->length);
		return;
	case LUA_TBOOLEAN:
		out->rank = rank_boolean;
		out->integer = lua_toboolean(L, index);
		return;
	default:
		luaL_error(L, "keys of type %s have no order, so this table cannot be walked through", luaL_typename(L, index));
	}
}

static int compare_texts(const struct key *a, const struct key *b)
{
	int c = memcmp(a->text, b->text, a->length < b->length ? a->length : b->length);

	return c ? c : (a->length > b->length) - (a->length < b->length);
}

/* Numbers before strings before booleans, each ascending. */
static int compare_keys(const void *left, const void *right)
{
	const struct key *a = left, *b = right;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (a->rank == rank_string)
		return compare_texts(a, b);
	if (a->rank == rank_boolean || (a->is_integer && b->is_integer))
		return (a->integer > b->integer) - (a->integer < b->integer);
	return (a->number > b->number) - (a->number < b->number);
}

static void push_key(lua_State *L, const struct key *k)
{
	if (k->rank == rank_string)
		lua_pushlstring(L, k->text, k->length);
	else if (k->rank == rank_boolean)
		lua_pushboolean(L, (int)k->integer);
	else if (k->is_integer)
		lua_pushinteger(L, k->integer);
	else
		lua_pushnumber(L, k->number);
}

static size_t count_keys(lua_State *L, int table)
{
	size_t count = 0;

	for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1))
		count++;
	return count;
}

static size_t read_keys(lua_State *L, int table, struct key *out)
{
	size_t count = 0;

	for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1))
		if (!tree_hidden_key(L, -2))
			read_key(L, -2, &out[count++]);
	return count;
}

/* Pushes the sorted list of a table's keys. */
static void push_sorted_keys(lua_State *L, int table)
{
	size_t count = count_keys(L, table);
	struct key *keys = lua_newuserdatauv(L, (count ? count : 1) * sizeof(*keys), 0);

	budget_charge(L, count);
	count = read_keys(L, table, keys);
	qsort(keys, count, sizeof(*keys), compare_keys);
	lua_createtable(L, (int)count, 0);
	for (size_t i = 0; i < count; i++) {
		push_key(L, &keys[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_remove(L, -2);
}

/* Upvalues: the table, its sorted keys, how many were visited. */
static int pairs_next(lua_State *L)
{
	lua_Integer i = lua_tointeger(L, lua_upvalueindex(3));

	for (;;) {
		if (lua_rawgeti(L, lua_upvalueindex(2), ++i) == LUA_TNIL)
			return 1;
		lua_pushvalue(L, -1);
		if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
			break;
		lua_pop(L, 2); /* removed meanwhile */
	}
	lua_pushinteger(L, i);
	lua_replace(L, lua_upvalueindex(3));
	return 2;
}

static int base_pairs(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	tree_fill(L, 1);
	lua_pushvalue(L, 1);
	push_sorted_keys(L, 1);
	lua_pushinteger(L, 0);
	lua_pushcclosure(L, pairs_next, 3);
	return 1;
}

/* Sorted too: the least key above the given one, found by looking at all of them. */
static int base_next(lua_State *L)
{
	struct key after, k, best = {0};
	bool first, found = false;
	uint64_t seen = 0;

	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 2);
	tree_fill(L, 1);
	first = lua_isnil(L, 2);
	if (!first)
		read_key(L, 2, &after);
	for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1), seen++) {
		if (tree_hidden_key(L, -2))
			continue;
		read_key(L, -2, &k);
		if ((first || compare_keys(&k, &after) > 0) && (!found || compare_keys(&k, &best) < 0)) {
			best = k;
			found = true;
		}
	}
	budget_charge(L, seen);
	if (!found)
		return 0;
	push_key(L, &best);
	lua_pushvalue(L, -1);
	lua_rawget(L, 1);
	return 2;
}

void base_push_text(lua_State *L, int index)
{
	index = lua_absindex(L, index);
	if (luaL_callmeta(L, index, "__tostring")) {
		if (!lua_isstring(L, -1))
			luaL_error(L, "__tostring must return a string");
		return;
	}
	switch (lua_type(L, index)) {
	case LUA_TNIL:
	case LUA_TBOOLEAN:
	case LUA_TNUMBER:
	case LUA_TSTRING:
		luaL_tolstring(L, index, NULL);
		return;
	case LUA_TLIGHTUSERDATA:
		lua_pushliteral(L, "null");
		return;
	default:
		lua_pushstring(L, luaL_typename(L, index));
	}
}

int base_tostring(lua_State *L)
{
	luaL_checkany(L, 1);
	base_push_text(L, 1);
	return 1;
}

static int base_type(lua_State *L)
{
	luaL_checkany(L, 1);
	lua_pushstring(L, lua_islightuserdata(L, 1) ? "null" : luaL_typename(L, 1));
	return 1;
}

static int base_rawlen(lua_State *L)
{
	luaL_argcheck(L, lua_istable(L, 1) || lua_type(L, 1) == LUA_TSTRING, 1, "table or string expected");
	if (lua_istable(L, 1))
		tree_fill(L, 1);
	lua_pushinteger(L, (lua_Integer)lua_rawlen(L, 1));
	return 1;
}

/* Catches what a script may catch: never a used-up budget, never missing memory. */
static int base_pcall(lua_State *L)
{
	struct script *s = script_of(L);
	int status;

	luaL_checkany(L, 1);
	status = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
	if (status == LUA_ERRMEM && !s->stop)
		budget_stop(L, s->instance->pool.heap_empty ? stop_heap : stop_memory);
	if (s->stop)
		budget_stop(L, s->stop);
	lua_pushboolean(L, status == LUA_OK);
	lua_insert(L, 1);
	return lua_gettop(L);
}

static const char *const metamethods[] = {"__add",    "__band", "__bnot", "__bor",	"__bxor",     "__call",
					  "__concat", "__div",	"__eq",	  "__idiv",	"__index",    "__le",
					  "__lt",     "__mod",	"__mul",  "__name",	"__newindex", "__pow",
					  "__shl",    "__shr",	"__sub",  "__tostring", "__unm",      NULL};
static const char *const refused[] = {"__gc", "__close", "__mode", "__len", "__pairs", "__metatable", NULL};

static void check_metatable(lua_State *L)
{
	for (const char *const *name = refused; *name; name++) {
		lua_pushstring(L, *name);
		if (lua_rawget(L, 2) != LUA_TNIL)
			script_deny(L, "a metatable may not have `%s`", *name);
		lua_pop(L, 1);
	}
}

/*
 * The metatable is copied, so that nothing can be slipped into it later
 * (__close and __mode count at any time); getmetatable still gives the original.
 */
static void push_metatable_copy(lua_State *L)
{
	lua_newtable(L);
	for (const char *const *name = metamethods; *name; name++) {
		lua_pushstring(L, *name);
		lua_pushvalue(L, -1);
		lua_rawget(L, 2);
		lua_rawset(L, -3);
	}
	lua_pushvalue(L, 2);
	lua_setfield(L, -2, "__metatable");
}

static int base_setmetatable(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	luaL_argexpected(L, lua_isnil(L, 2) || lua_istable(L, 2), 2, "nil or table");
	lua_settop(L, 2);
	if (lua_getmetatable(L, 1)) {
		lua_getfield(L, -1, "__metatable");
		if (!lua_istable(L, -1))
			return luaL_error(L, "cannot change a protected metatable");
		lua_settop(L, 2);
	}
	if (lua_istable(L, 2)) {
		check_metatable(L);
		push_metatable_copy(L);
	}
	lua_setmetatable(L, 1);
	lua_settop(L, 1);
	return 1;
}

static int base_getmetatable(lua_State *L)
{
	luaL_checkany(L, 1);
	if (!luaL_getmetafield(L, 1, "__metatable"))
		lua_pushnil(L);
	return 1;
}

static int raised_text(lua_State *L)
{
	lua_rawgeti(L, 1, 1);
	return 1;
}

static int base_fail(lua_State *L)
{
	luaL_checkstring(L, 1);
	lua_pushvalue(L, 1);
	script_raise(L, &key_failure);
}

/* Kept in the interpreter until it is left: an arena must not be touched from here. */
static int base_warn(lua_State *L)
{
	lua_Integer count;
	lua_Debug ar;

	luaL_checkstring(L, 1);
	budget_charge(L, script_step);
	lua_rawgetp(L, LUA_REGISTRYINDEX, &key_warnings);
	count = (lua_Integer)lua_rawlen(L, -1);
	ar.currentline = 0;
	if (lua_getstack(L, 1, &ar))
		lua_getinfo(L, "l", &ar);
	lua_pushinteger(L, ar.currentline);
	lua_rawseti(L, -2, count + 2);
	lua_pushvalue(L, 1);
	lua_tostring(L, -1);
	lua_rawseti(L, -2, count + 1);
	return 0;
}

static const luaL_Reg functions[] = {
	{"fail", base_fail},
	{"getmetatable", base_getmetatable},
	{"next", base_next},
	{"pairs", base_pairs},
	{"pcall", base_pcall},
	{"rawlen", base_rawlen},
	{"setmetatable", base_setmetatable},
	{"tostring", base_tostring},
	{"type", base_type},
	{"warn", base_warn},
	{NULL, NULL},
};

static void keep_raised(lua_State *L, const char *key)
{
	lua_newtable(L);
	lua_pushcfunction(L, raised_text);
	lua_setfield(L, -2, "__tostring");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

void base_open(lua_State *L)
{
	luaL_setfuncs(L, functions, 0);
	lua_pushlightuserdata(L, NULL);
	lua_setfield(L, -2, "null");
	keep_raised(L, &key_failure);
	keep_raised(L, &key_refusal);
}
