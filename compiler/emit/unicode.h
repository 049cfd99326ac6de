/* SPDX-License-Identifier: Apache-2.0 */
/* The character classes that go-yaml's order of keys asks for: Unicode 15.0, as in Go 1.21 and later. */
#ifndef MPICC_EMIT_UNICODE_H
#define MPICC_EMIT_UNICODE_H

#include <stdbool.h>
#include <stdint.h>

bool unicode_is_letter(uint32_t character); /* general category L */
bool unicode_is_digit(uint32_t character);  /* general category Nd */

#endif
