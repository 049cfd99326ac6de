/* SPDX-License-Identifier: Apache-2.0 */
/* The table library, a stable sort, and what scripts need for manifests: array, deepcopy, merge. */
#include <lualib.h>

#include "compiler/script/script_state.h"

enum { sort_max = 1 << 20, items_per_instruction = 4 };

static uint64_t items(lua_State *L, int index)
{
	return lua_istable(L, index) ? lua_rawlen(L, index) : 0;
}

static int table_insert(lua_State *L)
{
	return guard_call(L, lua_gettop(L) == 3 ? items(L, 1) / items_per_instruction : 0);
}

static int table_remove(lua_State *L)
{
	return guard_call(L, lua_gettop(L) >= 2 ? items(L, 1) / items_per_instruction : 0);
}

static int table_concat(lua_State *L)
{
	return guard_call(L, items(L, 1));
}

/* Whole ranges are charged, also where there is nothing in them: C loops over them all the same. */
static uint64_t range(lua_Integer from, lua_Integer to)
{
	return to < from ? 0 : ((uint64_t)to - (uint64_t)from) / items_per_instruction;
}

static int table_unpack(lua_State *L)
{
	lua_Integer from = luaL_optinteger(L, 2, 1);

	return guard_call(L, range(from, luaL_opt(L, luaL_checkinteger, 3, (lua_Integer)items(L, 1))));
}

static int table_move(lua_State *L)
{
	return guard_call(L, range(luaL_checkinteger(L, 2), luaL_checkinteger(L, 3)));
}

/* Whether the value at `left` goes before that at `right`; index 2 has the comparison or nil. */
static bool goes_before(lua_State *L, int left, int right)
{
	bool before;

	left = lua_absindex(L, left);
	right = lua_absindex(L, right);
	if (lua_isnil(L, 2))
		return lua_compare(L, left, right, LUA_OPLT);
	lua_pushvalue(L, 2);
	lua_pushvalue(L, left);
	lua_pushvalue(L, right);
	lua_call(L, 2, 1);
	before = lua_toboolean(L, -1);
	lua_pop(L, 1);
	return before;
}

/* Merges the runs [from, middle) and [middle, to) of table `in` into table `out`; indices are 0-based. */
static void merge_runs(lua_State *L, int in, int out, lua_Integer from, lua_Integer middle, lua_Integer to)
{
	lua_Integer left = from, right = middle;

	for (lua_Integer i = from; i < to; i++) {
		bool take_right = left == middle;

		if (left < middle && right < to) {
			lua_rawgeti(L, in, right + 1);
			lua_rawgeti(L, in, left + 1);
			take_right = goes_before(L, -2, -1);
			lua_pop(L, 2);
		}
		lua_rawgeti(L, in, (take_right ? right++ : left++) + 1);
		lua_rawseti(L, out, i + 1);
	}
}

static void copy_range(lua_State *L, int in, int out, lua_Integer count)
{
	for (lua_Integer i = 1; i <= count; i++) {
		lua_geti(L, in, i);
		lua_seti(L, out, i);
	}
}

static lua_Integer least(lua_Integer a, lua_Integer b)
{
	return a < b ? a : b;
}

/* Lua's own sort is not stable, and picks pivots by the clock. */
static int table_sort(lua_State *L)
{
	lua_Integer count;
	int in = 3, out = 4;

	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 2);
	if (!lua_isnil(L, 2))
		luaL_checktype(L, 2, LUA_TFUNCTION);
	count = luaL_len(L, 1);
	luaL_argcheck(L, count < sort_max, 1, "table too big to sort");
	lua_createtable(L, (int)count, 0);
	lua_createtable(L, (int)count, 0);
	copy_range(L, 1, in, count);
	for (lua_Integer width = 1; width < count; width *= 2) {
		budget_charge(L, (uint64_t)count);
		for (lua_Integer from = 0; from < count; from += 2 * width)
			merge_runs(L, in, out, from, least(from + width, count), least(from + 2 * width, count));
		in = 7 - in;
		out = 7 - out;
	}
	copy_range(L, in, 1, count);
	return 0;
}

static int base_array(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 1);
	tree_mark_list(L, 1);
	return 1;
}

static void check_depth(lua_State *L, int depth)
{
	if (depth > script_depth_max)
		luaL_error(L, "tables are nested more than %d deep, or contain themselves", script_depth_max);
	luaL_checkstack(L, 10, "tables too deep");
}

/* Pushes a copy of the value at `index`. */
static void push_copy(lua_State *L, int index, int depth)
{
	int copy;

	index = lua_absindex(L, index);
	check_depth(L, depth);
	if (!lua_istable(L, index)) {
		lua_pushvalue(L, index);
		return;
	}
	budget_charge(L, 4);
	lua_newtable(L);
	copy = lua_gettop(L);
	tree_copy_mark(L, index, copy);
	for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
		if (tree_hidden_key(L, -2))
			continue;
		lua_pushvalue(L, -2);
		push_copy(L, -2, depth + 1);
		lua_rawset(L, copy);
	}
}

static int base_deepcopy(lua_State *L)
{
	luaL_checkany(L, 1);
	push_copy(L, 1, 0);
	return 1;
}

static bool is_map(lua_State *L, int index)
{
	return lua_istable(L, index) && !tree_is_list(L, index);
}

static void merge_into(lua_State *L, int base, int over, int depth);

/* Pushes the merged value of two fields; nulls in what is new are removed as well. */
static void push_merged(lua_State *L, int base, int over, int depth)
{
	base = lua_absindex(L, base);
	over = lua_absindex(L, over);
	if (!is_map(L, over)) {
		push_copy(L, over, depth);
		return;
	}
	if (is_map(L, base))
		lua_pushvalue(L, base);
	else
		lua_newtable(L);
	merge_into(L, lua_gettop(L), over, depth + 1);
}

/* `base` is a copy already and is changed. */
static void merge_into(lua_State *L, int base, int over, int depth)
{
	check_depth(L, depth);
	tree_fill(L, base);
	tree_fill(L, over);
	for (lua_pushnil(L); lua_next(L, over); lua_pop(L, 1)) {
		if (tree_hidden_key(L, -2))
			continue;
		budget_charge(L, 4);
		lua_pushvalue(L, -2);
		if (lua_islightuserdata(L, -2)) {
			lua_pushnil(L);
		} else {
			lua_pushvalue(L, -1);
			lua_rawget(L, base);
			push_merged(L, -1, -3, depth);
			lua_remove(L, -2);
		}
		lua_rawset(L, base);
	}
}

static int base_merge(lua_State *L)
{
	luaL_checkany(L, 2);
	lua_settop(L, 2);
	push_copy(L, 1, 0);
	push_merged(L, 3, 2, 0);
	return 1;
}

static const luaL_Reg guarded[] = {
	{"concat", table_concat}, {"insert", table_insert}, {"move", table_move},
	{"remove", table_remove}, {"unpack", table_unpack}, {NULL, NULL},
};
static const luaL_Reg globals[] = {{"array", base_array}, {"deepcopy", base_deepcopy}, {"merge", base_merge}, {NULL, NULL}};

void table_open(lua_State *L)
{
	luaL_setfuncs(L, globals, 0);
	lua_newtable(L);
	lua_pushcfunction(L, luaopen_table);
	lua_call(L, 0, 1);
	for (const luaL_Reg *r = guarded; r->name; r++) {
		lua_getfield(L, -1, r->name);
		lua_pushcclosure(L, r->func, 1);
		lua_setfield(L, -3, r->name);
	}
	lua_getfield(L, -1, "pack");
	lua_setfield(L, -3, "pack");
	lua_pop(L, 1);
	lua_pushcfunction(L, table_sort);
	lua_setfield(L, -2, "sort");
	lua_setfield(L, -2, "table");
}
