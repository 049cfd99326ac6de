/* SPDX-License-Identifier: Apache-2.0 */
/* Trees -> canonical JSON: keys sorted bytewise, no blanks, the fewest escapes. */
#include <inttypes.h>
#include <math.h>

#include "compiler/emit/emit.h"
#include "compiler/emit/emit_number.h"
#include "compiler/emit/member_stack.h"
#include "lib/base/bytes8.h"
#include "lib/base/utf8.h"

struct json_emitter {
	struct buf *out;
	struct member_stack members;
	unsigned depth;
	struct error *err;
};

static int emit_node(struct json_emitter *e, const struct node *n);

static void put_escape(struct buf *out, char c)
{
	switch (c) {
	case '"':
		buf_puts(out, "\\\"");
		break;
	case '\\':
		buf_puts(out, "\\\\");
		break;
	case '\n':
		buf_puts(out, "\\n");
		break;
	case '\t':
		buf_puts(out, "\\t");
		break;
	case '\r':
		buf_puts(out, "\\r");
		break;
	default:
		buf_printf(out, "\\u%04x", (unsigned char)c);
	}
}

static bool needs_escape(char c)
{
	return (unsigned char)c < 0x20 || c == '"' || c == '\\';
}

/* Not printable ASCII, or what does not stand for itself. */
static inline uint64_t is_odd(uint64_t eight)
{
	return bytes8_below(eight, 0x20) | (eight & BYTES8_HIGH) | bytes8_equal(eight, '"') | bytes8_equal(eight, '\\');
}

static bool is_utf8(struct str s)
{
	uint32_t c;

	for (size_t i = 0, length; i < s.length; i += length) {
		length = (unsigned char)s.data[i] < 0x80 ? 1 : utf8_decode(s, i, &c);
		if (length == 0)
			return false;
	}
	return true;
}

static int emit_string(struct json_emitter *e, struct str s)
{
	bool simple = !bytes8_any(s, is_odd);
	size_t done = 0;
	char *room;

	if (!simple && !is_utf8(s))
		return error_set(e->err, error_bug, "a string is not UTF-8");
	if (simple && (room = buf_take_room(e->out, s.length + 2))) {
		room[0] = room[s.length + 1] = '"';
		memcpy(room + 1, s.length ? s.data : "", s.length);
		return 0;
	}
	buf_putc(e->out, '"');
	for (size_t i = 0; !simple && i < s.length; i++) {
		if (!needs_escape(s.data[i]))
			continue;
		buf_add(e->out, str_slice(s, done, i));
		put_escape(e->out, s.data[i]);
		done = i + 1;
	}
	buf_add(e->out, str_slice(s, done, s.length));
	buf_putc(e->out, '"');
	return 0;
}

static int emit_float(struct json_emitter *e, double value)
{
	char text[number_text_max];

	if (!isfinite(value))
		return error_set(e->err, error_bug, "a number is infinite or not a number");
	number_json(value, text);
	buf_puts(e->out, text);
	return 0;
}

static int emit_list(struct json_emitter *e, const struct node *n)
{
	buf_putc(e->out, '[');
	for (uint32_t i = 0; i < n->item_count; i++) {
		if (i)
			buf_putc(e->out, ',');
		if (emit_node(e, n->items[i]))
			return -1;
	}
	buf_putc(e->out, ']');
	return 0;
}

static int emit_map(struct json_emitter *e, const struct node *n)
{
	size_t base;

	if (!member_stack_push(&e->members, n, order_bytewise, &base))
		return error_no_memory(e->err);
	buf_putc(e->out, '{');
	for (uint32_t i = 0; i < n->member_count; i++) {
		const struct member *m = e->members.items[base + i];

		if (i)
			buf_putc(e->out, ',');
		if (emit_string(e, m->key))
			return -1;
		buf_putc(e->out, ':');
		if (emit_node(e, m->value))
			return -1;
	}
	buf_putc(e->out, '}');
	member_stack_pop(&e->members, base);
	return 0;
}

static int emit_kind(struct json_emitter *e, const struct node *n)
{
	switch (n->kind) {
	case node_null:
		return buf_puts(e->out, "null"), 0;
	case node_bool:
		return buf_puts(e->out, n->boolean ? "true" : "false"), 0;
	case node_int:
		return buf_printf(e->out, "%" PRId64, n->integer), 0;
	case node_float:
		return emit_float(e, n->number);
	case node_string:
		return emit_string(e, n->text);
	case node_list:
		return emit_list(e, n);
	case node_map:
		return emit_map(e, n);
	}
	return error_set(e->err, error_bug, "a node has no kind");
}

static int emit_node(struct json_emitter *e, const struct node *n)
{
	int failed;

	if (e->depth == emit_max_depth)
		return error_set(e->err, error_bug, "a tree is more than %d deep", emit_max_depth);
	e->depth++;
	failed = emit_kind(e, n);
	e->depth--;
	return failed;
}

int emit_json(const struct node *n, struct buf *out, struct error *err)
{
	struct json_emitter e = {.out = out, .err = err};
	size_t before = out->length;
	int failed = emit_node(&e, n);

	member_stack_release(&e.members);
	if (!failed && out->failed)
		failed = error_set(err, error_memory, "no memory for the output, or it is larger than %zu bytes", out->max);
	if (failed)
		out->length = before;
	return failed;
}
