/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/schema/builder.h"
#include "tests/support/test.h"

static struct schema_row row(struct builder *b, const char *text)
{
	return (struct schema_row){
		.text = builder_text(b, str_from(text)), .since = schema_version_min, .until = schema_version_max};
}

TEST(rows_are_sorted_whatever_their_order)
{
	TEST_ARENA(a);
	struct builder b;
	struct schema_set set;
	struct schema_row rows[3];
	uint16_t type;

	builder_init(&b, &a);
	rows[0] = row(&b, "c");
	rows[1] = row(&b, "a");
	rows[2] = row(&b, "b");
	type = builder_type(&b, builder_plain(schema_map, schema_none), rows, 3);
	builder_finish(&b, NULL, &set);
	assert_string_equal(set.texts + set.rows[0].text, "a");
	assert_string_equal(set.texts + set.rows[2].text, "c");
	assert_non_null(schema_row_find(&set, &set.types[type], STR("b")));
}

TEST(texts_survive_growth)
{
	TEST_ARENA(a);
	struct builder b;
	uint32_t first;

	builder_init(&b, &a);
	first = builder_text(&b, STR("first"));
	for (int i = 0; i < 10000; i++)
		builder_text(&b, STR("another one"));
	assert_string_equal(b.texts + first, "first");
	assert_int_equal(builder_text(&b, STR_NONE), 0);
}

TEST(too_many_types_become_anything)
{
	TEST_ARENA(a);
	struct builder b;
	uint16_t last = 0;

	builder_init(&b, &a);
	for (int i = 2; i <= builder_types_max; i++)
		last = builder_type(&b, builder_plain(schema_bool, schema_none), NULL, 0);
	assert_int_equal(last, builder_types_max);
	assert_int_equal(builder_type(&b, builder_plain(schema_bool, schema_none), NULL, 0), schema_type_any);
}
