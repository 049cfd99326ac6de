/* SPDX-License-Identifier: Apache-2.0 */
/* OpenSSL's primitives; each function releases what it makes. */
#include "compiler/secret/crypt.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>

static int fail(struct error *err, const char *what)
{
	return error_set(err, error_bug, "OpenSSL cannot %s", what);
}

static const unsigned char *bytes(struct str s)
{
	return (const unsigned char *)s.data;
}

static bool aead(EVP_CIPHER_CTX *ctx, const EVP_CIPHER *cipher, const unsigned char *key, struct str nonce, struct str extra,
		 struct str plain, unsigned char *out, unsigned char *out_tag)
{
	int done;

	return EVP_EncryptInit_ex(ctx, cipher, NULL, NULL, NULL) == 1 &&
	       EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_IVLEN, (int)nonce.length, NULL) == 1 &&
	       EVP_EncryptInit_ex(ctx, NULL, NULL, key, bytes(nonce)) == 1 &&
	       (!extra.length || EVP_EncryptUpdate(ctx, NULL, &done, bytes(extra), (int)extra.length) == 1) &&
	       EVP_EncryptUpdate(ctx, out, &done, bytes(plain), (int)plain.length) == 1 && (size_t)done == plain.length &&
	       EVP_EncryptFinal_ex(ctx, out + done, &done) == 1 &&
	       EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, crypt_tag_bytes, out_tag) == 1;
}

int crypt_aead(enum crypt_cipher cipher, const unsigned char key[crypt_key_bytes], struct str nonce, struct str extra,
	       struct str plain, unsigned char *out, unsigned char out_tag[crypt_tag_bytes], struct error *err)
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	bool ok;

	if (!ctx)
		return error_no_memory(err);
	ok = aead(ctx, cipher == crypt_aes_256_gcm ? EVP_aes_256_gcm() : EVP_chacha20_poly1305(), key, nonce, extra, plain, out,
		  out_tag);
	EVP_CIPHER_CTX_free(ctx);
	return ok ? 0 : fail(err, "encrypt");
}

static OSSL_PARAM octets(const char *name, struct str s)
{
	return OSSL_PARAM_construct_octet_string(name, (void *)s.data, s.length);
}

int crypt_hkdf(struct str secret, struct str salt, const char *info, unsigned char out[crypt_key_bytes], struct error *err)
{
	EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
	EVP_KDF_CTX *ctx = kdf ? EVP_KDF_CTX_new(kdf) : NULL;
	char digest[] = "SHA256";
	OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
			       octets(OSSL_KDF_PARAM_KEY, secret), octets(OSSL_KDF_PARAM_INFO, str_from(info)),
			       salt.length ? octets(OSSL_KDF_PARAM_SALT, salt) : OSSL_PARAM_construct_end(),
			       OSSL_PARAM_construct_end()};
	bool ok = ctx && EVP_KDF_derive(ctx, out, crypt_key_bytes, params) == 1;

	EVP_KDF_CTX_free(ctx);
	EVP_KDF_free(kdf);
	return ok ? 0 : fail(err, "derive a key");
}

int crypt_hmac(const unsigned char key[crypt_key_bytes], struct str text, unsigned char out[crypt_key_bytes], struct error *err)
{
	unsigned length;

	if (!HMAC(EVP_sha256(), key, crypt_key_bytes, bytes(text), text.length, out, &length))
		return fail(err, "authenticate");
	return 0;
}

int crypt_x25519_base(const unsigned char scalar[crypt_key_bytes], unsigned char out[crypt_key_bytes], struct error *err)
{
	EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, NULL, scalar, crypt_key_bytes);
	size_t length = crypt_key_bytes;
	bool ok = key && EVP_PKEY_get_raw_public_key(key, out, &length) == 1;

	EVP_PKEY_free(key);
	return ok ? 0 : fail(err, "make an X25519 key");
}

int crypt_x25519(const unsigned char scalar[crypt_key_bytes], const unsigned char point[crypt_key_bytes],
		 unsigned char out[crypt_key_bytes], struct error *err)
{
	EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, NULL, scalar, crypt_key_bytes);
	EVP_PKEY *peer = EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, NULL, point, crypt_key_bytes);
	EVP_PKEY_CTX *ctx = key ? EVP_PKEY_CTX_new(key, NULL) : NULL;
	size_t length = crypt_key_bytes;
	bool ok = peer && ctx && EVP_PKEY_derive_init(ctx) == 1 && EVP_PKEY_derive_set_peer(ctx, peer) == 1 &&
		  EVP_PKEY_derive(ctx, out, &length) == 1;

	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(peer);
	EVP_PKEY_free(key);
	return ok ? 0 : fail(err, "agree on a key by X25519");
}

int crypt_sha512(const struct str *parts, size_t count, unsigned char out[crypt_sha512_bytes], struct error *err)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok = ctx && EVP_DigestInit_ex(ctx, EVP_sha512(), NULL) == 1;

	for (size_t i = 0; ok && i < count; i++)
		ok = EVP_DigestUpdate(ctx, parts[i].data, parts[i].length) == 1;
	ok = ok && EVP_DigestFinal_ex(ctx, out, NULL) == 1;
	EVP_MD_CTX_free(ctx);
	return ok ? 0 : fail(err, "hash");
}

void crypt_wipe(void *bytes, size_t size)
{
	OPENSSL_cleanse(bytes, size);
}

void crypt_wipe_str(struct str s)
{
	if (s.length)
		OPENSSL_cleanse((char *)s.data, s.length);
}
