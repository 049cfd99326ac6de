/* SPDX-License-Identifier: Apache-2.0 */
/* The value under a key of its own (AES-256-GCM), and that under the certificate's (RSA-OAEP, SHA-256); the latter's length
 * first. */
#include "compiler/secret/sealed.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "compiler/secret/crypt.h"
#include "lib/base/base64.h"

enum { length_bytes = 2, nonce_bytes = 12, wrapped_max = certificate_bits_max / 8 };

/* OpenSSL takes the copy over. */
static bool set_label(EVP_PKEY_CTX *ctx, struct str label)
{
	void *copy = OPENSSL_memdup(label.data, label.length);

	if (copy && EVP_PKEY_CTX_set0_rsa_oaep_label(ctx, copy, (int)label.length) == 1)
		return true;
	OPENSSL_free(copy);
	return false;
}

static bool wrap(EVP_PKEY_CTX *ctx, struct str label, const unsigned char *key, unsigned char *out, size_t *length)
{
	return EVP_PKEY_encrypt_init(ctx) == 1 && EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_OAEP_PADDING) == 1 &&
	       EVP_PKEY_CTX_set_rsa_oaep_md(ctx, EVP_sha256()) == 1 && EVP_PKEY_CTX_set_rsa_mgf1_md(ctx, EVP_sha256()) == 1 &&
	       set_label(ctx, label) && EVP_PKEY_encrypt(ctx, out, length, key, crypt_key_bytes) == 1;
}

static int wrap_key(const struct certificate *certificate, struct str label, const unsigned char *key, unsigned char *out,
		    size_t *length, struct error *err)
{
	const unsigned char *at = (const unsigned char *)certificate->key.data;
	EVP_PKEY *public = d2i_PUBKEY(NULL, &at, (long)certificate->key.length);
	EVP_PKEY_CTX *ctx = public ? EVP_PKEY_CTX_new(public, NULL) : NULL;
	bool ok = ctx && wrap(ctx, label, key, out, length);

	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(public);
	return ok ? 0 : error_set(err, error_bug, "OpenSSL cannot encrypt with RSA");
}

/* No two values have one key, so the nonce may be zero. */
static int fill(const struct certificate *certificate, struct str label, struct str plain, const unsigned char *key,
		unsigned char *out, size_t *length, struct error *err)
{
	static const char nonce[nonce_bytes];
	size_t wrapped = wrapped_max;
	unsigned char *text;

	if (wrap_key(certificate, label, key, out + length_bytes, &wrapped, err) < 0)
		return -1;
	out[0] = (unsigned char)(wrapped >> 8);
	out[1] = (unsigned char)(wrapped & 0xFF);
	text = out + length_bytes + wrapped;
	*length = length_bytes + wrapped + plain.length + crypt_tag_bytes;
	return crypt_aead(crypt_aes_256_gcm, key, (struct str){nonce, sizeof(nonce)}, STR_NONE, plain, text, text + plain.length,
			  err);
}

int sealed_encrypt(const struct certificate *certificate, struct str label, struct str plain, const struct random_source *random,
		   struct arena *a, struct str *out, struct error *err)
{
	unsigned char key[crypt_key_bytes], *bytes = arena_alloc(a, length_bytes + wrapped_max + plain.length + crypt_tag_bytes);
	size_t length;
	int status = random_fill(random, key, sizeof(key), err);

	if (status == 0)
		status = fill(certificate, label, plain, key, bytes, &length, err);
	crypt_wipe(key, sizeof(key));
	if (status == 0)
		*out = base64_encode(a, (struct str){(const char *)bytes, length});
	return status;
}
