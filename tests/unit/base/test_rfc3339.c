/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/rfc3339.h"
#include "tests/support/test.h"

static void assert_time(const char *text, int64_t ms)
{
	int64_t got = -1;

	assert_true(rfc3339_parse(str_from(text), &got));
	assert_int_equal(got, ms);
}

TEST(rfc3339_reads_seconds_decimals_and_offsets)
{
	assert_time("1970-01-01T00:00:00Z", 0);
	assert_time("2026-11-25T17:29:01Z", 1795627741000);
	assert_time("2026-11-25T17:29:01.5Z", 1795627741500);
	assert_time("2026-11-25T17:29:01.123456789Z", 1795627741123);
	assert_time("2026-11-25T19:29:01+02:00", 1795627741000);
	assert_time("2026-11-25T12:59:01-04:30", 1795627741000);
	assert_time("2024-02-29T00:00:00Z", 1709164800000);
	assert_time("2000-03-01T00:00:00Z", 951868800000);
}

TEST(rfc3339_refuses_what_is_no_time)
{
	static const char *const refused[] = {"", "2026-11-25", "2026-11-25 17:29:01Z", "2026-11-25T17:29:01", "2026-13-01T00:00:00Z",
					      "2026-02-29T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-11-25T24:00:00Z",
					      "2026-11-25T17:60:01Z", "2026-11-25T17:29:01.Z", "2026-11-25T17:29:01Zx", "0001-01-01T00:00:00Z",
					      "2026-11-25T17:29:01+2:00", "2026-11-25T17:29:01+24:00", "20a6-11-25T17:29:01Z"};
	int64_t ms = 7;

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		assert_false(rfc3339_parse(str_from(refused[i]), &ms));
	assert_int_equal(ms, 7);
}

TEST(rfc3339_prints_what_it_reads)
{
	static const int64_t times[] = {0, 951782400000, 951868799999, 1709164800000, 1795627741123, 253402300799999};
	char text[rfc3339_size];
	int64_t back;

	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++) {
		rfc3339_micro(times[i], text);
		assert_true(rfc3339_parse(str_from(text), &back));
		assert_int_equal(back, times[i]);
		rfc3339_seconds(times[i], text);
		assert_true(rfc3339_parse(str_from(text), &back));
		assert_int_equal(back, times[i] / 1000 * 1000);
	}
}
