/* SPDX-License-Identifier: Apache-2.0 */
/* The certificate of a Sealed Secrets controller: the public key that only the controller can undo. */
#ifndef MPICC_SECRET_CERTIFICATE_H
#define MPICC_SECRET_CERTIFICATE_H

#include "lib/base/arena.h"

/* Bits of an RSA key. The upper limit bounds the time that a wrong file can cost. */
enum { certificate_bits_min = 2048, certificate_bits_max = 16384 };

struct certificate {
	struct str key;         /* SubjectPublicKeyInfo, DER */
	struct str fingerprint; /* "sha256:" and the hash of `key` in hexadecimal */
};

/*
 * Reads the first certificate of a PEM text. NULL, or what is wrong with it, a few words for people. Whether it is still valid
 * is not asked: that would take a clock, and the controller keeps old keys for ever. Texts of `out` lie in `a`.
 */
const char *certificate_read(struct arena *a, struct str pem, struct certificate *out);

#endif
