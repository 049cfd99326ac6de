/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables -> tree: the way in, complaints with their path, and the memory of
 * the result. Fields are visited in the order in which they come out, so the
 * first complaint is always the same.
 */
#include "compiler/script/script_pull.h"

#include "lib/base/utf8.h"

static struct str path_text(struct pull *p, const struct step *here)
{
	struct arena *a = p->s->diags->arena;
	struct str up, key;

	if (!here->up)
		return STR_NONE;
	up = path_text(p, here->up);
	if (!here->key.data)
		return arena_format(a, "%.*s[%lld]", STR_ARG(up), (long long)here->index);
	key = script_clean(a, here->key);
	return arena_format(a, "%.*s%s%.*s", STR_ARG(up), up.length ? "." : "", STR_ARG(key));
}

struct node *pull_refuse(struct pull *p, const struct step *here, enum diag_code code, const char *format, ...)
{
	struct str path = path_text(p, here), text;
	va_list args;

	va_start(args, format);
	text = arena_vformat(p->s->diags->arena, format, args);
	va_end(args);
	script_diag(p->s, code, p->s->defined_line, "`%.*s`: %.*s", STR_ARG(path.length ? path : STR("result")), STR_ARG(text));
	return NULL;
}

bool pull_account(struct pull *p, size_t bytes)
{
	p->bytes += bytes;
	if (p->bytes <= p->s->limits.bytes)
		return true;
	p->s->stop = stop_memory;
	return false;
}

static size_t tree_bytes(const struct node *n)
{
	size_t bytes = sizeof(*n);

	if (n->kind == node_list)
		for (uint32_t i = 0; i < n->item_count; i++)
			bytes += tree_bytes(n->items[i]);
	if (n->kind == node_map)
		for (uint32_t i = 0; i < n->member_count; i++)
			bytes += sizeof(struct member) + tree_bytes(n->members[i].value);
	return bytes;
}

struct node *pull_reuse(struct pull *p, const struct node *was, bool shared)
{
	if (shared)
		return (struct node *)was;
	return pull_account(p, tree_bytes(was)) ? node_copy(p->s->arena, was) : NULL;
}

struct node *pull_fresh(struct pull *p, enum node_kind kind, struct place at)
{
	return pull_account(p, sizeof(struct node)) ? node_new(p->s->arena, kind, at) : NULL;
}

static bool text_is_clean(struct str text)
{
	uint32_t c;

	for (size_t at = 0, n; at < text.length; at += n) {
		if ((unsigned char)text.data[at] >= 0x20 && (unsigned char)text.data[at] < 0x7F) {
			n = 1;
			continue;
		}
		n = utf8_decode(text, at, &c);
		if (n == 0 || utf8_is_control(c))
			return false;
	}
	return true;
}

bool pull_check_text(struct pull *p, struct str text, const struct step *here)
{
	if (text_is_clean(text))
		return true;
	pull_refuse(p, here, diag_E0507, "the text is not UTF-8 or has control characters in it");
	return false;
}

struct node *pull_value(struct pull *p, int slot, const struct node *was, bool shared, const struct step *here)
{
	return lua_istable(p->L, slot) ? pull_table(p, slot, here) : pull_scalar(p, slot, was, shared, here);
}

struct node *tree_pull(struct script *s, enum node_kind empty)
{
	struct pull p = {.s = s, .L = s->L, .at = script_line(s, s->defined_line), .empty = empty};
	struct step root = {0};
	struct node *out = pull_value(&p, lua_gettop(s->L), NULL, false, &root);

	lua_settop(s->L, 0);
	if (!out && s->stop)
		script_report(s, LUA_OK);
	return out;
}
