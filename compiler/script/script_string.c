/* SPDX-License-Identifier: Apache-2.0 */
/* The string library: Lua's functions where they are harmless, our own matcher behind find, match, gmatch and gsub. */
#include <lualib.h>
#include <string.h>

#include "compiler/script/script_pattern.h"
#include "compiler/script/script_state.h"

enum { steps_per_instruction = 4, bytes_per_instruction = 32 };

static struct str check_str(lua_State *L, int index)
{
	struct str s;

	s.data = luaL_checklstring(L, index, &s.length);
	return s;
}

static void matcher_init(lua_State *L, struct pattern *m, struct str subject, struct str pattern)
{
	const struct script *s = script_of(L);
	uint64_t left = s->instructions < s->limits.instructions ? s->limits.instructions - s->instructions : 0;

	pattern_init(m, subject, pattern, left * steps_per_instruction);
}

/* Charges the steps since the last call; raises what went wrong. */
static void settle(lua_State *L, struct pattern *m)
{
	uint64_t steps = m->steps;

	m->steps = 0;
	m->steps_max = m->steps_max > steps ? m->steps_max - steps : 0;
	budget_charge(L, steps / steps_per_instruction + 1);
	if (m->exhausted)
		budget_stop(L, stop_instructions);
	if (m->error)
		luaL_error(L, "%s", m->error);
}

static const char *try_match(lua_State *L, struct pattern *m, size_t at, size_t from)
{
	const char *end = pattern_match(m, at, from);

	if (m->error || m->steps > script_step)
		settle(L, m);
	return end;
}

static void push_capture(lua_State *L, const struct pattern *m, int i, const char *start, const char *end)
{
	const struct pattern_capture *c = &m->captures[i];

	if (i >= m->capture_count) {
		if (i != 0)
			luaL_error(L, "invalid capture index %%%d", i + 1);
		lua_pushlstring(L, start, (size_t)(end - start));
	} else if (c->state == capture_position) {
		lua_pushinteger(L, (c->start - m->subject.data) + 1);
	} else if (c->state == capture_open) {
		luaL_error(L, "unfinished capture");
	} else {
		lua_pushlstring(L, c->start, c->length);
	}
}

/* All captures, or the whole match where there are none. */
static int push_captures(lua_State *L, const struct pattern *m, const char *start, const char *end)
{
	int count = m->capture_count ? m->capture_count : start ? 1 : 0;

	luaL_checkstack(L, count, "too many captures");
	for (int i = 0; i < count; i++)
		push_capture(L, m, i, start, end);
	return count;
}

/* Lua's rule for a start: 1-based, negative from the end. False: behind the end. */
static bool start_at(lua_State *L, int index, size_t length, size_t *out)
{
	lua_Integer init = luaL_optinteger(L, index, 1);

	if (init < 0)
		init = (lua_Unsigned)0 - (lua_Unsigned)init > length ? 1 : (lua_Integer)length + init + 1;
	if (init == 0)
		init = 1;
	*out = (size_t)init - 1;
	return *out <= length;
}

static bool is_plain(struct str pattern)
{
	for (size_t i = 0; i < pattern.length; i++)
		if (memchr("^$*+?.([%-", pattern.data[i], 10))
			return false;
	return true;
}

static int find_plain(lua_State *L, struct str subject, struct str wanted, size_t at)
{
	const char *found = subject.data + at;

	budget_charge(L, (subject.length - at) / bytes_per_instruction);
	if (wanted.length)
		found = memmem(subject.data + at, subject.length - at, wanted.data, wanted.length);
	if (!found) {
		lua_pushnil(L);
		return 1;
	}
	lua_pushinteger(L, found - subject.data + 1);
	lua_pushinteger(L, found - subject.data + (lua_Integer)wanted.length);
	return 2;
}

static int push_found(lua_State *L, const struct pattern *m, const char *start, const char *end, bool positions)
{
	if (!positions)
		return push_captures(L, m, start, end);
	lua_pushinteger(L, start - m->subject.data + 1);
	lua_pushinteger(L, end - m->subject.data);
	return 2 + push_captures(L, m, NULL, NULL);
}

static int search(lua_State *L, bool positions)
{
	struct str subject = check_str(L, 1), text = check_str(L, 2);
	bool anchored = text.length && text.data[0] == '^';
	struct pattern m;
	size_t at;

	if (!start_at(L, 3, subject.length, &at)) {
		lua_pushnil(L);
		return 1;
	}
	if (positions && (lua_toboolean(L, 4) || is_plain(text)))
		return find_plain(L, subject, text, at);
	matcher_init(L, &m, subject, text);
	for (; at <= subject.length; at++) {
		const char *end = try_match(L, &m, at, anchored);

		if (end) {
			settle(L, &m);
			return push_found(L, &m, subject.data + at, end, positions);
		}
		if (anchored)
			break;
	}
	settle(L, &m);
	lua_pushnil(L);
	return 1;
}

static int string_find(lua_State *L)
{
	return search(L, true);
}

static int string_match(lua_State *L)
{
	return search(L, false);
}

/* Upvalues: subject, pattern, where to go on, where the last match ended (-1: none yet). */
static int gmatch_next(lua_State *L)
{
	struct str subject, text;
	struct pattern m;
	lua_Integer last = lua_tointeger(L, lua_upvalueindex(4));

	subject.data = lua_tolstring(L, lua_upvalueindex(1), &subject.length);
	text.data = lua_tolstring(L, lua_upvalueindex(2), &text.length);
	matcher_init(L, &m, subject, text);
	for (size_t at = (size_t)lua_tointeger(L, lua_upvalueindex(3)); at <= subject.length; at++) {
		const char *end = try_match(L, &m, at, 0);

		if (!end || end - subject.data == last)
			continue;
		settle(L, &m);
		lua_pushinteger(L, end - subject.data);
		lua_copy(L, -1, lua_upvalueindex(3));
		lua_replace(L, lua_upvalueindex(4));
		return push_captures(L, &m, subject.data + at, end);
	}
	settle(L, &m);
	return 0;
}

static int string_gmatch(lua_State *L)
{
	size_t at, length = check_str(L, 1).length;

	check_str(L, 2);
	if (!start_at(L, 3, length, &at))
		at = length + 1;
	lua_settop(L, 2);
	lua_pushinteger(L, (lua_Integer)at);
	lua_pushinteger(L, -1);
	lua_pushcclosure(L, gmatch_next, 4);
	return 1;
}

/* %0 to %9 and %% in the replacement. */
static void add_text(lua_State *L, struct pattern *m, luaL_Buffer *b, const char *start, const char *end)
{
	struct str with;

	with.data = lua_tolstring(L, 3, &with.length);
	for (size_t i = 0; i < with.length; i++) {
		char c = with.data[i];

		if (c != '%') {
			luaL_addchar(b, c);
			continue;
		}
		c = ++i < with.length ? with.data[i] : '\0';
		if (c == '%') {
			luaL_addchar(b, c);
		} else if (c == '0') {
			luaL_addlstring(b, start, (size_t)(end - start));
		} else if (c >= '1' && c <= '9') {
			push_capture(L, m, c - '1', start, end);
			luaL_tolstring(L, -1, NULL);
			lua_remove(L, -2);
			luaL_addvalue(b);
		} else {
			luaL_error(L, "invalid use of '%%' in replacement string");
		}
	}
}

/* What a table or a function says; nil and false keep the match. */
static void add_looked_up(lua_State *L, struct pattern *m, luaL_Buffer *b, const char *start, const char *end)
{
	if (lua_isfunction(L, 3)) {
		lua_pushvalue(L, 3);
		lua_call(L, push_captures(L, m, start, end), 1);
	} else {
		push_capture(L, m, 0, start, end);
		lua_gettable(L, 3);
	}
	if (!lua_toboolean(L, -1)) {
		lua_pop(L, 1);
		lua_pushlstring(L, start, (size_t)(end - start));
	} else if (!lua_isstring(L, -1)) {
		luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
	}
	luaL_addvalue(b);
}

static void add_replacement(lua_State *L, struct pattern *m, luaL_Buffer *b, const char *start, const char *end)
{
	settle(L, m);
	if (lua_type(L, 3) == LUA_TSTRING || lua_type(L, 3) == LUA_TNUMBER)
		add_text(L, m, b, start, end);
	else
		add_looked_up(L, m, b, start, end);
}

/* Upvalue-free state of one gsub; the buffer's own values live above index 4. */
static lua_Integer substitute(lua_State *L, struct pattern *m, luaL_Buffer *b, lua_Integer most, bool anchored)
{
	const char *last = NULL;
	lua_Integer count = 0;
	size_t at = 0;

	while (count < most) {
		const char *start = m->subject.data + at, *end = try_match(L, m, at, anchored);

		if (end && end != last) {
			count++;
			add_replacement(L, m, b, start, end);
			last = end;
			at = (size_t)(end - m->subject.data);
		} else if (at < m->subject.length) {
			luaL_addchar(b, m->subject.data[at++]);
		} else {
			break;
		}
		if (anchored)
			break;
	}
	luaL_addlstring(b, m->subject.data + at, m->subject.length - at);
	return count;
}

static int string_gsub(lua_State *L)
{
	struct str subject = check_str(L, 1), text = check_str(L, 2);
	bool anchored = text.length && text.data[0] == '^';
	int type = lua_type(L, 3);
	lua_Integer count, most = luaL_optinteger(L, 4, (lua_Integer)subject.length + 1);
	struct pattern m;
	luaL_Buffer b;

	luaL_argexpected(L, type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TTABLE || type == LUA_TFUNCTION, 3,
			 "string/function/table");
	matcher_init(L, &m, subject, text);
	luaL_buffinit(L, &b);
	count = substitute(L, &m, &b, most, anchored);
	settle(L, &m);
	luaL_pushresult(&b);
	lua_pushinteger(L, count);
	return 2;
}

/* `%p` is an address. Values that Lua would print with theirs are turned into text first. */
static int string_format(lua_State *L)
{
	struct str format = check_str(L, 1);

	for (size_t i = 0; i + 1 < format.length; i++) {
		if (format.data[i] != '%')
			continue;
		i += 1 + strspn(format.data + i + 1, "-+ #0123456789.");
		if (i < format.length && format.data[i] == 'p')
			return script_deny(L, "`%%p` is not available: addresses differ from run to run");
	}
	for (int i = lua_gettop(L); i > 1; i--) {
		if (lua_type(L, i) == LUA_TNUMBER || lua_type(L, i) == LUA_TSTRING)
			continue;
		base_push_text(L, i);
		lua_replace(L, i);
	}
	return guard_call(L, format.length / bytes_per_instruction);
}

static int string_rep(lua_State *L)
{
	uint64_t length = check_str(L, 1).length + (lua_isnoneornil(L, 3) ? 0 : check_str(L, 3).length);
	lua_Integer count = luaL_checkinteger(L, 2);

	if (count > 0 && length && (uint64_t)count > UINT64_MAX / length)
		return luaL_error(L, "resulting string too large");
	return guard_call(L, count > 0 ? (uint64_t)count * length / bytes_per_instruction : 0);
}

static const char *const plain_names[] = {"byte", "char", "len", "lower", "reverse", "sub", "upper", NULL};
static const luaL_Reg wrapped[] = {{"format", string_format}, {"rep", string_rep}, {NULL, NULL}};
static const luaL_Reg matchers[] = {
	{"find", string_find}, {"gmatch", string_gmatch}, {"gsub", string_gsub}, {"match", string_match}, {NULL, NULL},
};

/* Strings' own methods come from the same table; their metatable is out of reach. */
static void methods_open(lua_State *L)
{
	lua_pushliteral(L, "");
	lua_getmetatable(L, -1);
	lua_pushvalue(L, -3);
	lua_setfield(L, -2, "__index");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_pop(L, 2);
}

void string_open(lua_State *L)
{
	lua_newtable(L);
	lua_pushcfunction(L, luaopen_string);
	lua_call(L, 0, 1);
	guard_copy(L, plain_names);
	for (const luaL_Reg *r = wrapped; r->name; r++) {
		lua_getfield(L, -1, r->name);
		lua_pushcclosure(L, r->func, 1);
		lua_setfield(L, -3, r->name);
	}
	lua_pop(L, 1);
	luaL_setfuncs(L, matchers, 0);
	methods_open(L);
	lua_setfield(L, -2, "string");
}
