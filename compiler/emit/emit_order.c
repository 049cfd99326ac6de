/* SPDX-License-Identifier: Apache-2.0 */
/* go-yaml v2's natural order of keys: runs of digits count as numbers, what is no letter comes before letters. */
#include "compiler/emit/emit.h"
#include "compiler/emit/unicode.h"
#include "lib/base/utf8.h"

static uint32_t character_at(struct str s, size_t at, size_t *out_length)
{
	uint32_t c = 0;

	*out_length = utf8_decode(s, at, &c);
	if (*out_length)
		return c;
	*out_length = 1;
	return 0xFFFD;
}

static bool inside_character(struct str s, size_t at)
{
	return at < s.length && ((unsigned char)s.data[at] & 0xC0) == 0x80;
}

/* The byte at which the first different characters begin, or the length of the shorter one. */
static size_t first_difference(struct str a, struct str b)
{
	size_t shorter = a.length < b.length ? a.length : b.length;
	size_t at = 0;

	while (at < shorter && a.data[at] == b.data[at])
		at++;
	while (at > 0 && (inside_character(a, at) || inside_character(b, at)))
		at--;
	return at;
}

/* Are there digits before `at`, one of them not 0? Then zeros that follow are no leading zeros. */
static bool follows_number(struct str s, size_t at)
{
	while (at > 0) {
		size_t length;
		uint32_t c;

		at--;
		while (at > 0 && inside_character(s, at))
			at--;
		c = character_at(s, at, &length);
		if (!unicode_is_digit(c))
			return false;
		if (c != '0')
			return true;
	}
	return false;
}

/* How many digits follow, and their value, by wrapping arithmetic as in Go. */
static size_t digit_run(struct str s, size_t at, uint64_t *value)
{
	size_t count = 0, length;

	for (; at < s.length; at += length, count++) {
		uint32_t c = character_at(s, at, &length);

		if (!unicode_is_digit(c))
			break;
		*value = *value * 10 + (uint64_t)((int64_t)c - '0');
	}
	return count;
}

static int compare_numbers(struct str a, struct str b, size_t at, uint32_t ca, uint32_t cb)
{
	uint64_t number_a, number_b;
	size_t run_a, run_b;

	number_a = number_b = (ca == '0' || cb == '0') && follows_number(a, at);
	run_a = digit_run(a, at, &number_a);
	run_b = digit_run(b, at, &number_b);
	if (number_a != number_b)
		return (int64_t)number_a < (int64_t)number_b ? -1 : 1;
	if (run_a != run_b)
		return run_a < run_b ? -1 : 1;
	return ca < cb ? -1 : ca > cb;
}

static bool is_ascii_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int emit_key_compare(struct str a, struct str b)
{
	size_t at, length;
	uint32_t ca, cb;
	bool letter_a, letter_b;

	if (a.length && b.length && a.data[0] != b.data[0] && is_ascii_letter(a.data[0]) && is_ascii_letter(b.data[0]))
		return a.data[0] < b.data[0] ? -1 : 1; /* what most keys come to */
	at = first_difference(a, b);
	if (at >= a.length || at >= b.length)
		return (a.length > b.length) - (a.length < b.length);
	ca = character_at(a, at, &length);
	cb = character_at(b, at, &length);
	letter_a = unicode_is_letter(ca);
	letter_b = unicode_is_letter(cb);
	if (letter_a && letter_b)
		return ca < cb ? -1 : ca > cb;
	if (letter_a != letter_b)
		return letter_b ? -1 : 1;
	return compare_numbers(a, b, at, ca, cb);
}
