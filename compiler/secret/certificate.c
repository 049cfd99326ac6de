/* SPDX-License-Identifier: Apache-2.0 */
/* PEM text in, public key out. */
#include "compiler/secret/certificate.h"

#include <limits.h>

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

enum { sha256_bytes = 32 };

/* OpenSSL would ask whoever sits at the terminal. */
static int no_passphrase(char *out, int size, int writing, void *payload)
{
	(void)out, (void)size, (void)writing, (void)payload;
	return -1;
}

/* The key as OpenSSL's own memory, *length 0 where something is wrong. */
static const char *read_key(struct str pem, unsigned char **out, int *length)
{
	BIO *bio = pem.length && pem.length <= INT_MAX ? BIO_new_mem_buf(pem.data, (int)pem.length) : NULL;
	X509 *certificate = bio ? PEM_read_bio_X509(bio, NULL, no_passphrase, NULL) : NULL;
	EVP_PKEY *key = certificate ? X509_get0_pubkey(certificate) : NULL;
	const char *fault = NULL;

	if (!certificate)
		fault = "it is not a certificate in PEM form";
	else if (!key || !EVP_PKEY_is_a(key, "RSA"))
		fault = "its key is not RSA";
	else if (EVP_PKEY_get_bits(key) < certificate_bits_min || EVP_PKEY_get_bits(key) > certificate_bits_max)
		fault = "its RSA key does not have 2048 to 16384 bits";
	else if ((*length = i2d_PUBKEY(key, out)) <= 0)
		fault = "its key cannot be read";
	X509_free(certificate);
	BIO_free(bio);
	return fault;
}

static void free_bytes(void *payload)
{
	OPENSSL_free(payload);
}

static struct str fingerprint(struct arena *a, const unsigned char hash[sha256_bytes])
{
	struct str out = STR("sha256:");

	for (int i = 0; i < sha256_bytes; i++)
		out = arena_format(a, "%.*s%02x", STR_ARG(out), hash[i]);
	return out;
}

const char *certificate_read(struct arena *a, struct str pem, struct certificate *out)
{
	unsigned char *bytes = NULL, hash[sha256_bytes];
	int length = 0;
	const char *fault = read_key(pem, &bytes, &length);

	if (fault)
		return fault;
	arena_defer(a, free_bytes, bytes);
	if (EVP_Digest(bytes, (size_t)length, hash, NULL, EVP_sha256(), NULL) != 1)
		return "its key cannot be hashed";
	out->key = arena_str(a, (struct str){(const char *)bytes, (size_t)length});
	out->fingerprint = fingerprint(a, hash);
	return NULL;
}
