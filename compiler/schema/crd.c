/* SPDX-License-Identifier: Apache-2.0 */
/* Structural schemas (apiextensions.k8s.io/v1, JSONSchemaProps) -> tables. */
#include "compiler/schema/crd.h"

#include <math.h>

#include "compiler/schema/builder.h"

struct reader {
	struct builder builder;
	struct diag_list *diags;
};

static uint16_t read_schema(struct reader *r, const struct node *schema);

/* NULL: it is not there, or was reported to be something else. */
static const struct node *part(struct reader *r, const struct node *map, const char *key, enum node_kind kind)
{
	const struct node *n = node_get(map, key);

	if (!n || n->kind == node_null || n->kind == kind)
		return node_is(n, kind) ? n : NULL;
	diag_report(r->diags, diag_E0811, n->at, "`%s` must be %s, not %s", key,
		    kind == node_map	? "a map"
		    : kind == node_list ? "a list"
		    : kind == node_bool ? "true or false"
					: "a string",
		    node_kind_name(n->kind));
	return NULL;
}

static bool is_true(struct reader *r, const struct node *schema, const char *key)
{
	const struct node *n = part(r, schema, key, node_bool);

	return n && n->boolean;
}

/* A bound that is no integer says the same as the next one inside. */
static void bound(const struct node *schema, const char *key, const char *exclusive, bool low, int64_t *out)
{
	const struct node *n = node_get(schema, key), *e = node_get(schema, exclusive);
	bool strict = node_is(e, node_bool) && e->boolean;
	const double exact = 9007199254740992.0; /* 2^53 */

	if (node_is(n, node_int))
		*out = strict ? (low ? n->integer + (n->integer < INT64_MAX) : n->integer - (n->integer > INT64_MIN))
			      : n->integer;
	else if (node_is(n, node_float) && fabs(n->number) < exact)
		*out = (int64_t)(low ? ceil(n->number) : floor(n->number));
}

static void bounds(const struct node *schema, const char *low, const char *high, struct schema_type *type)
{
	bound(schema, low, "exclusiveMinimum", true, &type->low);
	bound(schema, high, "exclusiveMaximum", false, &type->high);
}

static struct schema_row plain_row(struct builder *b, struct str text)
{
	return (struct schema_row){.text = builder_text(b, text), .since = schema_version_min, .until = schema_version_max};
}

/* Choices that are no strings are left to the type. */
static uint16_t read_choices(struct reader *r, const struct node *values, struct schema_type type)
{
	struct schema_row *rows = arena_array(r->builder.arena, struct schema_row, values->item_count);
	uint32_t count = 0;

	for (uint32_t i = 0; i < values->item_count; i++)
		if (values->items[i]->kind == node_string)
			rows[count++] = plain_row(&r->builder, values->items[i]->text);
	type.format = count ? schema_choice : schema_none;
	return builder_type(&r->builder, type, rows, count);
}

static uint16_t read_string(struct reader *r, const struct node *schema)
{
	struct schema_type type = builder_plain(schema_string, schema_none);
	const struct node *choices = part(r, schema, "enum", node_list), *pattern = part(r, schema, "pattern", node_string);
	struct str format = node_text(part(r, schema, "format", node_string));

	if (choices)
		return read_choices(r, choices, type);
	if (str_is(format, "date-time"))
		type.format = schema_date_time;
	else if (str_is(format, "byte"))
		type.format = schema_byte;
	if (pattern)
		type.pattern = builder_pattern(&r->builder, pattern->text);
	bounds(schema, "minLength", "maxLength", &type);
	return builder_type(&r->builder, type, NULL, 0);
}

static uint16_t read_number(struct reader *r, const struct node *schema, enum schema_kind kind)
{
	bool small = str_is(node_text(part(r, schema, "format", node_string)), "int32");
	struct schema_type type = builder_plain(kind, small ? schema_int32 : schema_int64);

	bounds(schema, "minimum", "maximum", &type);
	return builder_type(&r->builder, type, NULL, 0);
}

static uint16_t read_int_or_string(struct reader *r, const struct node *schema)
{
	struct schema_type type = builder_plain(schema_int_or_string, schema_int64);
	const struct node *pattern = part(r, schema, "pattern", node_string);

	if (pattern)
		type.pattern = builder_pattern(&r->builder, pattern->text);
	return builder_type(&r->builder, type, NULL, 0);
}

/* A key that an item lacks has the default of its schema. */
static struct schema_row key_row(struct builder *b, const struct node *items, struct str key)
{
	struct schema_row row = plain_row(b, key);

	row.fallback = builder_text(b, node_text(node_get(node_get_str(node_get(items, "properties"), key), "default")));
	return row;
}

static uint16_t read_list(struct reader *r, const struct node *schema)
{
	const struct node *keys = part(r, schema, "x-kubernetes-list-map-keys", node_list),
			  *items = part(r, schema, "items", node_map);
	struct str kind = node_text(part(r, schema, "x-kubernetes-list-type", node_string));
	struct schema_type type = builder_plain(schema_list, schema_atomic);
	struct schema_row *rows = arena_array(r->builder.arena, struct schema_row, keys ? keys->item_count : 0);
	uint32_t count = 0;

	for (uint32_t i = 0; keys && i < keys->item_count; i++)
		if (node_is(keys->items[i], node_string))
			rows[count++] = key_row(&r->builder, items, keys->items[i]->text);
	if (str_is(kind, "set"))
		type.format = schema_set;
	else if (str_is(kind, "map") && count)
		type.format = schema_keyed;
	bounds(schema, "minItems", "maxItems", &type);
	type.item = items ? read_schema(r, items) : schema_type_any;
	return builder_type(&r->builder, type, rows, count);
}

static bool is_required(const struct node *required, struct str name)
{
	for (uint32_t i = 0; required && i < required->item_count; i++)
		if (str_equal(node_text(required->items[i]), name))
			return true;
	return false;
}

static struct schema_row read_field(struct reader *r, const struct member *m, const struct node *required)
{
	struct schema_row row = plain_row(&r->builder, m->key);

	if (m->value->kind != node_map) {
		diag_report(r->diags, diag_E0811, m->value->at, "the schema of `%.*s` must be a map", STR_ARG(m->key));
		return row;
	}
	row.type = read_schema(r, m->value);
	row.required = is_required(required, m->key) && !node_get(m->value, "default") ? schema_version_max : 0;
	return row;
}

/* What other members than the fields may be: 0 where there are none. */
static uint16_t read_other_members(struct reader *r, const struct node *schema)
{
	const struct node *others = node_get(schema, "additionalProperties");

	if (is_true(r, schema, "x-kubernetes-preserve-unknown-fields") || (node_is(others, node_bool) && others->boolean))
		return schema_type_any;
	return node_is(others, node_map) ? read_schema(r, others) : schema_type_none;
}

/* What every object has, whatever its schema says of it: a type with these fields in place of its own. */
static uint16_t with_object_fields(struct builder *b, uint16_t map)
{
	static const struct str names[] = {{"apiVersion", 10}, {"kind", 4}, {"metadata", 8}};
	struct schema_type type = b->types[map];
	struct schema_row *rows = arena_array(b->arena, struct schema_row, type.count + 3u);
	uint32_t count = 0;

	for (uint32_t i = 0; i < type.count; i++) {
		struct str name = str_from(b->texts + b->rows[type.rows + i].text);

		if (!str_equal(name, names[0]) && !str_equal(name, names[1]) && !str_equal(name, names[2]))
			rows[count++] = b->rows[type.rows + i];
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		rows[count] = plain_row(b, names[i]);
		rows[count++].type =
			builder_type(b, builder_plain(i == 2 ? schema_metadata : schema_string, schema_none), NULL, 0);
	}
	return builder_type(b, type, rows, count);
}

static uint16_t read_map(struct reader *r, const struct node *schema)
{
	const struct node *fields = part(r, schema, "properties", node_map), *required = part(r, schema, "required", node_list);
	struct schema_type type = builder_plain(schema_map, schema_none);
	uint32_t count = fields ? fields->member_count : 0;
	struct schema_row *rows = arena_array(r->builder.arena, struct schema_row, count);
	uint16_t map;

	for (uint32_t i = 0; i < count; i++)
		rows[i] = read_field(r, &fields->members[i], required);
	type.item = read_other_members(r, schema);
	map = builder_type(&r->builder, type, rows, count);
	return is_true(r, schema, "x-kubernetes-embedded-resource") ? with_object_fields(&r->builder, map) : map;
}

static uint16_t read_typed(struct reader *r, const struct node *schema, const struct node *type)
{
	struct str name = node_text(type);

	if (str_is(name, "object"))
		return read_map(r, schema);
	if (str_is(name, "array"))
		return read_list(r, schema);
	if (str_is(name, "string"))
		return read_string(r, schema);
	if (str_is(name, "integer") || str_is(name, "number"))
		return read_number(r, schema, str_is(name, "integer") ? schema_int : schema_number);
	if (str_is(name, "boolean"))
		return builder_type(&r->builder, builder_plain(schema_bool, schema_none), NULL, 0);
	diag_report(r->diags, diag_E0811, type->at, "a schema cannot have the type `%.*s`", STR_ARG(name));
	return schema_type_any;
}

static uint16_t read_schema(struct reader *r, const struct node *schema)
{
	const struct node *type = part(r, schema, "type", node_string);

	if (is_true(r, schema, "x-kubernetes-int-or-string"))
		return read_int_or_string(r, schema);
	return type ? read_typed(r, schema, type) : schema_type_any;
}

static void read_version(struct reader *r, const struct node *spec, const struct node *version)
{
	const struct node *schema = node_path(version, "schema.openAPIV3Schema"), *served = node_get(version, "served");
	struct builder *b = &r->builder;
	uint16_t root;

	if (node_is(served, node_bool) && !served->boolean)
		return;
	if (!node_is(schema, node_map) || !node_text(node_get(version, "name")).length) {
		diag_report(r->diags, diag_E0811, version->at, "a version needs `name` and `schema.openAPIV3Schema`");
		return;
	}
	root = read_schema(r, schema);
	if (b->types[root].kind == schema_map)
		root = with_object_fields(b, root);
	builder_object(b, (struct schema_object){
				  .group = builder_text(b, node_text(node_get(spec, "group"))),
				  .version = builder_text(b, node_text(node_get(version, "name"))),
				  .kind = builder_text(b, node_text(node_path(spec, "names.kind"))),
				  .type = root,
				  .since = schema_version_min,
				  .until = schema_version_max,
			  });
}

static void read_definition(struct reader *r, const struct node *document)
{
	const struct node *spec = part(r, document, "spec", node_map), *versions = part(r, spec, "versions", node_list);

	if (!node_text(node_get(spec, "group")).length || !node_text(node_path(spec, "names.kind")).length || !versions ||
	    versions->item_count == 0) {
		diag_report(r->diags, diag_E0811, document->at,
			    "a CustomResourceDefinition needs `group`, `names.kind` and `versions` in `spec`");
		return;
	}
	for (uint32_t i = 0; i < versions->item_count; i++)
		read_version(r, spec, versions->items[i]);
	if (r->builder.type_count > builder_types_max)
		diag_report(r->diags, diag_E0811, document->at, "the definitions of a file have more than %d types together",
			    builder_types_max);
}

bool crd_read(struct node *const *documents, uint32_t count, const struct source *file, const struct schema_set *next,
	      struct arena *a, struct diag_list *diags, struct schema_set *out)
{
	struct reader r = {.diags = diags};
	uint32_t before = diags->errors, found = 0;

	builder_init(&r.builder, a);
	for (uint32_t i = 0; i < count; i++) {
		if (!str_is(node_text(node_get(documents[i], "kind")), "CustomResourceDefinition"))
			continue;
		read_definition(&r, documents[i]);
		found++;
	}
	if (!found)
		diag_report(diags, diag_E0811, (struct place){file, 0, 0}, "there is no CustomResourceDefinition in this file");
	builder_finish(&r.builder, next, out);
	return diags->errors == before;
}
