/* SPDX-License-Identifier: Apache-2.0 */
/* A Lua error -> a diagnostic at the script's line, with the place that named the script and the callers. */
#include <stdio.h>
#include <string.h>

#include "compiler/script/script_state.h"
#include "lib/base/utf8.h"

enum { message_max = 600 };

/*
 * Tables with these metatables are raised by fail(message), a message for
 * people without a traceback, and by what scripts may not do.
 */
const char key_failure, key_refusal;

void script_raise(lua_State *L, const char *key)
{
	lua_createtable(L, 1, 0);
	lua_insert(L, -2);
	lua_rawseti(L, -2, 1);
	lua_rawgetp(L, LUA_REGISTRYINDEX, key);
	lua_setmetatable(L, -2);
	lua_error(L);
	__builtin_unreachable();
}

int script_deny(lua_State *L, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	lua_pushvfstring(L, format, args);
	va_end(args);
	script_raise(L, &key_refusal);
}

static void add_frame(struct script *s, const lua_Debug *ar)
{
	struct script_frame *f = &s->frames[s->frame_count++];

	f->line = ar->currentline;
	snprintf(f->function, sizeof(f->function), "%s", ar->name ? ar->name : "");
}

/* The script's own frames, innermost first. */
void script_trace(lua_State *L, struct script *s)
{
	lua_Debug ar;

	s->frame_count = 0;
	for (int level = 0; s->frame_count < script_frames_max && lua_getstack(L, level, &ar); level++) {
		lua_getinfo(L, "Sln", &ar);
		if (ar.currentline > 0)
			add_frame(s, &ar);
	}
}

int script_traceback(lua_State *L)
{
	struct script *s = script_of(L);

	if (!s->stop)
		script_trace(L, s);
	return 1;
}

struct place script_line(const struct script *s, int line)
{
	struct str rest = s->source->text, text = STR_NONE, trimmed;

	for (int i = 0; i < line || i == 0; i++)
		if (!str_cut(&rest, '\n', &text))
			break;
	trimmed = str_trim(text);
	if (!trimmed.data || !s->source->text.data)
		return (struct place){s->source, 0, 0};
	return (struct place){s->source, (uint32_t)(trimmed.data - s->source->text.data), (uint32_t)trimmed.length};
}

struct str script_clean(struct arena *a, struct str text)
{
	bool cut = text.length > message_max;
	char *out = arena_alloc(a, message_max + 4);
	size_t length = 0;

	for (size_t at = 0; at < text.length && length < message_max - 4;) {
		uint32_t c;
		size_t n = utf8_decode(text, at, &c);

		if (n && c >= 0x20 && !utf8_is_control(c))
			memcpy(out + length, text.data + at, n);
		else
			out[length] = c == '\n' && n ? ' ' : '?';
		length += n && c >= 0x20 && !utf8_is_control(c) ? n : 1;
		at += n ? n : 1;
	}
	if (cut)
		memcpy(out + length, "...", 3);
	return (struct str){out, length + (cut ? 3 : 0)};
}

static struct diag *report(struct script *s, enum diag_code code, int line, struct str message)
{
	struct diag *d = diag_report(s->diags, code, script_line(s, line), "%.*s", STR_ARG(message));

	if (s->user.source)
		diag_label(s->diags, d, s->user, "called from here");
	return d;
}

struct diag *script_diag(struct script *s, enum diag_code code, int line, const char *format, ...)
{
	struct str message;
	va_list args;

	va_start(args, format);
	message = arena_vformat(s->diags->arena, format, args);
	va_end(args);
	return report(s, code, line, message);
}

/* How Lua shortens a chunk's name in front of messages (lua_Debug.short_src). */
static struct str short_name(struct arena *a, struct str name)
{
	enum { room = LUA_IDSIZE - 1 };

	if (name.length <= room)
		return name;
	return arena_format(a, "...%.*s", STR_ARG(str_slice(name, name.length - (room - 3), name.length)));
}

/* Takes "name:line: " off the front. */
static bool cut_position(struct script *s, struct str *message, int *line)
{
	struct str name = short_name(s->diags->arena, s->source->name), rest = *message, digits;
	int64_t number;

	if (rest.length <= name.length || memcmp(rest.data, name.data, name.length) || rest.data[name.length] != ':')
		return false;
	rest = str_slice(rest, name.length + 1, rest.length);
	if (!str_cut(&rest, ':', &digits) || !str_to_int(digits, &number) || !rest.data || number < 1 || number > INT32_MAX)
		return false;
	*message = str_trim(rest);
	*line = (int)number;
	return true;
}

/* Whether the value on top of the stack was raised by script_raise with `key`; raises nothing. */
static bool raised_with(lua_State *L, const char *key)
{
	bool same;

	if (!lua_istable(L, -1) || !lua_getmetatable(L, -1))
		return false;
	lua_rawgetp(L, LUA_REGISTRYINDEX, key);
	same = lua_rawequal(L, -1, -2);
	lua_pop(L, 2);
	return same;
}

static enum diag_code code_of(lua_State *L, int status)
{
	if (raised_with(L, &key_failure))
		return diag_E0508;
	if (raised_with(L, &key_refusal))
		return diag_E0510;
	return status == LUA_ERRSYNTAX ? diag_E0501 : diag_E0503;
}

/* The error's text, borrowed from the value on top of the stack; raises nothing. */
static struct str error_text(struct script *s, bool is_raised)
{
	lua_State *L = s->L;
	struct str out = STR_NONE;

	if (is_raised)
		lua_rawgeti(L, -1, 1);
	if (lua_type(L, -1) == LUA_TSTRING)
		out.data = lua_tolstring(L, -1, &out.length);
	else
		out = arena_format(s->diags->arena, "the script raised %s%s as an error", lua_isnil(L, -1) ? "" : "a ",
				   luaL_typename(L, -1));
	if (is_raised)
		lua_remove(L, -2);
	return out;
}

static struct diag *diag_stop(struct script *s, int line)
{
	struct str name = s->source->name;

	switch (s->stop) {
	case stop_memory:
		return script_diag(s, diag_E0502, line, "`%.*s` used up its %zu KiB of memory", STR_ARG(name), s->limits.bytes >> 10);
	case stop_time:
		return script_diag(s, diag_E0502, line, "`%.*s` used up its %u milliseconds", STR_ARG(name), s->limits.milliseconds);
	case stop_stack:
		return script_diag(s, diag_E0502, line, "`%.*s` used up its stack", STR_ARG(name));
	default:
		return script_diag(s, diag_E0502, line, "`%.*s` used up its %llu instructions", STR_ARG(name),
				   (unsigned long long)s->limits.instructions);
	}
}

static void report_stop(struct script *s)
{
	static const char *const limits[] = {
		[stop_instructions] = "instructions", [stop_memory] = "memory", [stop_time] = "milliseconds"};
	struct diag *d = diag_stop(s, s->frame_count ? s->frames[0].line : s->defined_line);

	if (s->stop == stop_stack)
		diag_help(s->diags, d, "look for a function that calls itself without end");
	else
		diag_help(s->diags, d,
			  "look for a loop that does not end, or for work that grows with the square of something; `budget.%s` in "
			  "mpicc.yaml is the limit",
			  limits[s->stop]);
}

static void add_callers(struct script *s, struct diag *d)
{
	struct str all = STR_NONE;

	for (unsigned i = 1; i < s->frame_count; i++) {
		const struct script_frame *f = &s->frames[i];

		all = arena_format(s->diags->arena, "%.*s%s line %d%s%s", STR_ARG(all), i > 1 ? "," : "", f->line,
				   f->function[0] ? " in " : "", f->function);
	}
	if (all.length)
		diag_help(s->diags, d, "called from%.*s", STR_ARG(all));
}

/* Lua has one word for it, wherever calls were nested too deeply; in its parser it is a matter of syntax. */
static bool is_overflow(struct script *s, int status)
{
	struct str text = STR_NONE;
	int line;

	if (status != LUA_ERRRUN || lua_type(s->L, -1) != LUA_TSTRING)
		return status == LUA_ERRERR;
	text.data = lua_tolstring(s->L, -1, &text.length);
	cut_position(s, &text, &line);
	return str_starts(text, "stack overflow") || str_starts(text, "C stack overflow");
}

static void report_error(struct script *s, int status)
{
	int line = s->frame_count ? s->frames[0].line : s->defined_line;
	enum diag_code code = code_of(s->L, status);
	bool is_raised = code == diag_E0508 || code == diag_E0510;
	struct str text = error_text(s, is_raised);
	bool placed = !is_raised && cut_position(s, &text, &line);
	struct diag *d;

	text = script_clean(s->diags->arena, text);
	d = report(s, code, line, text);
	if (code != diag_E0508 && (placed || s->frame_count))
		add_callers(s, d);
}

bool script_report(struct script *s, int status)
{
	if (status == LUA_ERRMEM && !s->stop)
		s->stop = s->instance->pool.heap_empty ? stop_heap : stop_memory;
	if (s->stop == stop_heap)
		arena_out_of_memory(s->arena);
	if (!s->stop && is_overflow(s, status))
		s->stop = stop_stack;
	if (s->stop)
		report_stop(s);
	else
		report_error(s, status);
	if (s->L)
		lua_settop(s->L, 0);
	return false;
}

void script_report_warnings(struct script *s)
{
	lua_State *L = s->L;

	lua_rawgetp(L, LUA_REGISTRYINDEX, &key_warnings);
	for (lua_Integer i = 1; lua_rawgeti(L, -1, i) == LUA_TSTRING; i += 2) {
		struct str text = {0};
		int line;

		lua_rawgeti(L, -2, i + 1);
		line = (int)lua_tointeger(L, -1);
		text.data = lua_tolstring(L, -2, &text.length);
		report(s, diag_W0501, line, script_clean(s->diags->arena, text));
		lua_pop(L, 2);
		lua_pushnil(L);
		lua_rawseti(L, -2, i);
		lua_pushnil(L);
		lua_rawseti(L, -2, i + 1);
	}
	lua_pop(L, 2);
}
