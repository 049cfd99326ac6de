/* SPDX-License-Identifier: Apache-2.0 */
/* What the table of fields says to people and editors: JSON Schema, Markdown, explain. */
#include "compiler/spec/field.h"

#include "lib/read/read.h"
#include "lib/base/buf.h"

/* A type's schema text as a tree. The texts are ours: a mistake in one shows in the unit test over all types. */
static struct node *type_schema(struct arena *a, const struct field_type *type)
{
	struct source *source = source_new(a, source_default, str_from(type->name), str_from(type->schema));
	struct document_list documents = {0};
	struct diag_list diags;

	diag_list_init(&diags, a);
	if (!read_documents(source, a, &diags, &documents) || documents.count != 1)
		return node_new(a, node_map, PLACE_NONE);
	return documents.items[0];
}

static void add_choices(struct arena *a, struct node *schema, const char *const *choices)
{
	struct node *list = node_ensure_list(a, schema, "enum");

	for (; *choices; choices++)
		if (**choices)
			node_add_text(a, list, str_from(*choices));
}

static struct node *row_schema(struct arena *a, const struct field *row)
{
	struct node *schema = type_schema(a, row->type);
	bool integer = str_is(node_text(node_get(schema, "type")), "integer");

	if (row->choices)
		add_choices(a, schema, row->choices);
	if (integer && row->maximum > row->minimum) {
		node_put(a, schema, "minimum", node_new_int(a, row->minimum, PLACE_NONE));
		node_put(a, schema, "maximum", node_new_int(a, row->maximum, PLACE_NONE));
	}
	node_put_text(a, schema, "description", str_from(row->doc));
	if (row->fallback)
		node_put_text(a, schema, "$comment", arena_format(a, "default: %s", row->fallback));
	return schema;
}

/* The object schema that the row's last component stands in; made on the way. */
static struct node *row_parent(struct arena *a, struct node *root, struct str *path)
{
	struct node *at = root;
	size_t dot;

	while ((dot = str_find(*path, '.')) != SIZE_MAX) {
		struct node *properties = node_ensure_map(a, at, "properties");
		struct str key = str_slice(*path, 0, dot);
		struct node *group = node_get_str(properties, key);

		if (!group) {
			group = node_new(a, node_map, PLACE_NONE);
			node_put_text(a, group, "type", STR("object"));
			node_put(a, group, "additionalProperties", node_new_bool(a, false, PLACE_NONE));
			node_set(a, properties, key, group);
		}
		at = group;
		*path = str_slice(*path, dot + 1, path->length);
	}
	return at;
}

struct node *field_schema(struct arena *a, const struct field_table *table, const char *title)
{
	struct node *root = node_new(a, node_map, PLACE_NONE);

	node_put_text(a, root, "$schema", STR("https://json-schema.org/draft/2020-12/schema"));
	node_put_text(a, root, "title", str_from(title));
	node_put_text(a, root, "type", STR("object"));
	node_put(a, root, "additionalProperties", node_new_bool(a, false, PLACE_NONE));
	for (unsigned i = 0; i < table->count; i++) {
		const struct field *row = &table->rows[i];
		struct str path = str_from(row->path);
		struct node *parent = row_parent(a, root, &path);

		node_set(a, node_ensure_map(a, parent, "properties"), path, row_schema(a, row));
		if (row->required && parent == root)
			node_add_text(a, node_ensure_list(a, parent, "required"), path);
	}
	return root;
}

static void add_default(struct buf *out, const struct field *field)
{
	if (field->required)
		buf_puts(out, "required");
	else if (field->fallback)
		buf_printf(out, "default `%s`", field->fallback);
	else
		buf_puts(out, "optional");
}

static void add_choices_text(struct buf *out, const struct field *field)
{
	const char *separator = "";

	for (unsigned i = 0; field->choices && field->choices[i]; i++) {
		if (!*field->choices[i])
			continue;
		buf_printf(out, "%s`%s`", separator, field->choices[i]);
		separator = ", ";
	}
	if (field->choices)
		return;
	buf_puts(out, field->type->form);
	if (str_is(str_from(field->type->name), "integer"))
		buf_printf(out, ", %lld to %lld", (long long)field->minimum, (long long)field->maximum);
}

void field_markdown(struct buf *out, const struct field_table *table)
{
	for (unsigned i = 0; i < table->count; i++) {
		const struct field *field = &table->rows[i];

		buf_printf(out, "### `%s`\n\n%s\n\n", field->path, field->doc);
		buf_printf(out, "*%s* (", field->type->name);
		add_choices_text(out, field);
		buf_puts(out, "), ");
		add_default(out, field);
		buf_printf(out, ".\n\n```yaml\n%s\n```\n\n", field->example);
	}
}

void field_explain(struct buf *out, const struct field *field)
{
	buf_printf(out, "%s: %s (", field->path, field->type->name);
	add_choices_text(out, field);
	buf_puts(out, "), ");
	add_default(out, field);
	buf_printf(out, "\n\n%s\n\n    %s\n", field->doc, field->example);
}
