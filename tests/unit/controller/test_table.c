/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "runtime-controller/store/table.h"
#include "tests/support/test.h"

enum { many = 1000 };

struct thing {
	struct table_link link;
	char name[16];
};

static bool is(const struct table_link *link, struct str key)
{
	return str_is(key, ((const struct thing *)link)->name);
}

TEST(table_finds_what_was_added_and_not_what_was_dropped)
{
	static struct thing things[many];
	struct table t;
	size_t seen = 0;

	table_init(&t, is);
	assert_null(table_find(&t, STR("0")));
	assert_null(table_next(&t, NULL));
	for (int i = 0; i < many; i++) {
		snprintf(things[i].name, sizeof(things[i].name), "%d", i);
		assert_true(table_add(&t, str_from(things[i].name), &things[i].link));
	}
	for (int i = 0; i < many; i += 2)
		table_drop(&t, &things[i].link);
	for (int i = 0; i < many; i++)
		assert_ptr_equal(table_find(&t, str_from(things[i].name)), i % 2 ? &things[i].link : NULL);
	for (struct table_link *link = table_next(&t, NULL); link; link = table_next(&t, link))
		seen++;
	assert_int_equal(seen, many / 2);
	assert_int_equal(t.count, many / 2);
	table_release(&t);
	assert_null(table_find(&t, STR("1")));
}
