/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/schema/crd.h"
#include "tests/support/trees.h"

/* A definition of Track in rail.example.com/v1; the schema of its spec, in flow style, is the argument. */
#define CRD(spec)                                                                                                                \
	"apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  group: rail.example.com\n"                \
	"  names: {kind: Track}\n  versions:\n  - name: v1\n    schema: {openAPIV3Schema: {type: object, properties: "           \
	"{spec: " spec "}}}\n"

struct crd_case {
	struct diag_list diags;
	struct schema_set set;
	bool ok;
};

static void read_crd(struct crd_case *c, struct arena *a, const char *text)
{
	struct node *document = test_read(a, text);

	diag_list_init(&c->diags, a);
	c->ok = crd_read(&document, 1, document->at.source, &schema_kubernetes, a, &c->diags, &c->set);
}

static const struct schema_type *root(const struct crd_case *c)
{
	const struct schema_set *set = &c->set;
	const struct schema_object *o = schema_find(&set, STR("rail.example.com/v1"), STR("Track"));

	assert_non_null(o);
	assert_ptr_equal(set, &c->set);
	return &c->set.types[o->type];
}

static const struct schema_type *field(const struct crd_case *c, const struct schema_type *type, const char *name)
{
	const struct schema_row *row = schema_row_find(&c->set, type, str_from(name));

	assert_non_null(row);
	return &c->set.types[row->type];
}

static const struct schema_type *spec_of(struct crd_case *c, struct arena *a, const char *text)
{
	read_crd(c, a, text);
	assert_no_diags(&c->diags);
	assert_true(c->ok);
	return field(c, root(c), "spec");
}

TEST(every_object_has_apiversion_kind_and_metadata)
{
	TEST_ARENA(a);
	struct crd_case c;

	spec_of(&c, &a, CRD("{type: object}"));
	assert_int_equal(field(&c, root(&c), "apiVersion")->kind, schema_string);
	assert_int_equal(field(&c, root(&c), "metadata")->kind, schema_metadata);
	assert_null(schema_row_find(&c.set, root(&c), STR("status")));
}

TEST(a_map_takes_other_members_only_where_its_schema_says_so)
{
	TEST_ARENA(a);
	struct crd_case c;
	uint16_t item;

	assert_int_equal(spec_of(&c, &a, CRD("{type: object}"))->item, schema_type_none);
	assert_int_equal(spec_of(&c, &a, CRD("{type: object, additionalProperties: true}"))->item, schema_type_any);
	assert_int_equal(spec_of(&c, &a, CRD("{type: object, x-kubernetes-preserve-unknown-fields: true}"))->item,
			 schema_type_any);
	item = spec_of(&c, &a, CRD("{type: object, additionalProperties: {type: boolean}}"))->item;
	assert_int_equal(c.set.types[item].kind, schema_bool);
}

TEST(bounds_are_rounded_inwards)
{
	TEST_ARENA(a);
	struct crd_case c;
	const struct schema_type *type = spec_of(&c, &a, CRD("{type: integer, minimum: 0.5, maximum: 9.5}"));

	assert_int_equal(type->low, 1);
	assert_int_equal(type->high, 9);
	type = spec_of(&c, &a, CRD("{type: integer, minimum: 0, exclusiveMinimum: true}"));
	assert_int_equal(type->low, 1);
	assert_int_equal(type->high, INT64_MAX);
	type = spec_of(&c, &a, CRD("{type: number, maximum: 1e300}"));
	assert_int_equal(type->high, INT64_MAX);
}

TEST(a_required_field_with_a_default_is_not_needed)
{
	TEST_ARENA(a);
	struct crd_case c;
	const struct schema_type *spec = spec_of(&c, &a,
						 CRD("{type: object, required: [a, b], properties: {a: {type: string}, "
						     "b: {type: string, default: x}}}"));

	assert_int_equal(schema_row_find(&c.set, spec, STR("a"))->required, schema_version_max);
	assert_int_equal(schema_row_find(&c.set, spec, STR("b"))->required, 0);
}

TEST(lists_have_keys)
{
	TEST_ARENA(a);
	struct crd_case c;
	const struct schema_type *list =
		spec_of(&c, &a,
			CRD("{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name, at], "
			    "minItems: 1, items: {type: object}}"));

	assert_int_equal(list->format, schema_keyed);
	assert_int_equal(list->count, 2);
	assert_int_equal(list->low, 1);
}

TEST(a_key_of_a_list_may_have_a_default)
{
	TEST_ARENA(a);
	struct crd_case c;
	const struct schema_type *list =
		spec_of(&c, &a,
			CRD("{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name, at], "
			    "items: {type: object, properties: {at: {type: string, default: home}}}}"));

	assert_str(schema_text(&c.set, schema_row_find(&c.set, list, STR("at"))->fallback), "home");
	assert_int_equal(schema_row_find(&c.set, list, STR("name"))->fallback, 0);
}

TEST(an_object_within_an_object_has_metadata_too)
{
	TEST_ARENA(a);
	struct crd_case c;
	const struct schema_type *spec = spec_of(&c, &a,
						 CRD("{type: object, x-kubernetes-embedded-resource: true, properties: {kind: "
						     "{type: string, enum: [A]}, b: {type: integer}}}"));

	assert_int_equal(spec->count, 4);
	assert_int_equal(field(&c, spec, "metadata")->kind, schema_metadata);
	assert_int_equal(field(&c, spec, "b")->kind, schema_int);
}

TEST(versions_that_are_not_served_are_left_out)
{
	TEST_ARENA(a);
	struct crd_case c;
	const struct schema_set *set = &c.set;

	read_crd(&c, &a,
		 "kind: CustomResourceDefinition\nspec: {group: g.io, names: {kind: K}, versions: [{name: v1, served: false, "
		 "schema: "
		 "{openAPIV3Schema: {type: object}}}, {name: v2, served: true, schema: {openAPIV3Schema: {type: object}}}]}\n");
	assert_no_diags(&c.diags);
	assert_null(schema_find(&set, STR("g.io/v1"), STR("K")));
	assert_non_null(schema_find(&set, STR("g.io/v2"), STR("K")));
}

TEST(mistakes_in_a_definition_are_shown_where_they_are)
{
	static const struct {
		const char *text, *at, *message;
	} cases[] = {
		{CRD("{type: text}"), "8:72", "a schema cannot have the type `text`"},
		{CRD("{type: [object]}"), "8:72", "`type` must be a string"},
		{CRD("{type: object, properties: {a: 7}}"), "8:96", "the schema of `a` must be a map"},
		{CRD("{type: string, enum: a}"), "8:86", "`enum` must be a list"},
		{"kind: ConfigMap\n", "1:1", "there is no CustomResourceDefinition in this file"},
		{"kind: CustomResourceDefinition\n", "1:1", "a CustomResourceDefinition needs `group`"},
		{"kind: CustomResourceDefinition\nspec: {group: g, names: {kind: K}, versions: []}\n", "1:1",
		 "a CustomResourceDefinition needs"},
		{"kind: CustomResourceDefinition\nspec: {group: g, names: {kind: K}, versions: [{name: v1}]}\n", "2:47",
		 "a version needs `name`"},
	};
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct crd_case c;

		read_crd(&c, &a, cases[i].text);
		assert_false(c.ok);
		assert_int_equal(c.diags.count, 1);
		assert_diag(&c.diags, 0, diag_E0811, cases[i].at, cases[i].message);
	}
}
