/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 by OpenSSL. */
#include "lib/contract/fingerprint.h"

#include <stdio.h>

#include <openssl/evp.h>

int fingerprint(struct str canonical, char out[run_id_length + 1], struct error *err)
{
	unsigned char hash[EVP_MAX_MD_SIZE];

	if (EVP_Digest(canonical.data, canonical.length, hash, NULL, EVP_sha256(), NULL) != 1)
		return error_set(err, error_bug, "SHA-256 is not available in OpenSSL");
	for (unsigned i = 0; i < run_id_length / 2; i++)
		snprintf(out + 2 * i, 3, "%02x", hash[i]);
	return 0;
}
