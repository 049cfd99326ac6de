/* SPDX-License-Identifier: Apache-2.0 */
/* What the tables say to people is true: examples decode, schemas are schemas, defaults are values. */
#include <string.h>

#include "compiler/spec/project.h"
#include "lib/base/buf.h"
#include "tests/unit/spec/spec_case.h"
#include "tests/unit/spec/wrong_values.h"

static const struct field_table *const tables[] = {&spec_table, &project_table};

/* Big enough for either struct, zeroed. */
union decoded {
	struct spec spec;
	struct project project;
};

static void decode(struct spec_case *c, struct arena *a, const struct field_table *table, const struct node *document,
		   const struct node **nodes)
{
	union decoded *out = arena_new(a, union decoded);

	spec_case_init(c, a);
	c->ok = field_decode(&c->decoder, table, document, out, nodes);
	assert_int_equal(c->ok, c->diags.errors == 0);
}

#define FOR_EACH_ROW(table, row)                                                                                                 \
	for (size_t t_ = 0; t_ < 2; t_++)                                                                                        \
		for (const struct field_table *table = tables[t_]; table; table = NULL)                                          \
			for (const struct field *row = table->rows; row < table->rows + table->count; row++)

TEST(every_example_decodes_and_sets_its_field)
{
	FOR_EACH_ROW(table, row)
	{
		TEST_ARENA(a);
		const struct node *nodes[spec_field_count + project_field_count];
		struct spec_case c;

		decode(&c, &a, table, example_document(&a, table, row), nodes);
		if (c.diags.count)
			print_error("the example of %s: %s\n", row->path, row->example);
		assert_no_diags(&c.diags);
		assert_non_null(nodes[row - table->rows]);
	}
}

TEST(what_is_wrong_for_a_type_is_refused_everywhere)
{
	FOR_EACH_ROW(table, row)
	{
		TEST_ARENA(a);
		const struct node *nodes[spec_field_count + project_field_count];
		struct spec_case c;

		if (!wrong_value(row->type))
			fail_msg("%s: type `%s` has no wrong value", row->path, row->type->name);
		decode(&c, &a, table, wrong_document(&a, table, row), nodes);
		if (c.ok)
			fail_msg("%s takes %s", row->path, wrong_value(row->type));
	}
}

TEST(every_row_is_documented)
{
	FOR_EACH_ROW(table, row)
	{
		if (!strchr(row->doc, '.') || !row->type->name || !row->type->form || !strchr(row->example, ':'))
			fail_msg("%s: no doc or example", row->path);
		if (row->required && row->fallback)
			fail_msg("%s: required, and has a default", row->path);
		if ((row->type == &field_choice) != (row->choices != NULL))
			fail_msg("%s: choices belong to type choice", row->path);
		if ((row->type == &field_int || row->type == &field_duration) && row->maximum <= row->minimum)
			fail_msg("%s: no range", row->path);
		if (row->offset >= (table == &spec_table ? sizeof(struct spec) : sizeof(struct project)))
			fail_msg("%s: the slot is outside", row->path);
	}
}

TEST(paths_are_unique)
{
	FOR_EACH_ROW(table, row)
	{
		assert_ptr_equal(field_find(table, str_from(row->path)), row);
		for (const struct field *other = table->rows; other < row; other++)
			if (other->offset == row->offset)
				fail_msg("%s and %s have one slot", other->path, row->path);
	}
}

static const struct node *row_schema(const struct node *schema, const char *path)
{
	struct str rest = str_from(path), key;

	while (schema && str_cut(&rest, '.', &key))
		schema = node_get_str(node_get(schema, "properties"), key);
	return schema;
}

TEST(every_row_has_a_schema_of_its_type)
{
	TEST_ARENA(a);
	const struct node *schemas[2] = {field_schema(&a, tables[0], "job"), field_schema(&a, tables[1], "project")};

	FOR_EACH_ROW(table, row)
	{
		const struct node *schema = row_schema(schemas[t_], row->path);

		/* The type's own text did parse: more than what every row gets. */
		if (!node_get(schema, "type") && !node_get(schema, "oneOf"))
			fail_msg("%s: the schema says nothing of the type: %s", row->path, row->type->schema);
		assert_at(schema, "description", row->doc);
	}
}

TEST(a_schema_says_what_the_row_says)
{
	TEST_ARENA(a);
	const struct node *schema = spec_schema(&a);

	assert_at(schema, "$schema", "https://json-schema.org/draft/2020-12/schema");
	assert_at(schema, "title", "mpicc-yaml job file");
	assert_at(schema, "additionalProperties", "false");
	assert_tree(node_get(schema, "required"), "[apiVersion, kind, image]");
	assert_at(schema, "properties.workers.minimum", "0");
	assert_at(schema, "properties.workers.maximum", "100000");
	assert_tree(test_find(schema, "properties.clean.enum"), "[Running, All, None]");
	assert_tree(test_find(schema, "properties.imagePullPolicy.enum"), "[Always, IfNotPresent, Never]");
	assert_at(schema, "properties.launcher.type", "object");
	assert_at(schema, "properties.launcher.additionalProperties", "false");
	assert_at(schema, "properties.launcher.properties.ranks.type", "boolean");
	assert_at(schema, "properties.workers[$comment]", "default: 1");
	assert_at(schema, "properties.deadline.minimum", "(none)");
}

static struct str text_of(struct arena *a, void (*print)(struct buf *out))
{
	struct buf b;
	struct str out;

	buf_init(&b, 1 << 20);
	print(&b);
	assert_false(b.failed);
	out = arena_str(a, buf_str(&b));
	buf_release(&b);
	return out;
}

static void print_markdown(struct buf *out)
{
	field_markdown(out, &spec_table);
}

TEST(markdown_has_a_section_a_row)
{
	TEST_ARENA(a);
	struct str text = text_of(&a, print_markdown);
	unsigned sections = 0;

	for (const char *at = text.data; (at = strstr(at, "### `")); at++)
		sections++;
	assert_int_equal(sections, spec_field_count);
	assert_non_null(strstr(text.data, "### `clean`\n\ncleanPodPolicy."));
	assert_non_null(
		strstr(text.data, "*choice* (`Running`, `All`, `None`), default `Running`.\n\n```yaml\nclean: All\n```\n"));
	assert_non_null(strstr(text.data, "*integer* (a whole number, 0 to 100000), default `1`."));
	assert_non_null(strstr(text.data, "*string* (text), required."));
	assert_non_null(strstr(text.data, "*choice* (`Always`, `IfNotPresent`, `Never`), optional."));
}

static void print_ranks(struct buf *out)
{
	field_explain(out, field_find(&spec_table, STR("launcher.ranks")));
}

TEST(explain_tells_one_field)
{
	TEST_ARENA(a);

	assert_str(text_of(&a, print_ranks),
		   "launcher.ranks: boolean (true or false), default `false`\n\n"
		   "Whether the launcher hosts ranks too, as many as a worker.\n\n    launcher: {ranks: true}\n");
}
