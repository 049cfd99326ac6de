/* SPDX-License-Identifier: Apache-2.0 */
/* Files that age decrypts. */
#include "compiler/secret/age.h"

#include "tests/unit/secret/secret_case.h"

TEST(other_recipients_are_refused)
{
	static const char *const texts[] = {"", "age1", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFtmA3pBEXQMoUPVpC5Hp0ukPdNkvUNqdyl9gxbd8+AC",
					    "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX",
					    "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t", RECIPIENT "x"};
	struct age_recipient out;

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		assert_false(age_recipient_parse(str_from(texts[i]), &out));
}

TEST(a_point_that_keeps_nothing_secret_is_refused)
{
	struct age_recipient out;

	assert_false(age_recipient_parse(STR("age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z"), &out));
}

/* With the bytes 0, 1, 2, … as random ones; `age -d` with the recipient's private key gives "some text". */
TEST(the_same_random_bytes_give_the_same_file)
{
	TEST_ARENA(a);
	struct counter c = {0};
	struct random_source source = counting(&c);
	struct age_recipient recipient;
	struct error err;
	struct str out;

	assert_true(age_recipient_parse(STR(RECIPIENT), &recipient));
	assert_int_equal(age_encrypt(&recipient, STR("some text"), &source, &a, &out, &err), 0);
	assert_str(out, 
		   "-----BEGIN AGE ENCRYPTED FILE-----\n"
		   "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSAySjQ3clhsRGZiN1orRU5C\n"
		   "Z3dUMFlQOEZ4LzZCL2txVmQ2Z0V5NU5uLzJZCnlzU1FCTmtQTTU3TGVFR0ZHR3Fx\n"
		   "WDYzZEczSjd4Wk5YOVkxODNhbldXcnMKLS0tIEtSM2JPUm9JU1pVemxCOEQ5VWRu\n"
		   "SzhmT2R0VnRPbnlpTHNTRjJibzVvR2MKMDEyMzQ1Njc4OTo7PD0+P56BkJBA4Yh8\n"
		   "RYxrFIln92mlYHgVJGPXx94=\n"
		   "-----END AGE ENCRYPTED FILE-----\n");
	assert_int_equal(age_encrypt(&recipient, STR("some text"), &source, &a, &out, &err), 0);
}

TEST(no_random_bytes_no_file)
{
	TEST_ARENA(a);
	struct age_recipient recipient;

	assert_true(age_recipient_parse(STR(RECIPIENT), &recipient));
	for (unsigned i = 1; i <= 3; i++) {
		struct counter c = {.fails_at = i};
		struct random_source source = counting(&c);
		struct str out = STR("untouched");
		struct error err;

		assert_true(age_encrypt(&recipient, STR("x"), &source, &a, &out, &err) < 0);
		assert_str(out, "untouched");
		assert_int_equal(err.code, error_io);
	}
}
