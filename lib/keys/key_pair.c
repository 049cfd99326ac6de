/* SPDX-License-Identifier: Apache-2.0 */
/* ECDSA P-521 key pairs in the forms that OpenSSH reads. */
#include "lib/keys/key_pair.h"

#include <string.h>

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "lib/base/scratch.h"

/* An uncompressed point of P-521: 0x04 and two coordinates of 66 bytes (SEC 1, 2.3.3). */
enum { point_length = 1 + 2 * 66 };

static int fail(struct error *err, const char *what)
{
	return error_set(err, error_bug, "OpenSSL cannot %s", what);
}

static void free_key(void *payload)
{
	EVP_PKEY_free(payload);
}

static void free_bio(void *payload)
{
	BIO_free(payload);
}

/* SSH's string: a 32-bit length, most significant byte first, and the bytes (RFC 4251, 5). */
static char *put_string(char *at, struct str s)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		*at++ = (char)(s.length >> shift & 0xFF);
	memcpy(at, s.data, s.length);
	return at + s.length;
}

static int write_public(struct arena *a, const EVP_PKEY *key, struct str *out, struct error *err)
{
	static const char type[] = "ecdsa-sha2-nistp521", curve[] = "nistp521";
	unsigned char point[point_length];
	char blob[3 * 4 + sizeof(type) - 1 + sizeof(curve) - 1 + point_length], *end = blob;
	size_t length;

	if (EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point), &length) != 1 || length != point_length)
		return fail(err, "give out the public key");
	end = put_string(end, STR(type));
	end = put_string(end, STR(curve));
	end = put_string(end, (struct str){(const char *)point, length});
	*out = arena_format(a, "%s %s", type, base64_encode(a, (struct str){blob, (size_t)(end - blob)}).data);
	return 0;
}

static int write_private(struct arena *a, EVP_PKEY *key, struct str *out, struct error *err)
{
	struct str *kept = scratch_secret(a);
	BIO *bio = BIO_new(BIO_s_secmem()); /* overwrites its memory when it is freed */
	char *text;
	long length;

	if (!bio)
		return error_no_memory(err);
	arena_defer(a, free_bio, bio);
	if (PEM_write_bio_PrivateKey_traditional(bio, key, NULL, NULL, 0, NULL, NULL) != 1)
		return fail(err, "write a private key");
	length = BIO_get_mem_data(bio, &text);
	*kept = arena_str(a, (struct str){text, (size_t)length});
	*out = *kept;
	return 0;
}

int key_pair_make(struct arena *a, struct key_pair *out, struct error *err)
{
	EVP_PKEY *key = EVP_EC_gen("P-521");

	if (!key)
		return fail(err, "make a P-521 key");
	arena_defer(a, free_key, key);
	if (write_public(a, key, &out->public_key, err) < 0)
		return -1;
	return write_private(a, key, &out->private_key, err);
}
