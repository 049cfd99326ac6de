/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SHA-256 by OpenSSL, and its first bytes as characters. By its functions for this one hash, which 3.0 deprecated in favour of
 * EVP: that reads a configuration and looks for providers first, two fifths of what compiling one job took.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "lib/contract/fingerprint.h"

#include <openssl/sha.h>

/*
 * The characters of Kubernetes' own generated names (k8s.io/apimachinery
 * util/rand, 1.34): no vowels, so no words; no 0, 1, 3, which look like others.
 */
static const char alphabet[] = "bcdfghjklmnpqrstvwxz2456789";

enum { letters = 20, characters = sizeof(alphabet) - 1 };

int fingerprint(struct str canonical, char out[run_id_length + 1], struct error *err)
{
	unsigned char hash[SHA256_DIGEST_LENGTH];
	SHA256_CTX context;

	if (SHA256_Init(&context) != 1 || SHA256_Update(&context, canonical.data, canonical.length) != 1 ||
	    SHA256_Final(hash, &context) != 1)
		return error_set(err, error_bug, "SHA-256 is not available in OpenSSL");
	out[0] = alphabet[hash[0] % letters];
	for (unsigned i = 1; i < run_id_length; i++)
		out[i] = alphabet[hash[i] % characters];
	out[run_id_length] = '\0';
	return 0;
}
