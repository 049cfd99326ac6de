/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/parallel.h"

#include <pthread.h>

#include "tests/support/test.h"

TEST(parts_are_never_smaller_than_asked_for)
{
	assert_int_equal(parallel_parts(0, 64), 1);
	assert_int_equal(parallel_parts(127, 64), 1);
	for (uint32_t count = 1; count < 5000; count += 97) {
		uint32_t parts = parallel_parts(count, 64);

		assert_in_range(parts, 1, parallel_max);
		assert_true(parts == 1 || count / parts >= 64);
	}
}

TEST(parts_follow_one_another_to_the_end)
{
	for (uint32_t count = 0; count < 40; count++) {
		for (uint32_t parts = 1; parts <= parallel_max; parts++) {
			assert_int_equal(parallel_first(count, parts, 0), 0);
			assert_int_equal(parallel_first(count, parts, parts), count);
			for (uint32_t i = 0; i < parts; i++)
				assert_in_range(parallel_first(count, parts, i + 1) - parallel_first(count, parts, i), count / parts, count / parts + 1);
		}
	}
	assert_int_equal(parallel_first(UINT32_MAX, 8, 8), UINT32_MAX);
}

struct part {
	int calls;
	pthread_t by;
};

static void note(void *payload)
{
	struct part *part = payload;

	part->calls++;
	part->by = pthread_self();
}

TEST(each_part_is_worked_on_once_and_by_a_thread_of_its_own)
{
	struct part parts[parallel_max] = {0};

	parallel_run(parts, parallel_max, sizeof(*parts), note);
	for (int i = 0; i < parallel_max; i++) {
		assert_int_equal(parts[i].calls, 1);
		for (int j = 0; j < i; j++)
			assert_false(pthread_equal(parts[i].by, parts[j].by));
	}
	assert_true(pthread_equal(parts[0].by, pthread_self()));
}
