/* SPDX-License-Identifier: Apache-2.0 */
/* Text in, 32 bytes out; the checksum is a BCH code over groups of five bits. */
#include "compiler/secret/bech32.h"

#include <stdint.h>
#include <string.h>

enum {
	checksum_groups = 6,
	data_groups = (bech32_bytes * 8 + 4) / 5,
	padding_bits = data_groups * 5 - bech32_bytes * 8,
	all_groups = data_groups + checksum_groups
};

/* One step of the code's division; the constants are BIP 173's generator. */
static uint32_t step(uint32_t sum, unsigned value)
{
	static const uint32_t generator[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
	uint32_t top = sum >> 25;

	sum = (sum & 0x1ffffff) << 5 ^ value;
	for (unsigned i = 0; i < 5; i++)
		if (top >> i & 1)
			sum ^= generator[i];
	return sum;
}

static uint32_t prefix_sum(struct str prefix)
{
	uint32_t sum = 1;

	for (size_t i = 0; i < prefix.length; i++)
		sum = step(sum, (unsigned char)prefix.data[i] >> 5);
	sum = step(sum, 0);
	for (size_t i = 0; i < prefix.length; i++)
		sum = step(sum, (unsigned char)prefix.data[i] & 31);
	return sum;
}

/* The groups of five bits after "prefix1"; false for a wrong character, length or checksum. */
static bool read_groups(struct str text, struct str prefix, unsigned char groups[all_groups])
{
	static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
	uint32_t sum = prefix_sum(prefix);

	for (size_t i = 0; i < all_groups; i++) {
		char c = text.data[prefix.length + 1 + i];
		const char *found = c ? strchr(alphabet, c) : NULL;

		if (!found)
			return false;
		groups[i] = (unsigned char)(found - alphabet);
		sum = step(sum, groups[i]);
	}
	return sum == 1;
}

bool bech32_decode(struct str text, const char *prefix, unsigned char out[bech32_bytes])
{
	struct str before = str_from(prefix);
	unsigned char groups[all_groups];
	uint32_t bits = 0;
	unsigned count = 0;

	if (text.length != before.length + 1 + all_groups || !str_starts(text, prefix) || text.data[before.length] != '1')
		return false;
	if (!read_groups(text, before, groups) || (groups[data_groups - 1] & ((1u << padding_bits) - 1)))
		return false;
	for (size_t i = 0; i < data_groups; i++) {
		bits = bits << 5 | groups[i];
		count += 5;
		if (count >= 8) {
			count -= 8;
			*out++ = (unsigned char)(bits >> count);
		}
	}
	return true;
}
