/* SPDX-License-Identifier: Apache-2.0 */
/* Base64, both ways. */
#include "lib/base/base64.h"

#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* 1 to 3 bytes as 4 digits. */
static void encode_group(const unsigned char *bytes, size_t count, char *out)
{
	uint32_t bits = (uint32_t)bytes[0] << 16;

	bits |= count > 1 ? (uint32_t)bytes[1] << 8 : 0;
	bits |= count > 2 ? bytes[2] : 0;
	for (unsigned i = 0; i < 4; i++)
		out[i] = i <= count ? digits[bits >> (18 - 6 * i) & 0x3F] : '=';
}

struct str base64_encode(struct arena *a, struct str bytes)
{
	size_t groups = (bytes.length + 2) / 3;
	char *out = arena_alloc(a, groups * 4 + 1);

	for (size_t i = 0; i < groups; i++) {
		size_t left = bytes.length - 3 * i;

		encode_group((const unsigned char *)bytes.data + 3 * i, left > 3 ? 3 : left, out + 4 * i);
	}
	return (struct str){out, groups * 4};
}

static int digit_value(char c)
{
	const char *found = c ? strchr(digits, c) : NULL;

	return found ? (int)(found - digits) : -1;
}

bool base64_decode(struct arena *a, struct str text, struct str *out)
{
	char *bytes = arena_alloc(a, text.length / 4 * 3 + 4);
	size_t used = 0, count = 0, padding = 0;
	uint32_t bits = 0;

	for (size_t i = 0; i < text.length; i++) {
		int value = digit_value(text.data[i]);

		if (text.data[i] == '\n' || text.data[i] == '\r')
			continue;
		padding += text.data[i] == '=';
		if (padding ? text.data[i] != '=' : value < 0)
			return false;
		bits = bits << 6 | (uint32_t)(padding ? 0 : value);
		if (++count % 4 == 0) {
			bytes[used++] = (char)(bits >> 16 & 0xFF);
			bytes[used++] = (char)(bits >> 8 & 0xFF);
			bytes[used++] = (char)(bits & 0xFF);
		}
	}
	if (count % 4 || padding > 2)
		return false;
	*out = (struct str){bytes, used - padding};
	return true;
}
