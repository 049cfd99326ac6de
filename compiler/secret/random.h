/* SPDX-License-Identifier: Apache-2.0 */
/* Where random bytes come from: handed in, so that the same bytes give the same ciphertext in tests. */
#ifndef MPICC_SECRET_RANDOM_H
#define MPICC_SECRET_RANDOM_H

#include <stddef.h>

#include "lib/base/error.h"

struct random_source {
	void *payload;
	int (*fill)(void *payload, unsigned char *out, size_t bytes, struct error *err);
};

/* OpenSSL's generator, seeded by the system. */
extern const struct random_source random_openssl;

int random_fill(const struct random_source *source, unsigned char *out, size_t bytes, struct error *err);

#endif
