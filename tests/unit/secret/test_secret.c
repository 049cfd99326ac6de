/* SPDX-License-Identifier: Apache-2.0 */
/* The forms of a key in git. */
#include "compiler/secret/secret.h"

#include "tests/support/trees.h"
#include "tests/unit/secret/secret_case.h"

static struct key_pair pair(struct arena *a)
{
	return (struct key_pair){arena_str(a, STR("private")), arena_str(a, STR("public"))};
}

static void assert_wiped(const struct key_pair *pair)
{
	static const char zeros[7];

	assert_memory_equal(pair->private_key.data, zeros, sizeof(zeros));
	assert_str(pair->public_key, "public");
}

TEST(plain_is_base64)
{
	TEST_ARENA(a);
	struct key_pair keys = pair(&a);
	struct key_secret out;

	secret_plain(&keys, &a, &out);
	assert_str(out.private_key, "cHJpdmF0ZQ==");
	assert_str(out.public_key, "cHVibGlj");
	assert_null(out.sops);
	assert_int_equal(out.sealed_for.length, 0);
}

TEST(sops_leaves_nothing_to_read)
{
	TEST_ARENA(a);
	struct key_pair keys = pair(&a);
	struct age_recipient recipient;
	struct key_secret out;
	struct error err;

	assert_true(age_recipient_parse(STR(RECIPIENT), &recipient));
	assert_int_equal(secret_sops(&keys, &recipient, 1, 0, &random_openssl, &a, &out, &err), 0);
	assert_true(str_starts(out.private_key, "ENC[AES256_GCM,data:"));
	assert_true(str_starts(out.public_key, "ENC[AES256_GCM,data:"));
	assert_at(out.sops, "encrypted_regex", "^ssh-(privatekey|publickey)$");
	assert_wiped(&keys);
}

TEST(sealed_names_its_certificate)
{
	TEST_ARENA(a);
	struct key_pair keys = pair(&a);
	struct certificate certificate;
	struct key_secret out;
	struct error err;
	struct str key;

	assert_null(certificate_read(&a, make_certificate(&a, 2048, &key), &certificate));
	assert_int_equal(secret_sealed(&keys, &certificate, STR("hpc/pi-ssh"), &random_openssl, &a, &out, &err), 0);
	assert_true(str_equal(out.sealed_for, certificate.fingerprint));
	assert_false(str_equal(out.private_key, out.public_key));
	assert_wiped(&keys);
}

TEST(a_key_is_wiped_when_it_cannot_be_encrypted)
{
	TEST_ARENA(a);
	struct key_pair keys = pair(&a);
	struct counter c = {.fails_at = 1};
	struct random_source source = counting(&c);
	struct age_recipient recipient;
	struct key_secret out;
	struct error err;

	assert_true(age_recipient_parse(STR(RECIPIENT), &recipient));
	assert_true(secret_sops(&keys, &recipient, 1, 0, &source, &a, &out, &err) < 0);
	assert_wiped(&keys);
}
