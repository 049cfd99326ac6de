/* SPDX-License-Identifier: Apache-2.0 */
/* Lua's strings, numbers, booleans and null -> nodes; those that did not change keep their node, and so its place. */
#include <math.h>

#include "compiler/script/script_pull.h"

bool scalar_is(lua_State *L, int slot, const struct node *n)
{
	size_t length;
	const char *text;

	switch (n->kind) {
	case node_string:
		if (lua_type(L, slot) != LUA_TSTRING)
			return false;
		text = lua_tolstring(L, slot, &length);
		return str_equal(n->text, (struct str){text, length});
	case node_int:
		return lua_isinteger(L, slot) && lua_tointeger(L, slot) == n->integer;
	case node_bool:
		return lua_isboolean(L, slot) && lua_toboolean(L, slot) == n->boolean;
	case node_null:
		return lua_islightuserdata(L, slot);
	case node_float:
		return lua_type(L, slot) == LUA_TNUMBER && !lua_isinteger(L, slot) && lua_tonumber(L, slot) == n->number;
	default:
		return false;
	}
}

static struct node *pull_string(struct pull *p, int slot, const struct node *was, bool shared, const struct step *here)
{
	struct str text;

	text.data = lua_tolstring(p->L, slot, &text.length);
	if (node_is(was, node_string) && str_equal(was->text, text))
		return pull_reuse(p, was, shared);
	if (!pull_check_text(p, text, here) || !pull_account(p, sizeof(struct node) + text.length))
		return NULL;
	return node_new_string(p->s->arena, arena_str(p->s->arena, text), p->at);
}

static struct node *pull_integer(struct pull *p, lua_Integer value, const struct node *was, bool shared)
{
	struct node *n;

	if (node_is(was, node_int) && was->integer == value)
		return pull_reuse(p, was, shared);
	n = pull_fresh(p, node_int, p->at);
	if (n)
		n->integer = value;
	return n;
}

/* 10/2 is 5.0 in Lua, and Kubernetes wants 5: a float without a fraction becomes an integer. */
static struct node *pull_number(struct pull *p, int slot, const struct node *was, bool shared, const struct step *here)
{
	const double exact = 9007199254740992.0; /* 2^53: above it doubles skip integers */
	double value = lua_tonumber(p->L, slot);
	struct node *n;

	if (lua_isinteger(p->L, slot))
		return pull_integer(p, lua_tointeger(p->L, slot), was, shared);
	if (node_is(was, node_float) && was->number == value)
		return pull_reuse(p, was, shared);
	if (!isfinite(value))
		return pull_refuse(p, here, diag_E0506, "%s cannot be part of an object",
				   isnan(value) ? "not-a-number" : "infinity");
	if (value >= -exact && value <= exact && value == trunc(value))
		return pull_integer(p, (lua_Integer)value, was, shared);
	n = pull_fresh(p, node_float, p->at);
	if (n)
		n->number = value;
	return n;
}

static struct node *pull_boolean(struct pull *p, bool value, const struct node *was, bool shared)
{
	struct node *n;

	if (node_is(was, node_bool) && was->boolean == value)
		return pull_reuse(p, was, shared);
	n = pull_fresh(p, node_bool, p->at);
	if (n)
		n->boolean = value;
	return n;
}

struct node *pull_scalar(struct pull *p, int slot, const struct node *was, bool shared, const struct step *here)
{
	switch (lua_type(p->L, slot)) {
	case LUA_TLIGHTUSERDATA:
		return node_is(was, node_null) ? pull_reuse(p, was, shared) : pull_fresh(p, node_null, p->at);
	case LUA_TBOOLEAN:
		return pull_boolean(p, lua_toboolean(p->L, slot), was, shared);
	case LUA_TNUMBER:
		return pull_number(p, slot, was, shared, here);
	case LUA_TSTRING:
		return pull_string(p, slot, was, shared, here);
	default:
		return pull_refuse(p, here, diag_E0506, "a %s cannot be part of an object", luaL_typename(p->L, slot));
	}
}
