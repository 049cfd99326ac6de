/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/base64.h"
#include "tests/support/test.h"

/* RFC 4648, 10. */
static const struct {
	const char *bytes, *text;
} vectors[] = {
	{"", ""},         {"f", "Zg=="},        {"fo", "Zm8="},        {"foo", "Zm9v"},
	{"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}, {"\xFF\xFE\xFD", "//79"},
};

TEST(base64_goes_both_ways)
{
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(vectors) / sizeof(*vectors); i++) {
		struct str back;

		assert_str(base64_encode(&a, str_from(vectors[i].bytes)), vectors[i].text);
		assert_true(base64_decode(&a, str_from(vectors[i].text), &back));
		assert_str(back, vectors[i].bytes);
	}
}

TEST(base64_passes_over_line_ends_only)
{
	struct str back = STR("before");
	TEST_ARENA(a);

	assert_true(base64_decode(&a, STR("Zm9v\r\nYmFy\n"), &back));
	assert_str(back, "foobar");
	assert_false(base64_decode(&a, STR("Zm9v YmFy"), &back));
}

TEST(base64_refuses_other_characters_and_lengths)
{
	static const char *const refused[] = {"Z", "Zg", "Zg=", "Zg===", "Z===", "====", "=Zg=", "Zg==Zg==", "Zm-v", "Zm9v\xC3"};
	struct str back = STR("before");
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		if (base64_decode(&a, str_from(refused[i]), &back))
			fail_msg("accepted: %s", refused[i]);
		assert_str(back, "before");
	}
}
