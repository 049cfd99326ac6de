/* SPDX-License-Identifier: Apache-2.0 */
/* Random bytes from OpenSSL. */
#include "compiler/secret/random.h"

#include <openssl/rand.h>

static int from_openssl(void *payload, unsigned char *out, size_t bytes, struct error *err)
{
	(void)payload;
	return RAND_bytes(out, (int)bytes) == 1 ? 0 : error_set(err, error_io, "the system has no random bytes");
}

const struct random_source random_openssl = {NULL, from_openssl};

int random_fill(const struct random_source *source, unsigned char *out, size_t bytes, struct error *err)
{
	return source->fill(source->payload, out, bytes, err);
}
