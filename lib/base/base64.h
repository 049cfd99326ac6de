/* SPDX-License-Identifier: Apache-2.0 */
/* Standard base64 with padding (RFC 4648, 4), as in the data of a Secret. */
#ifndef MPICC_BASE_BASE64_H
#define MPICC_BASE_BASE64_H

#include "lib/base/arena.h"

struct str base64_encode(struct arena *a, struct str bytes);
/* Line ends within are passed over; false for any other character that is none of base64, and for a wrong length. */
bool base64_decode(struct arena *a, struct str text, struct str *out);

#endif
