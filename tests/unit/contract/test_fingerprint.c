/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/contract/fingerprint.h"
#include "tests/support/test.h"

/* From NIST's test vectors for SHA-256. */
TEST(fingerprint_is_the_beginning_of_sha_256)
{
	char out[run_id_length + 1];

	assert_int_equal(fingerprint(STR("abc"), out, NULL), 0);
	assert_string_equal(out, "ba7816bf");
	assert_int_equal(fingerprint(STR(""), out, NULL), 0);
	assert_string_equal(out, "e3b0c442");
	assert_int_equal(fingerprint(STR_NONE, out, NULL), 0);
	assert_string_equal(out, "e3b0c442");
}

TEST(fingerprint_takes_any_bytes)
{
	char one[run_id_length + 1], two[run_id_length + 1];

	assert_int_equal(fingerprint(STR("a\0b"), one, NULL), 0);
	assert_int_equal(fingerprint(STR("a\0c"), two, NULL), 0);
	assert_string_not_equal(one, two);
	assert_true(name_is_dns1123_label(str_from(one)));
}
