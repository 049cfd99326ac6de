/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hash that identifies a run: 8 characters made of the SHA-256 of a
 * canonical text. The first is a letter, so that no YAML reader takes a hash for
 * a number (4049e919 would be one to some).
 */
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
