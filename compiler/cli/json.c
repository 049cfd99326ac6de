/* SPDX-License-Identifier: Apache-2.0 */
/* A tree -> indented JSON; scalars and keys by the emitter of the canonical form. */
#include "compiler/cli/json.h"

#include "compiler/cli/text.h"
#include "compiler/emit/emit.h"
#include "lib/base/utf8.h"

enum { json_indent = 2 };

struct str json_utf8(struct arena *a, struct str text)
{
	uint32_t character;
	size_t at = 0, length;

	while (at < text.length && (length = utf8_decode(text, at, &character)))
		at += length;
	if (at == text.length)
		return text;
	return arena_join(a, arena_join(a, str_slice(text, 0, at), STR("\xEF\xBF\xBD")),
			  json_utf8(a, str_slice(text, at + 1, text.length)));
}

static int write_node(const struct node *n, unsigned depth, struct buf *out, struct error *err);

static void begin_line(struct buf *out, unsigned depth)
{
	buf_putc(out, '\n');
	text_spaces(out, depth * json_indent);
}

static int write_map(const struct node *n, unsigned depth, struct buf *out, struct error *err)
{
	buf_putc(out, '{');
	for (uint32_t i = 0; i < n->member_count; i++) {
		struct node key = {.kind = node_string, .text = n->members[i].key};

		buf_puts(out, i ? "," : "");
		begin_line(out, depth + 1);
		if (emit_json(&key, out, err) < 0)
			return -1;
		buf_puts(out, ": ");
		if (write_node(n->members[i].value, depth + 1, out, err) < 0)
			return -1;
	}
	begin_line(out, depth);
	buf_putc(out, '}');
	return 0;
}

static bool is_collection(const struct node *n)
{
	return n->kind == node_map || n->kind == node_list;
}

/* Lists of scalars stand on one line. */
static int write_list(const struct node *n, unsigned depth, struct buf *out, struct error *err)
{
	bool lines = is_collection(n->items[0]);

	buf_putc(out, '[');
	for (uint32_t i = 0; i < n->item_count; i++) {
		buf_puts(out, !i ? "" : lines ? "," : ", ");
		if (lines)
			begin_line(out, depth + 1);
		if (write_node(n->items[i], depth + 1, out, err) < 0)
			return -1;
	}
	if (lines)
		begin_line(out, depth);
	buf_putc(out, ']');
	return 0;
}

static int write_node(const struct node *n, unsigned depth, struct buf *out, struct error *err)
{
	if (depth > emit_max_depth)
		return error_set(err, error_bug, "a tree is too deep for JSON");
	if (n->kind == node_map && n->member_count)
		return write_map(n, depth, out, err);
	if (n->kind == node_list && n->item_count)
		return write_list(n, depth, out, err);
	return emit_json(n, out, err);
}

int json_write(const struct node *n, struct buf *out, struct error *err)
{
	return write_node(n, 0, out, err);
}

int json_print(struct cli *cli, const struct node *n)
{
	struct buf *text = cli_buf(cli);
	struct error err;

	if (json_write(n, text, &err) < 0)
		return cli_error(cli, &err);
	buf_putc(text, '\n');
	return cli_print(cli, text);
}
