/* SPDX-License-Identifier: Apache-2.0 */
/* Hover: what the table says about the field, and what mpicc.yaml sets it to. */
#include "compiler/lsp/lsp_inside.h"
#include "compiler/spec/project.h"
#include "lib/base/scratch.h"

static void add_default(struct buf *out, const struct default_place *d)
{
	const struct source *source = d->value.source;
	struct str value = str_slice(source->text, d->value.offset, (size_t)d->value.offset + d->value.length), line;

	str_cut(&value, '\n', &line);
	buf_printf(out, "\n`%.*s%s` by `%.*s` in %.*s, line %u\n", STR_ARG(line), value.data ? " …" : "", STR_ARG(d->layer),
		   STR_ARG(path_name(source->name)), source_position(source, d->key.offset).line);
}

static void add_text(struct lsp *s, const struct cursor *c, const struct field *field, struct arena *a, struct buf *out)
{
	struct default_place places[default_place_max];
	uint32_t count = 0;

	field_explain(out, field);
	if (c->file == row_job)
		count = defaults_find(s, c->path, str_from(field->path), a, places);
	for (uint32_t i = 0; i < count; i++)
		add_default(out, &places[i]);
}

void answer_hover(struct lsp *s, struct str params, struct arena *a, struct buf *out)
{
	struct cursor c;
	struct row row = {0};
	struct buf *text = scratch_buf(a, 1 << 20);

	if (cursor_find(s, params, true, a, &c))
		row = row_find(c.file, cursor_path(&c, a));
	if (!row.field) {
		buf_puts(out, "null");
		return;
	}
	add_text(s, &c, row.field, a, text);
	buf_puts(out, "{\"contents\":{\"kind\":\"markdown\",\"value\":");
	json_quote(out, buf_str(text));
	buf_puts(out, "}}");
	out->failed |= text->failed;
}
