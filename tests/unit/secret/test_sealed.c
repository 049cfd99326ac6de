/* SPDX-License-Identifier: Apache-2.0 */
/* Values that the certificate's private key opens. */
#include "compiler/secret/sealed.h"

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "compiler/secret/crypt.h"
#include "lib/base/base64.h"
#include "tests/unit/secret/secret_case.h"

/* Undoes RSA-OAEP; the length of what was wrapped, 0 when it cannot be opened. */
static size_t unwrap(struct str pem, const char *label, struct str wrapped, unsigned char *out, size_t room)
{
	BIO *bio = BIO_new_mem_buf(pem.data, (int)pem.length);
	EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);
	struct str text = str_from(label);
	bool ok;

	assert_int_equal(EVP_PKEY_decrypt_init(ctx), 1);
	assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_OAEP_PADDING), 1);
	assert_int_equal(EVP_PKEY_CTX_set_rsa_oaep_md(ctx, EVP_sha256()), 1);
	assert_int_equal(EVP_PKEY_CTX_set_rsa_mgf1_md(ctx, EVP_sha256()), 1);
	assert_int_equal(EVP_PKEY_CTX_set0_rsa_oaep_label(ctx, OPENSSL_memdup(text.data, text.length), (int)text.length), 1);
	ok = EVP_PKEY_decrypt(ctx, out, &room, (const unsigned char *)wrapped.data, wrapped.length) == 1;
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(key);
	BIO_free(bio);
	return ok ? room : 0;
}

TEST(a_value_opens_for_its_label_only)
{
	TEST_ARENA(a);
	struct str key, pem = make_certificate(&a, 2048, &key), sealed, bytes, text;
	struct counter c = {.next = 1};
	struct random_source source = counting(&c);
	unsigned char opened[512], expected[5 + crypt_tag_bytes];
	struct certificate certificate;
	struct error err;

	assert_null(certificate_read(&a, pem, &certificate));
	assert_int_equal(sealed_encrypt(&certificate, STR("hpc/pi-ssh"), STR("value"), &source, &a, &sealed, &err), 0);
	assert_true(base64_decode(&a, sealed, &bytes));
	assert_hex(&a, bytes.data, 2, "0100");
	assert_int_equal(bytes.length, 2 + 256 + 5 + crypt_tag_bytes);
	text = str_slice(bytes, 2, 258);
	assert_int_equal(unwrap(key, "hpc/pi-ssh", text, opened, sizeof(opened)), 32);
	assert_hex(&a, opened, 32, "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20");
	assert_int_equal(crypt_aead(crypt_aes_256_gcm, opened, unhex(&a, "000000000000000000000000"), STR_NONE, STR("value"),
				    expected, expected + 5, &err),
			 0);
	assert_memory_equal(bytes.data + 258, expected, sizeof(expected));
	assert_int_equal(unwrap(key, "hpc/other", text, opened, sizeof(opened)), 0);
}

TEST(no_random_bytes_no_value)
{
	TEST_ARENA(a);
	struct str key, out = STR("untouched");
	struct counter c = {.fails_at = 1};
	struct random_source source = counting(&c);
	struct certificate certificate;
	struct error err;

	assert_null(certificate_read(&a, make_certificate(&a, 2048, &key), &certificate));
	assert_true(sealed_encrypt(&certificate, STR("a/b"), STR("value"), &source, &a, &out, &err) < 0);
	assert_str(out, "untouched");
}
