/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/read/scalar.h"
#include "tests/support/test.h"

TEST(timestamps_are_what_go_yaml_takes_for_them)
{
	static const char *const yes[] = {
		"2001-01-01", "2001-1-1", "2000-02-29", "2001-12-14T21:59:43Z", "2001-12-14t1:2:3.10-05:00", "2001-12-14T21:59:43,5+24:60",
		"2001-12-14 21:59:43", "2001-12-14   1:2:3.123456789012",
	};
	static const char *const no[] = {
		"", "2001", "2001-01", "201-01-01", "20011-01-01", "2001-13-01", "2001-00-01", "2001-01-32", "2001-02-29", "1900-02-29",
		"2001-01-01T", "2001-01-01T10:00:00", "2001-01-01T24:00:00Z", "2001-01-01T10:60:00Z", "2001-01-01T10:00:60Z",
		"2001-01-01T10:00:00z", "2001-01-01T10:00:00+1:00", "2001-01-01 10:00:00Z", "2001-01-01 ", "2001-01-01x", "2001-01-001",
		"2001-01-01T10:00:00.Z",
	};

	for (size_t i = 0; i < sizeof(yes) / sizeof(*yes); i++)
		if (!scalar_is_timestamp(str_from(yes[i])))
			fail_msg("%s", yes[i]);
	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++)
		if (scalar_is_timestamp(str_from(no[i])))
			fail_msg("%s", no[i]);
}
