/* SPDX-License-Identifier: Apache-2.0 */
/* Messages -> the state of the server, and answers. The table says who answers what. */
#include "compiler/lsp/lsp.h"

#include "compiler/lsp/lsp_inside.h"
#include "compiler/lsp/rpc.h"
#include "compiler/lsp/uri.h"
#include "lib/base/scratch.h"

/* Of JSON-RPC and the protocol. */
enum { error_parse = -32700, error_request = -32600, error_method = -32601, error_internal = -32603, error_not_running = -32002 };

struct call {
	struct str id, method, params; /* raw JSON; without an id it is a notification */
};

void lsp_init(struct lsp *s, const struct io *io, struct str environment, struct str project_file)
{
	*s = (struct lsp){.documents = {.below = io}, .environment = environment, .project_file = project_file};
}

void lsp_release(struct lsp *s)
{
	documents_release(&s->documents);
}

/* {"positionEncodings":["utf-8","utf-16"]}: bytes are what we count in. */
static void choose_unit(struct lsp *s, struct str params)
{
	struct str encodings, item;
	const struct json_field field = {"capabilities.general.positionEncodings", &encodings};

	s->unit = position_utf16;
	if (json_pick(params, &field, 1) < 0)
		return;
	while (json_next_item(&encodings, &item))
		if (json_is(item, "utf-8"))
			s->unit = position_bytes;
}

static void answer_initialize(struct lsp *s, struct str params, struct arena *a, struct buf *out)
{
	(void)a;
	choose_unit(s, params);
	s->state = lsp_running;
	buf_printf(out,
		   "{\"capabilities\":{\"positionEncoding\":\"%s\",\"textDocumentSync\":{\"openClose\":true,\"change\":1,\"save\":true},"
		   "\"hoverProvider\":true,\"definitionProvider\":true,\"completionProvider\":{\"triggerCharacters\":[\":\",\" \",\"{\"]}},"
		   "\"serverInfo\":{\"name\":\"mpicc-yaml\"}}",
		   s->unit == position_bytes ? "utf-8" : "utf-16");
}

static void answer_shutdown(struct lsp *s, struct str params, struct arena *a, struct buf *out)
{
	(void)params, (void)a;
	s->state = lsp_shut_down;
	buf_puts(out, "null");
}

/* The document a notification is about, made if `make`; NULL: not a file, or too many. */
static struct document *document_of(struct lsp *s, struct str params, bool make, struct arena *a)
{
	struct str uri, path;
	const struct json_field field = {"textDocument.uri", &uri};

	if (json_pick(params, &field, 1) < 0 || !json_text(uri, a, &uri) || !uri_to_path(uri, a, &path))
		return NULL;
	return make ? documents_need(&s->documents, path) : documents_find(&s->documents, path);
}

static void note_open(struct lsp *s, struct str params, struct arena *a)
{
	struct document *d = document_of(s, params, true, a);
	struct str text;
	const struct json_field field = {"textDocument.text", &text};

	if (d && json_pick(params, &field, 1) == 0 && json_text(text, a, &text))
		document_open(d, text);
	s->changed = true;
}

/* Whole texts only, as we said: the last one counts. */
static void note_change(struct lsp *s, struct str params, struct arena *a)
{
	struct document *d = document_of(s, params, false, a);
	struct str changes, item, text;
	const struct json_field field = {"contentChanges", &changes};

	if (!d || !d->open || json_pick(params, &field, 1) < 0)
		return;
	while (json_next_item(&changes, &item))
		if (json_text(json_get(item, "text"), a, &text))
			document_open(d, text);
	s->changed = true;
}

static void note_close(struct lsp *s, struct str params, struct arena *a)
{
	struct document *d = document_of(s, params, false, a);

	if (d)
		document_close(d);
	s->changed = true;
}

/* Files that are not open may have changed. */
static void note_files(struct lsp *s, struct str params, struct arena *a)
{
	(void)params, (void)a;
	s->changed = true;
}

static void note_exit(struct lsp *s, struct str params, struct arena *a)
{
	(void)params, (void)a;
	s->orderly = s->state == lsp_shut_down;
	s->state = lsp_ended;
}

static const struct {
	const char *method;
	void (*answer)(struct lsp *s, struct str params, struct arena *a, struct buf *out);
} requests[] = {
	{"initialize", answer_initialize},	      {"shutdown", answer_shutdown},
	{"textDocument/hover", answer_hover},	      {"textDocument/completion", answer_completion},
	{"textDocument/definition", answer_definition},
};

static const struct {
	const char *method;
	void (*note)(struct lsp *s, struct str params, struct arena *a);
} notifications[] = {
	{"textDocument/didOpen", note_open},   {"textDocument/didChange", note_change}, {"textDocument/didClose", note_close},
	{"textDocument/didSave", note_files},  {"workspace/didChangeWatchedFiles", note_files}, {"exit", note_exit},
};

/* What is sent when there is no memory to say it. */
#define NO_MEMORY "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32603,\"message\":\"no memory\"}}"

static void send_error(struct buf *out, struct str id, int code, const char *message)
{
	struct buf body;

	buf_init(&body, rpc_message_max);
	buf_printf(&body, "{\"jsonrpc\":\"2.0\",\"id\":%.*s,\"error\":{\"code\":%d,\"message\":\"%s\"}}", STR_ARG(id), code, message);
	rpc_send(out, body.failed ? STR(NO_MEMORY) : buf_str(&body));
	buf_release(&body);
}

/* Before `initialize` and after `shutdown` nothing is answered. */
static int refusal(const struct lsp *s, bool initialize)
{
	if (s->state == lsp_new && !initialize)
		return error_not_running;
	return s->state == lsp_running && initialize ? error_request : s->state > lsp_running ? error_request : 0;
}

static void answer(struct lsp *s, const struct call *call, struct arena *a, struct buf *out)
{
	int refused = refusal(s, json_is(call->method, "initialize"));
	struct buf *body = scratch_buf(a, rpc_message_max);

	if (refused) {
		send_error(out, call->id, refused, "the server is not running");
		return;
	}
	for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++) {
		if (!json_is(call->method, requests[i].method))
			continue;
		buf_printf(body, "{\"jsonrpc\":\"2.0\",\"id\":%.*s,\"result\":", STR_ARG(call->id));
		requests[i].answer(s, call->params, a, body);
		buf_putc(body, '}');
		if (body->failed)
			send_error(out, call->id, error_internal, "there is no room for the answer");
		else
			rpc_send(out, buf_str(body));
		return;
	}
	send_error(out, call->id, error_method, "there is no such method");
}

static void note(struct lsp *s, const struct call *call, struct arena *a)
{
	if (s->state != lsp_running && !json_is(call->method, "exit"))
		return;
	for (size_t i = 0; i < sizeof(notifications) / sizeof(*notifications); i++)
		if (json_is(call->method, notifications[i].method))
			notifications[i].note(s, call->params, a);
}

static void take(struct lsp *s, struct str message, struct arena *a, struct buf *out)
{
	struct call call = {0};
	const struct json_field fields[] = {{"id", &call.id}, {"method", &call.method}, {"params", &call.params}};

	if (!json_check(message)) {
		send_error(out, STR("null"), error_parse, "not JSON");
		return;
	}
	if (json_pick(message, fields, 3) < 0) {
		send_error(out, STR("null"), error_request, "not a request");
		return;
	}
	if (!call.method.length)
		return; /* an answer, and we ask nothing */
	if (call.id.length)
		answer(s, &call, a, out);
	else
		note(s, &call, a);
}

/* False: memory ran out. */
static bool take_guarded(struct lsp *s, struct str message, struct arena *a, struct buf *out)
{
	jmp_buf oom;

	arena_init(a, &oom);
	if (setjmp(oom))
		return false;
	take(s, message, a, out);
	return true;
}

void lsp_take(struct lsp *s, struct str message, struct buf *out)
{
	struct arena a = {0};
	struct str id;

	if (!take_guarded(s, message, &a, out)) {
		id = json_get(message, "id");
		send_error(out, id.length ? id : STR("null"), error_internal, "no memory");
	}
	arena_release(&a);
}
