/* SPDX-License-Identifier: Apache-2.0 */
/* The generated tables hold together. */
#include <stdio.h>
#include <string.h>

#include "compiler/schema/schema.h"
#include "compiler/spec/project.h"
#include "tests/support/test.h"

static const struct schema_set *k = &schema_kubernetes;

/* Visits each type that a kind leads to once, however they refer to each other. */
struct visit {
	bool seen[UINT16_MAX + 1];
	uint16_t todo[UINT16_MAX + 1];
	uint32_t count;
};

static void add(struct visit *v, uint16_t type)
{
	if (v->seen[type])
		return;
	v->seen[type] = true;
	v->todo[v->count++] = type;
}

static void check_row(const struct schema_type *type, uint32_t i)
{
	const struct schema_row *row = &k->rows[type->rows + i];

	assert_in_range(row->since, schema_version_min, schema_version_max);
	assert_in_range(row->until, row->since, schema_version_max);
	assert_true(row->required <= row->until);
	if (i)
		assert_true(strcmp(k->texts + row[-1].text, k->texts + row->text) < 0);
	assert_ptr_equal(schema_row_find(k, type, schema_text(k, row->text)), row);
}

TEST(rows_are_sorted_found_and_of_supported_versions)
{
	static struct visit v;

	for (uint32_t i = 0; i < k->object_count; i++)
		add(&v, k->objects[i].type);
	for (uint32_t n = 0; n < v.count; n++) {
		const struct schema_type *type = &k->types[v.todo[n]];

		assert_true(type->low <= type->high);
		add(&v, type->item);
		for (uint32_t i = 0; i < type->count; i++) {
			check_row(type, i);
			add(&v, k->rows[type->rows + i].type);
		}
	}
	assert_in_range(v.count, 300, 1000);
}

TEST(every_kind_has_apiversion_kind_and_metadata)
{
	for (uint32_t i = 0; i < k->object_count; i++) {
		const struct schema_type *type = &k->types[k->objects[i].type];

		assert_int_equal(type->kind, schema_map);
		assert_non_null(schema_row_find(k, type, STR("apiVersion")));
		assert_non_null(schema_row_find(k, type, STR("kind")));
		assert_int_equal(schema_row_find(k, type, STR("metadata"))->type, schema_metadata_type());
	}
}

/* mpicc.yaml's `kubernetes` is an index into its choices, and the tables have minor numbers. */
TEST(versions_are_those_of_mpicc_yaml)
{
	const struct field *field = &project_table.rows[project_kubernetes];
	char name[16];
	int count = 0;

	for (; field->choices[count]; count++) {
		snprintf(name, sizeof(name), "1.%d", schema_version_min + count);
		assert_string_equal(field->choices[count], name);
	}
	assert_int_equal(schema_version_min + count - 1, schema_version_max);
}
