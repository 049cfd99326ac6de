/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/validate/format.h"
#include "tests/support/test.h"

TEST(schedules_have_five_fields_in_their_ranges)
{
	static const char *const wrong[] = {
		"",	      " ",	    "* * * *",	    "* * * * * *", "60 * * * *",  "* 24 * * *",	 "* * 0 * *",
		"* * * 13 *", "* * * * 7",  "-1 * * * *",   "5-1 * * * *", "*/0 * * * *", "*/x * * * *", "1,,2 * * * *",
		"a * * * *",  "1- * * * *", "* * * janu *", "* * * * mo"};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_false(cron_is_valid(str_from(wrong[i])));
	assert_true(cron_is_valid(STR("0 0 1 1 0")));
	assert_true(cron_is_valid(STR("59 23 31 12 6")));
	assert_true(cron_is_valid(STR("*/15 0-8/2 1,15 JAN-mar mon-FRI")));
	assert_true(cron_is_valid(STR("  30  2 ? * *")));
}

TEST(schedules_have_names)
{
	assert_true(cron_is_valid(STR("@hourly")));
	assert_true(cron_is_valid(STR("@every 1h30m")));
	assert_false(cron_is_valid(STR("@every ")));
	assert_false(cron_is_valid(STR("@Hourly")));
	assert_false(cron_is_valid(STR("@reboot")));
	assert_false(cron_is_valid(STR("@")));
}
