/* SPDX-License-Identifier: Apache-2.0 */
/* ssh key pairs, made by OpenSSL. */
#ifndef MPICC_KEYS_KEY_PAIR_H
#define MPICC_KEYS_KEY_PAIR_H

#include "lib/base/arena.h"
#include "lib/base/base64.h"
#include "lib/base/error.h"

struct key_pair {
	struct str private_key; /* PEM, SEC1 "EC PRIVATE KEY" (RFC 5915), which every OpenSSH reads */
	struct str public_key;  /* a line of authorized_keys (RFC 5656), without line end */
};

/* A new ECDSA P-521 pair. Both texts live in `a`; the private one is overwritten when that ends. */
int key_pair_make(struct arena *a, struct key_pair *out, struct error *err);

#endif
