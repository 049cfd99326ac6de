/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trees -> YAML, byte for byte what go-yaml v2 writes. Written out here rather
 * than through libyaml's emitter: that differs from go-yaml in which characters
 * it prints, and builds an event on the heap for each scalar.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "compiler/emit/emit.h"
#include "compiler/emit/emit_number.h"
#include "compiler/emit/member_stack.h"
#include "compiler/emit/yaml_writer.h"

struct yaml_emitter {
	struct yaml_writer w;
	struct member_stack members;
	unsigned depth;
	struct error *err;
};

static const struct str line_and_blanks = {"\n                                                                ", 65};

static void put_blanks(struct yaml_writer *w, int count)
{
	while (count > 0) {
		struct str part = str_slice(line_and_blanks, 1, (size_t)count + 1);

		buf_add(w->out, part);
		w->column += (int)part.length;
		count -= (int)part.length;
	}
}

void yaml_begin_line(struct yaml_writer *w)
{
	int indent = w->indent < 0 ? 0 : w->indent;

	if (!w->indention || w->column > indent || (w->column == indent && !w->whitespace)) {
		struct str part = str_slice(line_and_blanks, 0, (size_t)indent + 1);

		buf_add(w->out, part);
		w->column = (int)part.length - 1;
	}
	put_blanks(w, indent - w->column);
	w->whitespace = true;
	w->indention = true;
}

void yaml_put_indicator(struct yaml_writer *w, struct str text, bool needs_blank)
{
	if (needs_blank && !w->whitespace) {
		buf_add(w->out, STR(" "));
		w->column++;
	}
	buf_add(w->out, text);
	w->column += (int)text.length;
	w->whitespace = false;
}

static int emit_node(struct yaml_emitter *e, const struct node *n, bool in_map);

/* A level deeper; returns the indent to restore. */
static int indent_more(struct yaml_writer *w)
{
	int before = w->indent;

	w->indent = before < 0 ? 0 : before + yaml_indent;
	return before;
}

static int emit_member(struct yaml_emitter *e, const struct member *m)
{
	enum scalar_use use;

	yaml_begin_line(&e->w);
	if (!yaml_put_string(&e->w, m->key, true, &use))
		return error_set(e->err, error_bug, "a key is not UTF-8");
	if (use == scalar_long_key)
		yaml_begin_line(&e->w);
	yaml_put_indicator(&e->w, STR(":"), use == scalar_long_key);
	return emit_node(e, m->value, true);
}

static int emit_map(struct yaml_emitter *e, const struct node *n)
{
	int indent = indent_more(&e->w);
	size_t base;

	if (!member_stack_push(&e->members, n, order_natural, &base))
		return error_no_memory(e->err);
	for (size_t i = 0; i < n->member_count; i++)
		if (emit_member(e, e->members.items[base + i]))
			return -1;
	member_stack_pop(&e->members, base);
	e->w.indent = indent;
	return 0;
}

/* A list in a map is not indented, except after a long key. */
static int emit_list(struct yaml_emitter *e, const struct node *n, bool in_map)
{
	int indent = in_map && !e->w.indention ? e->w.indent : indent_more(&e->w);

	for (uint32_t i = 0; i < n->item_count; i++) {
		yaml_begin_line(&e->w);
		yaml_put_indicator(&e->w, STR("-"), true);
		if (emit_node(e, n->items[i], false))
			return -1;
	}
	e->w.indent = indent;
	return 0;
}

static int emit_int(struct yaml_emitter *e, int64_t value)
{
	char text[32];
	int n = snprintf(text, sizeof(text), "%" PRId64, value);

	yaml_put_word(&e->w, (struct str){text, (size_t)n});
	return 0;
}

static int emit_float(struct yaml_emitter *e, double value)
{
	char text[number_text_max];

	if (!isfinite(value))
		return error_set(e->err, error_bug, "a number is infinite or not a number");
	number_yaml(value, text);
	yaml_put_word(&e->w, str_from(text));
	return 0;
}

static int emit_string(struct yaml_emitter *e, struct str text)
{
	enum scalar_use use;

	if (!yaml_put_string(&e->w, text, false, &use))
		return error_set(e->err, error_bug, "a string is not UTF-8");
	return 0;
}

static int emit_empty(struct yaml_emitter *e, struct str brackets)
{
	yaml_put_indicator(&e->w, brackets, true);
	e->w.indention = false;
	return 0;
}

static int emit_kind(struct yaml_emitter *e, const struct node *n, bool in_map)
{
	switch (n->kind) {
	case node_null:
		return yaml_put_word(&e->w, STR("null")), 0;
	case node_bool:
		return yaml_put_word(&e->w, n->boolean ? STR("true") : STR("false")), 0;
	case node_int:
		return emit_int(e, n->integer);
	case node_float:
		return emit_float(e, n->number);
	case node_string:
		return emit_string(e, n->text);
	case node_list:
		return n->item_count ? emit_list(e, n, in_map) : emit_empty(e, STR("[]"));
	case node_map:
		return n->member_count ? emit_map(e, n) : emit_empty(e, STR("{}"));
	}
	return error_set(e->err, error_bug, "a node has no kind");
}

static int emit_node(struct yaml_emitter *e, const struct node *n, bool in_map)
{
	int failed;

	if (e->depth == emit_max_depth)
		return error_set(e->err, error_bug, "a tree is more than %d deep", emit_max_depth);
	e->depth++;
	failed = emit_kind(e, n, in_map);
	e->depth--;
	return failed;
}

int emit_yaml(const struct node *n, struct buf *out, struct error *err)
{
	struct yaml_emitter e = {.w = {.out = out, .indent = -1, .whitespace = true, .indention = true}, .err = err};
	size_t before = out->length;
	int failed = emit_node(&e, n, false);

	member_stack_release(&e.members);
	if (!failed)
		yaml_begin_line(&e.w);
	if (!failed && out->failed)
		failed = error_set(err, error_memory, "no memory for the output, or it is larger than %zu bytes", out->max);
	if (failed)
		out->length = before;
	return failed;
}
