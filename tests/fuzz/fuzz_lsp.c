/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes as a file in an editor, asked about at places all over it, and as a stream of messages. Exercises compiler/lsp: every
 * answer is JSON, and word and document lie in the text.
 */
#include "compiler/lsp/lsp.h"
#include "compiler/lsp/outline.h"
#include "compiler/lsp/rpc.h"
#include "lib/kube/json.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/fake_io.h"

enum { places = 16 };

static void take(struct lsp *s, struct str message)
{
	struct str body;
	struct rpc sent;
	struct buf out;

	buf_init(&out, 1 << 26);
	lsp_take(s, message, &out);
	lsp_settle(s, &out);
	rpc_init(&sent);
	rpc_feed(&sent, buf_str(&out));
	while (rpc_next(&sent, &body) == rpc_message)
		FUZZ_CHECK(json_check(body), "%.*s", STR_ARG(body));
	rpc_release(&sent);
	buf_release(&out);
}

static void open_file(struct lsp *s, struct arena *a, const char *name, struct str text)
{
	struct str message;
	struct buf quoted;

	buf_init(&quoted, 1 << 24);
	json_quote(&quoted, text);
	message = arena_format(a, "{\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":{\"uri\":\"file:///work/%s\",\"text\":%.*s}}}",
			       name, STR_ARG(buf_str(&quoted)));
	buf_release(&quoted);
	take(s, message);
}

static void ask(struct lsp *s, struct arena *a, const char *method, const char *name, struct text_position at)
{
	take(s, arena_format(a,
			     "{\"id\":1,\"method\":\"textDocument/%s\",\"params\":{\"textDocument\":{\"uri\":\"file:///work/%s\"},"
			     "\"position\":{\"line\":%u,\"character\":%u}}}",
			     method, name, at.line, at.character));
}

static void check_place(struct str text, size_t offset, struct arena *a)
{
	struct text_position at = text_position_of(text, offset, position_bytes);
	struct outline o = outline_at(text, offset, a);

	FUZZ_CHECK(text_offset_of(text, at, position_bytes) == offset || text.data[offset - 1] == '\r', "%zu", offset);
	FUZZ_CHECK(o.document <= offset && o.word_start <= offset && o.word_start + o.word.length == offset, "%zu", offset);
	FUZZ_CHECK(outline_word_end(text, offset) >= offset, "%zu", offset);
}

static void edit(struct lsp *s, struct arena *a, const char *name, struct str text)
{
	open_file(s, a, name, text);
	for (size_t i = 0; i <= places; i++) {
		size_t offset = text.length * i / places;

		check_place(text, offset, a);
		ask(s, a, "hover", name, text_position_of(text, offset, position_utf16));
		ask(s, a, "completion", name, text_position_of(text, offset, position_utf16));
		ask(s, a, "definition", name, text_position_of(text, offset, position_utf16));
	}
}

static void release(void *payload)
{
	lsp_release(payload);
}

void fuzz_input(struct arena *a, struct str input)
{
	struct fake_io *files = arena_new(a, struct fake_io);
	struct lsp *s = arena_new(a, struct lsp);
	struct rpc stream;
	struct str message;

	fake_io_init(files);
	lsp_init(s, &files->io, STR_NONE, STR_NONE);
	arena_defer(a, release, s);
	take(s, STR("{\"id\":1,\"method\":\"initialize\",\"params\":{}}"));
	edit(s, a, "mpicc.yaml", input);
	edit(s, a, "job.yaml", input);
	take(s, input);
	rpc_init(&stream);
	rpc_feed(&stream, input);
	while (rpc_next(&stream, &message) == rpc_message)
		take(s, message);
	rpc_release(&stream);
}
