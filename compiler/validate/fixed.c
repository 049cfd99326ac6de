/* SPDX-License-Identifier: Apache-2.0 */
/* Two states of an object beside its schema. What is fixed is a member of the object or of its spec. */
#include "compiler/validate/fixed.h"

#include "compiler/schema/schema.h"

static bool same_text(const struct node *a, const struct node *b, const char *path)
{
	return str_equal(node_text(node_path(a, path)), node_text(node_path(b, path)));
}

static bool same_object(const struct node *a, const struct node *b)
{
	return same_text(a, b, "apiVersion") && same_text(a, b, "kind") && same_text(a, b, "metadata.namespace") && same_text(a, b, "metadata.name");
}

/* A member that is null is none. */
static const struct node *member(const struct node *map, struct str name)
{
	const struct node *value = node_get_str(map, name);

	return node_is(value, node_null) ? NULL : value;
}

/* `prefix` is what the field is called within the object: "spec." or nothing. */
static void compare_field(const struct node *before, const struct node *after, const char *prefix, struct str name,
			  const struct node *object, struct diag_list *diags)
{
	const struct node *was = member(before, name), *is = member(after, name);
	struct str kind = node_text(node_get(object, "kind")), called = node_text(node_path(object, "metadata.name"));
	struct diag *d;

	if (was == is || (was && is && node_equal(was, is)))
		return;
	d = diag_report(diags, diag_W0652, is ? is->at : after->at, "`%s%.*s` of %.*s `%.*s` cannot be changed while the object is there", prefix,
			STR_ARG(name), STR_ARG(kind), STR_ARG(called));
	diag_help(diags, d, "give the object another name, or delete it in the cluster before this is applied");
}

static void compare_rows(const struct schema_type *type, const struct node *before, const struct node *after, const char *prefix,
			 const struct node *object, struct diag_list *diags)
{
	const struct schema_set *set = &schema_kubernetes;

	for (uint32_t i = 0; i < type->count; i++) {
		const struct schema_row *row = &set->rows[type->rows + i];

		if (row->fixed)
			compare_field(before, after, prefix, schema_text(set, row->text), object, diags);
	}
}

static void compare_spec(const struct schema_type *type, const struct node *before, const struct node *after, struct diag_list *diags)
{
	const struct schema_set *set = &schema_kubernetes;
	const struct schema_row *row = schema_row_find(set, type, STR("spec"));
	const struct node *was = node_get(before, "spec"), *is = node_get(after, "spec");

	if (row && node_is(was, node_map) && node_is(is, node_map))
		compare_rows(&set->types[row->type], was, is, "spec.", after, diags);
}

/* ValidateConfigMapUpdate, ValidateSecretUpdate (pkg/apis/core/validation, 1.34): `immutable` is for good. */
static void compare_immutable(const struct node *before, const struct node *after, struct diag_list *diags)
{
	static const char *const fields[] = {"immutable", "data", "binaryData", "stringData"};
	const struct node *immutable = node_get(before, "immutable");

	if (!node_is(immutable, node_bool) || !immutable->boolean)
		return;
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		compare_field(before, after, "", str_from(fields[i]), after, diags);
}

void fixed_check(const struct node *before, const struct node *after, struct diag_list *diags)
{
	const struct schema_set *set = &schema_kubernetes;
	const struct schema_object *o = schema_find(&set, node_text(node_get(after, "apiVersion")), node_text(node_get(after, "kind")));

	if (!o || !same_object(before, after))
		return;
	compare_rows(&set->types[o->type], before, after, "", after, diags);
	compare_spec(&set->types[o->type], before, after, diags);
	compare_immutable(before, after, diags);
}
