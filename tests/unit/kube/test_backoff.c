/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/kube/backoff.h"
#include "tests/support/test.h"

TEST(backoff_doubles_up_to_its_maximum)
{
	static const int64_t expected[] = {800, 1600, 3200, 6400, 12800, 25600, 30000, 30000};
	struct backoff b = {0};
	int64_t now = 5;

	for (size_t i = 0; i < 8; i++) {
		int64_t wait = backoff_next(&b, now, 0);

		assert_int_equal(wait, expected[i]);
		now += wait;
	}
}

TEST(backoff_adds_up_to_as_much_again)
{
	assert_int_equal(backoff_next(&(struct backoff){0}, 0, UINT32_MAX), 1599);
	assert_int_equal(backoff_next(&(struct backoff){0}, 0, 1u << 31), 1200);
	assert_int_equal(backoff_next(&(struct backoff){.next_ms = backoff_max_ms}, 0, UINT32_MAX), 59999);
}

TEST(backoff_begins_anew_after_a_quiet_time)
{
	struct backoff b = {0};
	int64_t end = backoff_next(&b, 0, 0);

	end += backoff_next(&b, end, 0);
	assert_int_equal(b.until, end);
	assert_int_equal(backoff_next(&b, end + backoff_reset_ms, 0), 3200);
	end = b.until;
	assert_int_equal(backoff_next(&b, end + backoff_reset_ms + 1, 0), 800);
}
