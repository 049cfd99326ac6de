/* SPDX-License-Identifier: Apache-2.0 */
/* Compiles what is open and tells the editor, file by file, what is wrong. */
#include <string.h>

#include "compiler/compile.h"
#include "compiler/inputs.h"
#include "compiler/lsp/lsp_inside.h"
#include "compiler/lsp/rpc.h"
#include "compiler/lsp/uri.h"

/* A notification that editors show, for those about files have no place for it. */
#define NO_MEMORY                                                                                             \
	"{\"jsonrpc\":\"2.0\",\"method\":\"window/showMessage\",\"params\":{\"type\":1,\"message\":"   \
	"\"mpicc-yaml has no memory left to say what is wrong\"}}"

struct finding {
	struct str path;
	const struct diag *diag;
};

struct round {
	struct lsp *s;
	struct arena *arena;
	struct io io;
	struct finding *items;
	uint32_t count, capacity;
};

/* Editors open all kinds of YAML; only what says that it is a job is worth a word. */
static bool says_job(struct str text)
{
	return text.length && (memmem(text.data, text.length, "mpicc.dev/", 10) || memmem(text.data, text.length, "MPIJob", 6));
}

static bool known(const struct round *r, const struct finding *f)
{
	for (uint32_t i = 0; i < r->count; i++) {
		const struct finding *other = &r->items[i];

		if (other->diag->code == f->diag->code && other->diag->at.offset == f->diag->at.offset &&
		    str_equal(other->path, f->path) && str_equal(other->diag->message, f->diag->message))
			return true;
	}
	return false;
}

/* What stands nowhere is about the file that was compiled. Several files find the same mistake in mpicc.yaml. */
static void take(struct round *r, const struct diag_list *diags, struct str compiled)
{
	for (uint32_t i = 0; i < diags->count; i++) {
		const struct diag *d = &diags->items[i];
		const struct source *source = d->at.source;
		bool on_disk = source && str_starts(source->name, "/");
		struct finding found = {on_disk ? path_normalise(source->name, r->arena) : compiled, d};

		if (r->count >= diag_shown_max * document_max || known(r, &found))
			continue;
		arena_grow(r->arena, r->items, r->count, r->capacity);
		r->items[r->count++] = found;
	}
}

static void compile_document(struct round *r, const struct document *d)
{
	const struct compile_request request = {.io = &r->io, .inputs = &d->path, .input_count = 1,
						.environment = r->s->environment, .without_files = true,
						.project_file = is_project_file(d->path) ? d->path : r->s->project_file};
	struct diag_list diags;
	struct compile_result result;
	struct project project;
	struct error err;
	int failed;

	diag_list_init(&diags, r->arena);
	if (is_project_file(d->path))
		failed = inputs_project(&request, r->arena, &diags, &project, &err);
	else
		failed = compile(&request, r->arena, &diags, &result, &err);
	if (failed)
		diag_report(&diags, diag_E0305, PLACE_NONE, "%s", err.message);
	diag_sort(&diags);
	take(r, &diags, d->path);
}

static void add_related(struct round *r, struct buf *out, const struct diag *d)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < d->label_count; i++) {
		const struct diag_label *label = &d->labels[i];

		if (!label->at.source || !str_starts(label->at.source->name, "/"))
			continue;
		buf_puts(out, count++ ? ",{\"location\":" : ",\"relatedInformation\":[{\"location\":");
		add_location(r->s, out, label->at, r->arena);
		buf_puts(out, ",\"message\":");
		json_quote(out, label->text);
		buf_putc(out, '}');
	}
	buf_puts(out, count ? "]" : "");
}

static void add_diagnostic(struct round *r, struct buf *out, const struct finding *f)
{
	const struct diag *d = f->diag;
	const struct diag_code_info *info = diag_code_info(d->code);
	bool here = d->at.source && str_starts(d->at.source->name, "/");
	struct str message = d->message;

	if (d->help.length)
		message = arena_format(r->arena, "%.*s\n%.*s", STR_ARG(message), STR_ARG(d->help));
	buf_puts(out, "{\"range\":");
	add_range(r->s, out, here ? d->at : PLACE_NONE);
	buf_printf(out, ",\"severity\":%d,\"code\":\"%s\",\"source\":\"mpicc-yaml\",\"message\":", info->severity == diag_error ? 1 : 2,
		   info->name);
	json_quote(out, message);
	add_related(r, out, d);
	buf_putc(out, '}');
}

/* False: there was nothing to say, and nothing was said before. */
static bool tell(struct round *r, struct document *d, struct buf *body)
{
	uint32_t count = 0;

	buf_puts(body, "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/publishDiagnostics\",\"params\":{\"uri\":");
	json_quote(body, uri_from_path(d->path, r->arena));
	buf_puts(body, ",\"diagnostics\":[");
	for (uint32_t i = 0; i < r->count && count < diag_shown_max; i++) {
		if (!str_equal(r->items[i].path, d->path))
			continue;
		buf_puts(body, count++ ? "," : "");
		add_diagnostic(r, body, &r->items[i]);
	}
	buf_puts(body, "]}}");
	if (!count && !d->told && !d->open)
		return false;
	d->told = count > 0;
	return true;
}

/* False: memory ran out. */
static bool settle(struct round *r, struct buf *out, struct buf *body)
{
	struct documents *all = &r->s->documents;

	r->io = documents_io(all);
	for (uint32_t i = 0; i < all->count; i++) {
		const struct document *d = &all->items[i];

		if (d->open && (is_project_file(d->path) || (!str_ends(d->path, ".lua") && says_job(d->text))))
			compile_document(r, d);
	}
	for (uint32_t i = 0; i < r->count; i++)
		documents_need(all, r->items[i].path);
	for (uint32_t i = 0; i < all->count; i++) {
		buf_clear(body);
		if (!tell(r, &all->items[i], body))
			continue;
		if (body->failed) {
			all->items[i].told = true; /* so that the next time something is said in any case */
			return false;
		}
		rpc_send(out, buf_str(body));
	}
	return true;
}

static bool settle_guarded(struct lsp *s, struct arena *a, struct buf *out, struct buf *body)
{
	struct round r = {.s = s, .arena = a};
	jmp_buf oom;

	arena_init(a, &oom);
	return setjmp(oom) == 0 && settle(&r, out, body);
}

void lsp_settle(struct lsp *s, struct buf *out)
{
	struct arena a = {0};
	struct buf body;

	if (!s->changed || s->state != lsp_running)
		return;
	s->changed = false;
	buf_init(&body, rpc_message_max);
	if (!settle_guarded(s, &a, out, &body))
		rpc_send(out, STR(NO_MEMORY));
	buf_release(&body);
	arena_release(&a);
}
