/* SPDX-License-Identifier: Apache-2.0 */
/* Bech32 (BIP 173), the form of age's recipients. */
#ifndef MPICC_SECRET_BECH32_H
#define MPICC_SECRET_BECH32_H

#include "lib/base/str.h"

enum { bech32_bytes = 32 };

/* Decodes 32 bytes behind `prefix`, all in lower case; false when the text is anything else or its checksum is wrong. */
bool bech32_decode(struct str text, const char *prefix, unsigned char out[bech32_bytes]);

#endif
