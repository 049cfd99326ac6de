/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/contract/fingerprint.h"

#include <stdio.h>

#include "tests/support/test.h"

/* Made of NIST's test vectors for SHA-256: ba7816bf8f01cfea…, e3b0c44298fc1c14…. */
TEST(fingerprint_is_the_beginning_of_sha_256)
{
	char out[run_id_length + 1];

	assert_int_equal(fingerprint(STR("abc"), out, NULL), 0);
	assert_string_equal(out, "jq5dlcxx");
	assert_int_equal(fingerprint(STR(""), out, NULL), 0);
	assert_string_equal(out, "kskqwmc2");
	assert_int_equal(fingerprint(STR_NONE, out, NULL), 0);
	assert_string_equal(out, "kskqwmc2");
}

TEST(fingerprint_takes_any_bytes)
{
	char one[run_id_length + 1], two[run_id_length + 1];

	assert_int_equal(fingerprint(STR("a\0b"), one, NULL), 0);
	assert_int_equal(fingerprint(STR("a\0c"), two, NULL), 0);
	assert_string_not_equal(one, two);
	assert_true(name_is_dns1123_label(str_from(one)));
}

TEST(fingerprint_is_never_a_number)
{
	char out[run_id_length + 1], text[16];

	for (int i = 0; i < 20000; i++) {
		snprintf(text, sizeof(text), "%d", i);
		assert_int_equal(fingerprint(str_from(text), out, NULL), 0);
		assert_true(out[0] >= 'b' && out[0] <= 'z');
	}
}
