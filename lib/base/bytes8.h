/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looks that most texts pass, taken eight bytes at a time. A test has a bit set
 * when one of the eight is such a byte; which one it is, it does not tell.
 */
#ifndef MPICC_BASE_BYTES8_H
#define MPICC_BASE_BYTES8_H

#include "lib/base/str.h"

#define BYTES8_OF(byte) (UINT64_C(0x0101010101010101) * (byte))
#define BYTES8_HIGH BYTES8_OF(0x80) /* also the test for what is not ASCII */

/* For bytes up to 0x80. */
static inline uint64_t bytes8_below(uint64_t eight, unsigned byte)
{
	return (eight - BYTES8_OF(byte)) & ~eight & BYTES8_HIGH;
}

/* For bytes up to 0x7F. */
static inline uint64_t bytes8_above(uint64_t eight, unsigned byte)
{
	return ((eight + BYTES8_OF(0x7F - byte)) | eight) & BYTES8_HIGH;
}

static inline uint64_t bytes8_equal(uint64_t eight, unsigned byte)
{
	return bytes8_below(eight ^ BYTES8_OF(byte), 1);
}

static inline uint64_t bytes8_digit_or_high(uint64_t eight)
{
	return (((eight & ~BYTES8_HIGH) + BYTES8_OF(0x80 - '0')) & ~((eight & ~BYTES8_HIGH) + BYTES8_OF(0x7F - '9')) & BYTES8_HIGH) |
	       (eight & BYTES8_HIGH);
}

/* All of a short text, some of its bytes more than once. It is not empty. */
static inline uint64_t bytes8_short(struct str s)
{
	const unsigned char *c = (const unsigned char *)s.data;
	uint32_t first, last;

	if (s.length < 4)
		return BYTES8_OF(c[0]) ^ ((uint64_t)(c[0] ^ c[s.length / 2]) << 8) ^ ((uint64_t)(c[0] ^ c[s.length - 1]) << 16);
	memcpy(&first, c, 4);
	memcpy(&last, c + s.length - 4, 4);
	return first | (uint64_t)last << 32;
}

/* Whether any byte passes the test. */
__attribute__((always_inline)) static inline bool bytes8_any(struct str s, uint64_t (*test)(uint64_t eight))
{
	uint64_t eight;

	if (s.length < 8)
		return s.length && test(bytes8_short(s));
	for (size_t i = 0; i + 8 < s.length; i += 8) {
		memcpy(&eight, s.data + i, 8);
		if (test(eight))
			return true;
	}
	memcpy(&eight, s.data + s.length - 8, 8);
	return test(eight);
}

#endif
