/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates of Sealed Secrets controllers. */
#include "compiler/secret/certificate.h"

#include "tests/unit/secret/secret_case.h"

static void refuse(struct arena *a, struct str pem, const char *fault)
{
	struct certificate out;
	const char *said = certificate_read(a, pem, &out);

	assert_non_null(said);
	assert_string_equal(said, fault);
}

TEST(what_is_no_certificate_is_refused)
{
	TEST_ARENA(a);
	struct str key, pem = make_certificate(&a, 2048, &key);

	refuse(&a, STR_NONE, "it is not a certificate in PEM form");
	refuse(&a, STR("text"), "it is not a certificate in PEM form");
	refuse(&a, key, "it is not a certificate in PEM form");
	refuse(&a, str_slice(pem, 0, pem.length / 2), "it is not a certificate in PEM form");
}

TEST(keys_that_do_not_fit_are_refused)
{
	TEST_ARENA(a);
	struct str key;

	refuse(&a, make_certificate(&a, 0, &key), "its key is not RSA");
	refuse(&a, make_certificate(&a, 1024, &key), "its RSA key does not have 2048 to 16384 bits");
}

TEST(the_first_certificate_counts)
{
	TEST_ARENA(a);
	struct str key, first = make_certificate(&a, 2048, &key), second = make_certificate(&a, 2048, &key);
	struct certificate one, both, other;

	assert_null(certificate_read(&a, first, &one));
	assert_null(certificate_read(&a, arena_join(&a, first, second), &both));
	assert_null(certificate_read(&a, second, &other));
	assert_true(str_equal(one.fingerprint, both.fingerprint) && str_equal(one.key, both.key));
	assert_false(str_equal(one.fingerprint, other.fingerprint));
	assert_true(str_starts(one.fingerprint, "sha256:"));
	assert_int_equal(one.fingerprint.length, 7 + 64);
}
