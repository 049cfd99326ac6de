/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/schema/schema.h"
#include "tests/support/test.h"

static const struct schema_type *type_at(const char *version, const char *kind, const char *const *fields)
{
	const struct schema_set *set = &schema_kubernetes;
	const struct schema_object *o = schema_find(&set, str_from(version), str_from(kind));
	const struct schema_type *type;

	assert_non_null(o);
	type = &set->types[o->type];
	for (; *fields; fields++) {
		const struct schema_row *row = schema_row_find(set, type, str_from(*fields));

		assert_non_null(row);
		type = &set->types[row->type];
		if (type->kind == schema_list)
			type = &set->types[type->item];
	}
	return type;
}

TEST(schema_find_tells_groups_and_versions_apart)
{
	const struct schema_set *set = &schema_kubernetes;

	assert_non_null(schema_find(&set, STR("batch/v1"), STR("Job")));
	assert_non_null(schema_find(&set, STR("v1"), STR("Pod")));
	assert_null(schema_find(&set, STR("v1"), STR("Job")));
	assert_null(schema_find(&set, STR("batch/v2"), STR("Job")));
	assert_null(schema_find(&set, STR("batch"), STR("Job")));
	assert_null(schema_find(&set, STR("batch/v1"), STR("job")));
	assert_null(schema_find(&set, STR_NONE, STR_NONE));
}

TEST(schema_find_goes_on_to_the_next_set)
{
	const struct schema_set empty = {.texts = "", .next = &schema_kubernetes}, *set = &empty;

	assert_null(schema_find(&set, STR("batch/v1"), STR("Jib")));
	assert_ptr_equal(set, &empty);
	assert_non_null(schema_find(&set, STR("batch/v1"), STR("Job")));
	assert_ptr_equal(set, &schema_kubernetes);
}

TEST(schema_has_version_knows_the_core_group)
{
	assert_true(schema_has_version(&schema_kubernetes, STR("v1")));
	assert_true(schema_has_version(&schema_kubernetes, STR("policy/v1")));
	assert_false(schema_has_version(&schema_kubernetes, STR("policy/v1beta1")));
	assert_false(schema_has_version(&schema_kubernetes, STR("example.com/v1")));
}

TEST(schema_row_find_takes_no_prefix_and_no_longer_name)
{
	static const char *const spec[] = {"spec", NULL};
	const struct schema_type *type = type_at("batch/v1", "Job", spec);

	assert_non_null(schema_row_find(&schema_kubernetes, type, STR("suspend")));
	assert_null(schema_row_find(&schema_kubernetes, type, STR("suspen")));
	assert_null(schema_row_find(&schema_kubernetes, type, STR("suspended")));
	assert_null(schema_row_find(&schema_kubernetes, type, STR("suspend\0")));
	assert_null(schema_row_find(&schema_kubernetes, type, STR_NONE));
}

TEST(fields_have_the_types_and_limits_of_kubernetes)
{
	static const char *const port[] = {"spec", "template", "spec", "containers", "ports", "containerPort", NULL};
	static const char *const limits[] = {"spec", "template", "spec", "containers", "resources", "limits", NULL};
	const struct schema_type *type = type_at("batch/v1", "Job", port);

	assert_int_equal(type->kind, schema_int);
	assert_int_equal(type->format, schema_int32);
	assert_int_equal(type->low, 1);
	assert_int_equal(type->high, 65535);
	type = type_at("batch/v1", "Job", limits);
	assert_int_equal(type->kind, schema_map);
	assert_int_equal(type->format, schema_resource_name);
	assert_int_equal(schema_kubernetes.types[type->item].kind, schema_quantity);
}

TEST(a_jobs_pods_restart_otherwise_than_other_pods)
{
	static const char *const job[] = {"spec", "template", "spec", "restartPolicy", NULL}, *const pod[] = {"spec",
													      "restartPolicy",
													      NULL};

	assert_null(schema_row_find(&schema_kubernetes, type_at("batch/v1", "Job", job), STR("Always")));
	assert_non_null(schema_row_find(&schema_kubernetes, type_at("v1", "Pod", pod), STR("Always")));
}
