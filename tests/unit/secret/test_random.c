/* SPDX-License-Identifier: Apache-2.0 */
/* Where random bytes come from. */
#include "tests/unit/secret/secret_case.h"

TEST(a_source_is_asked_with_its_payload)
{
	TEST_ARENA(a);
	struct counter c = {.next = 7};
	struct random_source source = counting(&c);
	unsigned char out[3];
	struct error err;

	assert_int_equal(random_fill(&source, out, sizeof(out), &err), 0);
	assert_hex(&a, out, sizeof(out), "070809");
}

TEST(openssl_gives_other_bytes_each_time)
{
	unsigned char one[32], other[32];
	struct error err;

	assert_int_equal(random_fill(&random_openssl, one, sizeof(one), &err), 0);
	assert_int_equal(random_fill(&random_openssl, other, sizeof(other), &err), 0);
	assert_memory_not_equal(one, other, sizeof(one));
}
