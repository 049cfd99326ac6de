/* SPDX-License-Identifier: Apache-2.0 */
/* The hash that identifies a run: SHA-256 of a canonical text, cut to 8 hexadecimal digits. */
#ifndef MPICC_CONTRACT_FINGERPRINT_H
#define MPICC_CONTRACT_FINGERPRINT_H

#include "lib/base/error.h"
#include "lib/base/str.h"
#include "lib/contract/names.h"

/*
 * Version of what goes into the hash. Raising it gives every run a new name at
 * the next compilation, so everything runs again: tests/golden guards it.
 */
#define FINGERPRINT_VERSION "h1"

int fingerprint(struct str canonical, char out[run_id_length + 1], struct error *err);

#endif
