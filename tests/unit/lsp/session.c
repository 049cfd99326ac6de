/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/lsp/session.h"

#include <string.h>

#include "compiler/lsp/rpc.h"
#include "lib/kube/json.h"

void session_begin(struct session *s, struct arena *a)
{
	fake_io_init(&s->files);
	lsp_init(&s->server, &s->files.io, STR_NONE, STR_NONE);
	s->arena = a;
}

void session_release(struct session *s)
{
	lsp_release(&s->server);
}

struct str session_bodies(struct session *s, struct buf *sent)
{
	struct str out = STR(""), body;
	struct rpc rpc;

	rpc_init(&rpc);
	rpc_feed(&rpc, buf_str(sent));
	while (rpc_next(&rpc, &body) == rpc_message) {
		assert_true(json_check(body));
		out = arena_format(s->arena, "%.*s%.*s\n", STR_ARG(out), STR_ARG(body));
	}
	assert_int_equal(rpc.taken, sent->length);
	rpc_release(&rpc);
	buf_release(sent);
	return str_trim(out);
}

struct str session_send(struct session *s, const char *message)
{
	struct buf out;

	buf_init(&out, 1 << 24);
	lsp_take(&s->server, str_from(message), &out);
	return session_bodies(s, &out);
}

struct str session_settle(struct session *s)
{
	struct buf out;

	buf_init(&out, 1 << 24);
	lsp_settle(&s->server, &out);
	return session_bodies(s, &out);
}

void session_initialize(struct session *s)
{
	session_send(s, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{}}");
}

static struct str quoted(struct session *s, const char *text)
{
	struct str out;
	struct buf b;

	buf_init(&b, 1 << 24);
	json_quote(&b, str_from(text));
	out = arena_str(s->arena, buf_str(&b));
	buf_release(&b);
	return out;
}

struct str session_open(struct session *s, const char *name, const char *text)
{
	session_send(s, arena_format(s->arena,
				     "{\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":{\"uri\":\"file:///work/%s\","
				     "\"text\":%s}}}",
				     name, quoted(s, text).data)
				.data);
	return session_settle(s);
}

struct str session_change(struct session *s, const char *name, const char *text)
{
	session_send(s, arena_format(s->arena,
				     "{\"method\":\"textDocument/didChange\",\"params\":{\"textDocument\":{\"uri\":\"file:///work/%s\"},"
				     "\"contentChanges\":[{\"text\":\"\"},{\"text\":%s}]}}",
				     name, quoted(s, text).data)
				.data);
	return session_settle(s);
}

struct str session_ask(struct session *s, const char *method, const char *name, const char *marked)
{
	const char *mark = strchr(marked, '|');
	struct str before = {marked, (size_t)(mark - marked)};
	struct text_position at = text_position_of(before, before.length, position_utf16);
	struct str text = arena_join(s->arena, before, str_from(mark + 1)), answer;

	session_open(s, name, text.data);
	answer = session_send(s, arena_format(s->arena,
					      "{\"id\":\"q\",\"method\":\"textDocument/%s\",\"params\":{\"textDocument\":{\"uri\":"
					      "\"file:///work/%s\"},\"position\":{\"line\":%u,\"character\":%u}}}",
					      method, name, at.line, at.character)
					 .data);
	return arena_str(s->arena, json_get(answer, "result"));
}

struct str session_labels(struct session *s, const char *name, const char *marked)
{
	struct str items = json_get(session_ask(s, "completion", name, marked), "items"), item, label, out = STR("");

	while (json_next_item(&items, &item)) {
		assert_true(json_text(json_get(item, "label"), s->arena, &label));
		out = arena_format(s->arena, "%.*s%s%.*s", STR_ARG(out), out.length ? " " : "", STR_ARG(label));
	}
	return out;
}
