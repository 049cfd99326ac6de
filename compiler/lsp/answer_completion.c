/* SPDX-License-Identifier: Apache-2.0 */
/* Completion: the keys that may stand at the cursor, or the values of the field it is in. */
#include "compiler/flavour/flavour.h"
#include "compiler/lsp/lsp_inside.h"
#include "compiler/spec/project.h"
#include "compiler/spec/spec.h"

/* CompletionItemKind of the protocol. */
enum item_kind { item_field = 5, item_module = 9, item_value = 12 };

struct items {
	struct lsp *s;
	const struct cursor *cursor;
	struct arena *arena;
	struct buf *out;
	uint32_t count;
};

/* Replaces the word that stands there, so that an editor need not guess where it begins. */
static void add_item(struct items *list, enum item_kind kind, struct str label, struct str text, const char *detail, const char *doc)
{
	const struct cursor *c = list->cursor;
	struct source source = {source_file, c->path, c->text};
	size_t start = c->outline.word_start;

	buf_printf(list->out, "%s{\"kind\":%d,\"label\":", list->count++ ? "," : "", (int)kind);
	json_quote(list->out, label);
	buf_puts(list->out, ",\"detail\":");
	json_quote(list->out, str_from(detail));
	if (doc) {
		buf_puts(list->out, ",\"documentation\":");
		json_quote(list->out, str_from(doc));
	}
	buf_puts(list->out, ",\"textEdit\":{\"range\":");
	add_range(list->s, list->out, (struct place){&source, (uint32_t)start, (uint32_t)(c->offset - start)});
	buf_puts(list->out, ",\"newText\":");
	json_quote(list->out, text);
	buf_puts(list->out, "}}");
}

/* What follows a key that is chosen: nothing where its colon stands already, and a group goes on in the next line. */
static const char *after_key(const struct cursor *c, bool group)
{
	size_t end = outline_word_end(c->text, c->offset);

	if (end < c->text.length && c->text.data[end] == ':')
		return "";
	return group && !c->outline.flow ? ":" : ": ";
}

static void add_key(struct items *list, const struct field_table *table, struct str prefix, struct str key)
{
	struct str path = arena_join(list->arena, prefix, key);
	const struct field *field = field_find(table, path);

	add_item(list, field ? item_field : item_module, key, arena_format(list->arena, "%.*s%s", STR_ARG(key), after_key(list->cursor, !field)),
		 field ? field->type->name : "group", field ? field->doc : NULL);
}

static void add_environment_keys(struct items *list)
{
	uint32_t count;
	const struct str *keys = project_environment_keys(&count);

	for (uint32_t i = 0; i < count; i++)
		add_key(list, &project_table, STR(""), keys[i]);
}

/* `parent` is the path of the map that the key will stand in. */
static void add_keys(struct items *list, struct str parent)
{
	struct str inside = arena_format(list->arena, "%.*s%sx", STR_ARG(parent), parent.length ? "." : "");
	struct row row = row_find(list->cursor->file, inside);
	struct str prefix = str_slice(row.path, 0, row.path.length ? row.path.length - 1 : 0);
	struct str *keys = arena_array(list->arena, struct str, row.table->count);
	uint32_t count;

	if (!row.path.length)
		return;
	if (row.of_environment && !prefix.length) {
		add_environment_keys(list);
		return;
	}
	count = field_keys_in(row.table, prefix, keys);
	for (uint32_t i = 0; i < count; i++)
		add_key(list, row.table, prefix, keys[i]);
}

static void add_value(struct items *list, const struct field *field, struct str value)
{
	bool usual = field->fallback && str_is(value, field->fallback);

	add_item(list, item_value, value, value, usual ? "default" : field->path, NULL);
}

static void add_flavours(struct items *list, const struct field *field)
{
	struct str *names;
	uint32_t count = flavour_builtin(list->arena, &names);

	for (uint32_t i = 0; i < count; i++)
		add_value(list, field, names[i]);
}

static void add_values(struct items *list, const struct field *field)
{
	for (uint32_t i = 0; field->choices && field->choices[i]; i++)
		if (*field->choices[i])
			add_value(list, field, str_from(field->choices[i]));
	if (field->type == &field_bool) {
		add_value(list, field, STR("true"));
		add_value(list, field, STR("false"));
	}
	if (field->type == &field_flavour)
		add_flavours(list, field);
	if (field->type == &field_keys) {
		add_value(list, field, STR("controller"));
		add_value(list, field, STR("existing/"));
	}
}

void answer_completion(struct lsp *s, struct str params, struct arena *a, struct buf *out)
{
	struct cursor c;
	struct items list = {.s = s, .cursor = &c, .arena = a, .out = out};
	struct row row;

	buf_puts(out, "{\"isIncomplete\":false,\"items\":[");
	if (cursor_find(s, params, false, a, &c)) {
		row = row_find(c.file, c.outline.path);
		if (c.outline.in_key)
			add_keys(&list, c.outline.path);
		else if (row.field && str_is(row.path, row.field->path))
			add_values(&list, row.field);
	}
	buf_puts(out, "]}");
}
