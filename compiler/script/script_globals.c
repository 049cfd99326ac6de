/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a script sees. The table of globals is made new and filled from lists
 * of allowed names; the libraries themselves are opened aside and thrown away.
 */
#include <lualib.h>
#include <string.h>

#include "compiler/script/script_state.h"

static const char *const base_names[] = {"assert", "error", "ipairs", "rawequal", "select", "_VERSION", NULL};
static const char *const base_guarded[] = {"tonumber", NULL};

/* Without what is random, and without functions whose last digit differs between C libraries. */
static const char *const math_names[] = {"abs",	       "ceil", "floor", "fmod", "huge",	     "max",  "maxinteger", "min",
					 "mininteger", "modf", "pi",	"sqrt", "tointeger", "type", "ult",	   NULL};

static const char *const utf8_names[] = {"char", "charpattern", "codepoint", "codes", "len", "offset", NULL};

/* Standard names that scripts look for, and why they are not there. */
struct absence {
	const char *library; /* with its dot; "" for globals */
	const char *why;
	const char *const *names;
};

static const struct absence absent_globals = {
	"", "scripts run without input, output, clock and chance, and load no other code",
	(const char *const[]){"collectgarbage", "coroutine", "debug",  "dofile", "getfenv", "io",      "load",	  "loadfile", "loadstring", "module",
			      "os",		"package",   "print",  "rawget", "rawset",  "require", "setfenv", "unpack",   "xpcall",	    NULL}};
static const char elsewhere[] = "its result is not the same in every run and on every machine";
static const struct absence absent_math = {"math.", elsewhere,
					   (const char *const[]){"acos", "asin", "atan", "cos", "deg", "exp", "log", "pow", "rad", "random",
								 "randomseed", "sin", "tan", NULL}};
static const struct absence absent_string = {"string.", elsewhere,
					     (const char *const[]){"dump", "pack", "packsize", "unpack", NULL}};

/* From the table on top of the stack into the one below it. */
static void copy_names(lua_State *L, const char *const *names)
{
	for (; *names; names++) {
		lua_getfield(L, -1, *names);
		lua_setfield(L, -3, *names);
	}
}

static void copy_library(lua_State *L, const char *name, lua_CFunction opener, const char *const *names,
			 void (*copy)(lua_State *L, const char *const *names))
{
	lua_newtable(L);
	lua_pushcfunction(L, opener);
	lua_call(L, 0, 1);
	copy(L, names);
	lua_pop(L, 1);
	lua_setfield(L, -2, name);
}

static int missing(lua_State *L)
{
	const struct absence *absence = lua_touserdata(L, lua_upvalueindex(1));
	const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";

	for (const char *const *absent = absence->names; *absent; absent++)
		if (strcmp(name, *absent) == 0)
			return script_deny(L, "`%s%s` is not available: %s", absence->library, name, absence->why);
	return 0;
}

/* Of the table on top of the stack. */
static void guard_missing(lua_State *L, const struct absence *absence)
{
	lua_newtable(L);
	lua_pushlightuserdata(L, (void *)absence);
	lua_pushcclosure(L, missing, 1);
	lua_setfield(L, -2, "__index");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -2);
}

static void guard_library(lua_State *L, const char *name, const struct absence *absence)
{
	lua_getfield(L, -1, name);
	guard_missing(L, absence);
	lua_pop(L, 1);
}

void globals_open(lua_State *L)
{
	lua_newtable(L); /* the globals to be */
	lua_pushcfunction(L, luaopen_base);
	lua_call(L, 0, 1);
	copy_names(L, base_names);
	guard_copy(L, base_guarded);
	lua_pop(L, 1);
	lua_pushvalue(L, -1);
	lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
	copy_library(L, "math", luaopen_math, math_names, copy_names);
	copy_library(L, "utf8", luaopen_utf8, utf8_names, guard_copy);
	tree_open(L);
	base_open(L);
	table_open(L);
	string_open(L);
	guard_library(L, "math", &absent_math);
	guard_library(L, "string", &absent_string);
	guard_missing(L, &absent_globals);
	lua_pop(L, 1);
}
