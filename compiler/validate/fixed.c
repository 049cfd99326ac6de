/* SPDX-License-Identifier: Apache-2.0 */
/* Two states of an object beside its schema. What is fixed is a member of the object or of its spec. */
#include "compiler/validate/fixed.h"

#include "compiler/schema/schema.h"

static bool same_text(const struct node *a, const struct node *b, const char *path)
{
	return str_equal(node_text(node_path(a, path)), node_text(node_path(b, path)));
}

static bool is_still(const struct node *before, const struct node *after)
{
	return same_text(before, after, "apiVersion") && same_text(before, after, "kind") &&
	       same_text(before, after, "metadata.namespace") && same_text(before, after, "metadata.name");
}

/* A member that is null is none. */
static const struct node *member(const struct node *map, struct str name)
{
	const struct node *value = node_get_str(map, name);

	return node_is(value, node_null) ? NULL : value;
}

/* A missing one is what the server takes it for. */
static bool same_value(const struct node *a, const struct node *b, struct str fallback)
{
	if (!a || !b)
		return a == b || (fallback.length && str_equal(node_text(a ? a : b), fallback));
	return node_equal(a, b);
}

/* A field of a map that is the object itself, or what is called `prefix` in it, "spec.". */
struct field {
	const char *prefix;
	struct str name, fallback;
	bool may_go;
};

static void compare_field(const struct field *f, const struct node *before, const struct node *after, const struct node *object,
			  struct diag_list *diags)
{
	const struct node *was = member(before, f->name), *is = member(after, f->name);
	struct str kind = node_text(node_get(object, "kind")), called = node_text(node_path(object, "metadata.name"));
	struct diag *d;

	if (same_value(was, is, f->fallback) || (!is && f->may_go))
		return;
	d = diag_report(diags, diag_W0652, is ? is->at : after->at,
			"`%s%.*s` of %.*s `%.*s` cannot be changed while the object is there", f->prefix, STR_ARG(f->name), STR_ARG(kind),
			STR_ARG(called));
	diag_help(diags, d, "give the object another name, or delete it in the cluster before this is applied");
}

static void compare_rows(const struct schema_type *type, const struct node *before, const struct node *after, const char *prefix,
			 const struct node *object, struct diag_list *diags)
{
	const struct schema_set *set = &schema_kubernetes;

	for (uint32_t i = 0; i < type->count; i++) {
		const struct schema_row *row = &set->rows[type->rows + i];
		struct field field = {prefix, schema_text(set, row->text), schema_text(set, row->fallback), row->fixed > 1};

		if (row->fixed)
			compare_field(&field, before, after, object, diags);
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
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		struct field field = {"", str_from(fields[i]), STR_NONE, false};

		compare_field(&field, before, after, after, diags);
	}
}

void fixed_check(const struct node *before, const struct node *after, struct diag_list *diags)
{
	const struct schema_set *set = &schema_kubernetes;
	const struct schema_object *o = schema_find(&set, node_text(node_get(after, "apiVersion")), node_text(node_get(after, "kind")));

	if (!o || !is_still(before, after))
		return;
	compare_rows(&set->types[o->type], before, after, "", after, diags);
	compare_spec(&set->types[o->type], before, after, diags);
	compare_immutable(before, after, diags);
}
