/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/commit/oid_set.h"

#include <string.h>

#include "tests/support/test.h"

TEST(each_id_is_added_once)
{
	TEST_ARENA(a);
	struct oid_set set = {.arena = &a};

	for (int round = 0; round < 2; round++)
		for (uint32_t i = 1; i <= 5000; i++) {
			git_oid id = {{0}};

			memcpy(id.id + 16, &i, sizeof(i)); /* all begin alike: the worst case */
			if (i % 2)
				memcpy(id.id, &i, sizeof(i));
			assert_int_equal(oid_set_add(&set, &id), round == 0);
			if (i > 200)
				i += 50;
		}
	assert_true(set.count > 200);
}
