/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The few primitives that the formats of this folder are made of, on OpenSSL,
 * in sizes that are known beforehand. None of them allocates from an arena.
 */
#ifndef MPICC_SECRET_CRYPT_H
#define MPICC_SECRET_CRYPT_H

#include "lib/base/error.h"
#include "lib/base/str.h"

enum {
	crypt_key_bytes = 32, /* AES-256, ChaCha20, X25519, and what HKDF and HMAC with SHA-256 give */
	crypt_tag_bytes = 16, /* of GCM and Poly1305 */
	crypt_sha512_bytes = 64
};

enum crypt_cipher { crypt_aes_256_gcm, crypt_chacha20_poly1305 };

/* Encrypts `plain` into `out`, which has plain.length bytes, and authenticates it together with `extra`. */
int crypt_aead(enum crypt_cipher cipher, const unsigned char key[crypt_key_bytes], struct str nonce, struct str extra,
	       struct str plain, unsigned char *out, unsigned char out_tag[crypt_tag_bytes], struct error *err);

/* HKDF with SHA-256 (RFC 5869); an empty salt is none. */
int crypt_hkdf(struct str secret, struct str salt, const char *info, unsigned char out[crypt_key_bytes], struct error *err);

/* HMAC with SHA-256. */
int crypt_hmac(const unsigned char key[crypt_key_bytes], struct str text, unsigned char out[crypt_key_bytes], struct error *err);

/* X25519 (RFC 7748) of a scalar and the base point. */
int crypt_x25519_base(const unsigned char scalar[crypt_key_bytes], unsigned char out[crypt_key_bytes], struct error *err);
/* Of a scalar and a point; fails for a point of small order, with which the result would be no secret. */
int crypt_x25519(const unsigned char scalar[crypt_key_bytes], const unsigned char point[crypt_key_bytes],
		 unsigned char out[crypt_key_bytes], struct error *err);

/* SHA-512 of all parts one after another. */
int crypt_sha512(const struct str *parts, size_t count, unsigned char out[crypt_sha512_bytes], struct error *err);

/* Overwrites what was secret, so that it is not left behind in memory. */
void crypt_wipe(void *bytes, size_t size);
void crypt_wipe_str(struct str s); /* the bytes must be writable: an arena's */

#endif
