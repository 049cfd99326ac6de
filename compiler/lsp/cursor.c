/* SPDX-License-Identifier: Apache-2.0 */
/* A request's parameters -> the file and the place in it that are meant. */
#include "compiler/lsp/lsp_inside.h"
#include "compiler/lsp/uri.h"
#include "compiler/spec/project.h"

bool is_project_file(struct str path)
{
	return str_is(path_name(path), PROJECT_FILE);
}

/* A line that begins with `key`, up to the end of the document. */
static struct str line_of(struct str text, size_t from, const char *key)
{
	struct str rest = str_slice(text, from, text.length), line;

	while (str_cut(&rest, '\n', &line)) {
		if (str_starts(line, "---") && line.data != text.data + from)
			break;
		if (str_starts(line, key))
			return line;
	}
	return STR_NONE;
}

bool is_compact_job(struct str text, size_t document)
{
	struct str version = line_of(text, document, "apiVersion:");

	version = str_trim(str_slice(version, sizeof("apiVersion:") - 1, version.length));
	return version.length == 0 || str_starts(version, "mpicc.dev/") || str_starts(version, "\"mpicc.dev/");
}

/* Negative and absent numbers are 0: an editor that sends them is wrong about something, but not about the file. */
static uint32_t number(struct str raw)
{
	int64_t value;

	return json_integer(raw, &value) && value > 0 && value < UINT32_MAX ? (uint32_t)value : 0;
}

bool cursor_find(struct lsp *s, struct str params, bool whole_word, struct arena *a, struct cursor *out)
{
	struct str uri, line, character;
	const struct json_field fields[] = {
		{"textDocument.uri", &uri}, {"position.line", &line}, {"position.character", &character}};

	*out = (struct cursor){0};
	if (json_pick(params, fields, 3) < 0 || !json_text(uri, a, &uri) || !uri_to_path(uri, a, &out->path))
		return false;
	if (!documents_text(&s->documents, out->path, a, &out->text))
		return false;
	out->offset = text_offset_of(out->text, (struct text_position){number(line), number(character)}, s->unit);
	out->file = is_project_file(out->path) ? row_project : row_job;
	out->outline = outline_at(out->text, whole_word ? outline_word_end(out->text, out->offset) : out->offset, a);
	return out->file == row_project || is_compact_job(out->text, out->outline.document);
}

struct str cursor_path(const struct cursor *c, struct arena *a)
{
	const struct outline *o = &c->outline;

	if (!o->in_key || !o->word.length)
		return o->path;
	return arena_format(a, "%.*s%s%.*s", STR_ARG(o->path), o->path.length ? "." : "", STR_ARG(o->word));
}

void add_range(struct lsp *s, struct buf *out, struct place at)
{
	struct str text = at.source ? at.source->text : STR_NONE;
	struct text_position start = text_position_of(text, at.offset, s->unit);
	struct text_position end = text_position_of(text, (size_t)at.offset + at.length, s->unit);

	buf_printf(out, "{\"start\":{\"line\":%u,\"character\":%u},\"end\":{\"line\":%u,\"character\":%u}}", start.line, start.character,
		   end.line, end.character);
}

void add_location(struct lsp *s, struct buf *out, struct place at, struct arena *a)
{
	buf_puts(out, "{\"uri\":");
	json_quote(out, uri_from_path(path_normalise(at.source->name, a), a));
	buf_puts(out, ",\"range\":");
	add_range(s, out, at);
	buf_putc(out, '}');
}
