/* SPDX-License-Identifier: Apache-2.0 */
/* Known bytes, and certificates made by OpenSSL. */
#include "tests/unit/secret/secret_case.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

static int count(void *payload, unsigned char *out, size_t bytes, struct error *err)
{
	struct counter *c = payload;

	if (++c->calls == c->fails_at)
		return error_set(err, error_io, "no random bytes");
	for (size_t i = 0; i < bytes; i++)
		out[i] = c->next++;
	return 0;
}

struct random_source counting(struct counter *c)
{
	return (struct random_source){c, count};
}

struct str unhex(struct arena *a, const char *text)
{
	size_t length = str_from(text).length / 2;
	char *bytes = arena_alloc(a, length + 1);

	for (size_t i = 0; i < length; i++) {
		char pair[] = {text[2 * i], text[2 * i + 1], '\0'};

		bytes[i] = (char)strtoul(pair, NULL, 16);
	}
	return (struct str){bytes, length};
}

static struct str take(struct arena *a, BIO *bio)
{
	char *text;
	long length = BIO_get_mem_data(bio, &text);
	struct str out = arena_str(a, (struct str){text, (size_t)length});

	BIO_free(bio);
	return out;
}

struct str make_certificate(struct arena *a, unsigned bits, struct str *out_key)
{
	EVP_PKEY *key = bits ? EVP_RSA_gen(bits) : EVP_EC_gen("P-256");
	X509 *certificate = X509_new();
	BIO *text = BIO_new(BIO_s_mem()), *key_text = BIO_new(BIO_s_mem());

	assert_true(key && certificate && text && key_text);
	assert_int_equal(X509_set_pubkey(certificate, key), 1);
	X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
	X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
	assert_true(X509_sign(certificate, key, EVP_sha256()) > 0);
	assert_int_equal(PEM_write_bio_X509(text, certificate), 1);
	assert_int_equal(PEM_write_bio_PrivateKey(key_text, key, NULL, NULL, 0, NULL, NULL), 1);
	X509_free(certificate);
	EVP_PKEY_free(key);
	*out_key = take(a, key_text);
	return take(a, text);
}
