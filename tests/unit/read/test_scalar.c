/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/read/scalar.h"
#include "tests/support/test.h"

static void assert_class(enum scalar_class class, const char *const *texts)
{
	for (; *texts; texts++)
		if (scalar_classify(str_from(*texts)) != class)
			fail_msg("`%s` is of class %d", *texts, (int)scalar_classify(str_from(*texts)));
}

#define CLASS(class, ...) assert_class(class, (const char *const[]){__VA_ARGS__, NULL})

TEST(scalars_that_every_reader_types_alike)
{
	CLASS(scalar_null, "", "~", "null", "Null", "NULL");
	CLASS(scalar_bool, "true", "True", "TRUE", "false", "False", "FALSE");
	CLASS(scalar_int, "0", "1", "-1", "+1", "-0", "0x1F", "0o17", "9007199254740993", "99999999999999999999");
	CLASS(scalar_float, "1.5", ".5", "1.", "1e3", "-1.5E-3", ".inf", "-.Inf", "+.INF", ".nan", ".NaN", "1e-400", "00.5");
}

TEST(scalars_that_are_strings_to_every_reader)
{
	CLASS(scalar_string, "a", "None", "nil", "nULL", "tRUE", "yEs", "oN", "t", "f", "o", "ok", "yesterday", "nothing", "office", "inf",
	      "NaN", "0x", "0o8", "1e", "e1", "-", "--", ".", "...", "1.2.3", "10.0.0.1", "4h", "32Gi", "500m", "1,000", "1/2", "=", "<<",
	      "-c", "--flag", "0123abcd", "2001-13-01", "1:60", "nginx:1.25", "é", "0xZZ", "-.nan", "_1");
}

TEST(scalars_that_readers_disagree_about)
{
	CLASS(scalar_doubtful, "y", "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF", "0777", "08",
	      "-07", "00", "1_000", "1_", "0b11", "-0b1", "+0x1F", "0X1F", "0O17", "1:30", "12:30:45", "2001-01-01", "2001-01-01T10:00:00Z",
	      "1e400", "0x10000000000000000", ".5_0");
}

TEST(scalars_may_hold_any_byte)
{
	assert_int_equal(scalar_classify(STR("1\0")), scalar_string);
	assert_int_equal(scalar_classify(STR("no\0")), scalar_string);
	assert_int_equal(scalar_classify(STR("\xFF")), scalar_string);
}

TEST(scalars_that_kubectl_writes_without_quotes)
{
	static const char *const plain[] = {"a", "inf", "NaN", "0x", "1e400", "<<", "=", "2001-13-01", "1:60", "0o8", "_1"};
	static const char *const quoted[] = {"", "y", "no", "null", "~", "true", "1", "1.0", "0777", "08", "1_000", "0b11", "1:30", "2001-1-1",
					     ".inf", "+1", "99999999999999999999"};

	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		if (!scalar_go_text(str_from(plain[i])))
			fail_msg("%s", plain[i]);
	for (size_t i = 0; i < sizeof(quoted) / sizeof(*quoted); i++)
		if (scalar_go_text(str_from(quoted[i])))
			fail_msg("%s", quoted[i]);
}
