/* SPDX-License-Identifier: Apache-2.0 */
/* Encryption to age recipients (C2SP age.md, version 1, type X25519). */
#ifndef MPICC_SECRET_AGE_H
#define MPICC_SECRET_AGE_H

#include "compiler/secret/crypt.h"
#include "compiler/secret/random.h"
#include "lib/base/arena.h"

struct age_recipient {
	struct str text; /* "age1…"; borrowed */
	unsigned char point[crypt_key_bytes];
};

/* False when the text is no X25519 recipient; those of plugins, ssh keys and the hybrid age1pq… are none. */
bool age_recipient_parse(struct str text, struct age_recipient *out);

/* Enough for keys, and less than a chunk of age's. */
enum { age_plain_max = 1024 };

/* An armored age file, with line end, that the recipient alone can decrypt; in `a`. `plain` has at most age_plain_max bytes. */
int age_encrypt(const struct age_recipient *recipient, struct str plain, const struct random_source *random, struct arena *a,
		struct str *out, struct error *err);

#endif
