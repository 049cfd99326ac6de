/* SPDX-License-Identifier: Apache-2.0 */
/* Go to definition: the lines of mpicc.yaml that set a field, and the Lua file that a value names. */
#include "compiler/lsp/lsp_inside.h"
#include "compiler/lsp/uri.h"

/* The path under the cursor when it names a Lua file that is there. */
static bool find_script(struct lsp *s, const struct cursor *c, struct arena *a, struct source *out)
{
	struct str word = str_trim(c->outline.word), text;
	struct str name;

	while (word.length && (word.data[0] == '"' || word.data[0] == '\''))
		word = str_slice(word, 1, word.length);
	if (c->outline.in_key || !str_ends(word, ".lua"))
		return false;
	name = path_normalise(path_beside(a, c->path, word), a);
	if (!documents_text(&s->documents, name, a, &text))
		return false;
	*out = (struct source){source_hook, name, text};
	return true;
}

static void add_defaults(struct lsp *s, const struct cursor *c, struct arena *a, struct buf *out)
{
	struct default_place places[default_place_max];
	struct row row = row_find(c->file, cursor_path(c, a));
	uint32_t count = 0;

	if (c->file == row_job && row.field)
		count = defaults_find(s, c->path, str_from(row.field->path), a, places);
	for (uint32_t i = 0; i < count; i++) {
		buf_puts(out, i ? "," : "");
		add_location(s, out, places[i].key, a);
	}
}

void answer_definition(struct lsp *s, struct str params, struct arena *a, struct buf *out)
{
	struct source script;
	struct cursor c;

	buf_putc(out, '[');
	if (cursor_find(s, params, true, a, &c)) {
		if (find_script(s, &c, a, &script))
			add_location(s, out, (struct place){&script, 0, 0}, a);
		else
			add_defaults(s, &c, a, out);
	}
	buf_putc(out, ']');
}
