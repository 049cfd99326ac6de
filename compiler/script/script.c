/* SPDX-License-Identifier: Apache-2.0 */
/* Opening scripts, calling their functions, closing them. */
#include "compiler/script/script.h"

#include "compiler/script/script_state.h"

static void close_deferred(void *payload)
{
	script_close(payload);
}

void script_close(struct script *s)
{
	if (s->L)
		instance_give(s->cache, s->instance);
	s->L = NULL;
	s->instance = NULL;
}

/* Runs `body` with `payload`; its results stay on the stack. False: a diagnostic was reported. */
static bool run(struct script *s, lua_CFunction body, void *payload, int results)
{
	int status;

	budget_enter(s);
	lua_pushcfunction(s->L, script_traceback);
	lua_pushcfunction(s->L, body);
	lua_pushlightuserdata(s->L, payload);
	status = lua_pcall(s->L, 1, results, 1);
	budget_leave(s);
	lua_remove(s->L, 1);
	if (status == LUA_OK && !s->stop) {
		script_report_warnings(s);
		return true;
	}
	script_report(s, status);
	return false;
}

/* Runs the parsed text and keeps its value. */
static int start(lua_State *L)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &key_chunk);
	lua_call(L, 0, 1);
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &key_value);
	return 1;
}

static bool check_value(struct script *s)
{
	int type = lua_type(s->L, -1);
	struct diag *d;

	lua_pop(s->L, 1);
	if (type == LUA_TTABLE || type == LUA_TFUNCTION)
		return true;
	d = script_diag(s, diag_E0504, 0, "`%.*s` returns %s, not a function or a table of functions", STR_ARG(s->source->name),
			type == LUA_TNIL ? "nothing" : lua_typename(s->L, type));
	diag_help(s->diags, d, "end the file with `return function(...) ... end` or `return {name = function(...) ... end}`");
	return false;
}

static bool prepare(struct script *s)
{
	int status;

	if (!instance_take(s->cache, s, &status)) {
		if (s->stop == stop_heap)
			arena_out_of_memory(s->arena);
		return script_report(s, LUA_ERRMEM);
	}
	budget_start(s);
	if (status != LUA_OK)
		return script_report(s, status == LUA_ERRMEM ? status : LUA_ERRSYNTAX);
	return run(s, start, NULL, 1) && check_value(s);
}

bool script_open_cached(struct script_cache *cache, const struct source *source, struct place user,
			const struct script_limits *limits, struct arena *a, struct diag_list *diags, struct script **out)
{
	struct script *s = arena_new(a, struct script);

	*s = (struct script){.cache = cache, .source = source, .user = user, .limits = *limits, .arena = a, .diags = diags};
	arena_defer(a, close_deferred, s);
	if (!prepare(s)) {
		script_close(s);
		return false;
	}
	*out = s;
	return true;
}

bool script_open(const struct source *source, struct place user, const struct script_limits *limits, struct arena *a,
		 struct diag_list *diags, struct script **out)
{
	return script_open_cached(NULL, source, user, limits, a, diags, out);
}

struct call {
	const char *function;
	const struct node *const *args;
	uint32_t count;
	bool found; /* there is such a function */
};

/* Pushes what is under that name: a field of the kept table, or for NULL the kept value itself. */
static int push_named(lua_State *L, const char *name)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &key_value);
	if (!name)
		return lua_type(L, -1);
	if (!lua_istable(L, -1)) {
		lua_pop(L, 1);
		lua_pushnil(L);
		return LUA_TNIL;
	}
	lua_pushstring(L, name);
	lua_rawget(L, -2);
	lua_remove(L, -2);
	return lua_type(L, -1);
}

static int look_up(lua_State *L)
{
	struct call *call = lua_touserdata(L, 1);

	call->found = push_named(L, call->function) == LUA_TFUNCTION;
	return 1;
}

struct node *script_field(struct script *s, const char *field)
{
	struct call call = {.function = field};

	if (!run(s, look_up, &call, 1))
		return NULL;
	if (call.found || lua_isnil(s->L, -1)) {
		lua_settop(s->L, 0);
		return NULL;
	}
	s->defined_line = 0;
	return tree_pull(s, script_list_field(str_from(field)) ? node_list : node_map);
}

bool script_has(struct script *s, const char *function)
{
	struct call call = {.function = function};

	if (!run(s, look_up, &call, 1))
		return false;
	lua_settop(s->L, 0);
	return call.found;
}

static void note_line(lua_State *L)
{
	lua_Debug ar;

	lua_pushvalue(L, -1);
	lua_getinfo(L, ">S", &ar);
	script_of(L)->defined_line = ar.linedefined;
}

/* Leaves the result, or the first argument where there is none. */
static int call_function(lua_State *L)
{
	struct call *call = lua_touserdata(L, 1);

	luaL_checkstack(L, (int)call->count + 10, "too many arguments");
	call->found = push_named(L, call->function) == LUA_TFUNCTION;
	if (!call->found)
		return 0;
	note_line(L);
	if (call->count)
		tree_push(L, call->args[0], true);
	else
		lua_pushlightuserdata(L, NULL);
	lua_insert(L, -2);
	if (call->count)
		lua_pushvalue(L, -2);
	for (uint32_t i = 1; i < call->count; i++)
		tree_push(L, call->args[i], false);
	lua_call(L, (int)call->count, 1);
	if (lua_isnil(L, -1))
		lua_pop(L, 1);
	return 1;
}

static bool report_absent(struct script *s, const char *function)
{
	lua_settop(s->L, 0);
	if (function)
		script_diag(s, diag_E0505, 0, "`%.*s` has no function `%s`", STR_ARG(s->source->name), function);
	else
		script_diag(s, diag_E0505, 0, "`%.*s` does not return a function", STR_ARG(s->source->name));
	return false;
}

static enum node_kind kind_when_empty(const struct call *call)
{
	if (call->count && node_is(call->args[0], node_list))
		return node_list;
	return call->function && script_list_field(str_from(call->function)) ? node_list : node_map;
}

bool script_call(struct script *s, const char *function, const struct node *const *args, uint32_t count, struct node **out)
{
	struct call call = {.function = function, .args = args, .count = count};
	struct node *result;

	if (!run(s, call_function, &call, 1))
		return false;
	if (!call.found)
		return report_absent(s, function);
	result = tree_pull(s, kind_when_empty(&call));
	if (!result)
		return false;
	*out = result;
	return true;
}
