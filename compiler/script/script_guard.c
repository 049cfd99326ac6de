/* SPDX-License-Identifier: Apache-2.0 */
/* Library functions work on megabytes in one instruction; here that work is charged before it is done. */
#include "compiler/script/script_state.h"

enum { bytes_per_instruction = 32 };

int guard_call(lua_State *L, uint64_t instructions)
{
	budget_charge(L, instructions);
	return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static int charged_by_strings(lua_State *L)
{
	uint64_t bytes = 0;

	for (int i = lua_gettop(L); i > 0; i--)
		if (lua_type(L, i) == LUA_TSTRING)
			bytes += lua_rawlen(L, i);
	return guard_call(L, bytes / bytes_per_instruction);
}

void guard_push(lua_State *L, lua_CFunction fn)
{
	lua_pushcfunction(L, fn);
	lua_pushcclosure(L, charged_by_strings, 1);
}

void guard_copy(lua_State *L, const char *const *names)
{
	for (; *names; names++) {
		lua_getfield(L, -1, *names);
		if (lua_iscfunction(L, -1))
			lua_pushcclosure(L, charged_by_strings, 1);
		lua_setfield(L, -3, *names);
	}
}
