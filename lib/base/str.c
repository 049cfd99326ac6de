/* SPDX-License-Identifier: Apache-2.0 */
/* String views: compare, cut, search. Allocates nothing. */
#include "lib/base/str.h"

#include <string.h>

int str_compare(struct str a, struct str b)
{
	size_t n = a.length < b.length ? a.length : b.length;
	int c = n ? memcmp(a.data, b.data, n) : 0;

	if (c)
		return c;
	return (a.length > b.length) - (a.length < b.length);
}

bool str_ends(struct str s, const char *suffix)
{
	size_t n = strlen(suffix);

	return s.length >= n && (n == 0 || memcmp(s.data + s.length - n, suffix, n) == 0);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str s)
{
	while (s.length && is_blank(s.data[0]))
		s = str_slice(s, 1, s.length);
	while (s.length && is_blank(s.data[s.length - 1]))
		s.length--;
	return s;
}

size_t str_find(struct str s, char c)
{
	const char *hit = s.length ? memchr(s.data, c, s.length) : NULL;

	return hit ? (size_t)(hit - s.data) : SIZE_MAX;
}

size_t str_find_last(struct str s, char c)
{
	for (size_t i = s.length; i > 0; i--)
		if (s.data[i - 1] == c)
			return i - 1;
	return SIZE_MAX;
}

bool str_cut(struct str *rest, char separator, struct str *part)
{
	size_t at;

	if (!rest->data)
		return false;
	at = str_find(*rest, separator);
	if (at == SIZE_MAX) {
		*part = *rest;
		*rest = STR_NONE;
		return true;
	}
	*part = str_slice(*rest, 0, at);
	*rest = str_slice(*rest, at + 1, rest->length);
	return true;
}

bool str_to_int(struct str s, int64_t *out)
{
	bool negative = s.length && s.data[0] == '-';
	uint64_t limit = negative ? (uint64_t)INT64_MAX + 1 : (uint64_t)INT64_MAX;
	uint64_t value = 0;

	if (negative)
		s = str_slice(s, 1, s.length);
	if (s.length == 0)
		return false;
	for (size_t i = 0; i < s.length; i++) {
		uint64_t digit = (uint64_t)(unsigned char)s.data[i] - '0';

		if (digit > 9 || value > (limit - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*out = negative ? (int64_t)(0 - value) : (int64_t)value;
	return true;
}

uint32_t str_hash(uint32_t hash, struct str s)
{
	const uint32_t prime = 16777619u;

	for (size_t i = 0; i < s.length; i++)
		hash = (hash ^ (unsigned char)s.data[i]) * prime;
	return (hash ^ 0xFF) * prime;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t str_distance(struct str a, struct str b)
{
	enum { max = 64 };
	size_t row[3][max + 1];
	size_t *before = row[0], *previous = row[1], *current = row[2];

	if (a.length > max || b.length > max)
		return SIZE_MAX;
	for (size_t j = 0; j <= b.length; j++)
		previous[j] = j;
	for (size_t i = 1; i <= a.length; i++) {
		size_t *recycled = before;

		current[0] = i;
		for (size_t j = 1; j <= b.length; j++) {
			bool same = lower(a.data[i - 1]) == lower(b.data[j - 1]);
			size_t best = least(previous[j] + 1, current[j - 1] + 1);

			best = least(best, previous[j - 1] + (same ? 0 : 1));
			if (i > 1 && j > 1 && lower(a.data[i - 1]) == lower(b.data[j - 2]) &&
			    lower(a.data[i - 2]) == lower(b.data[j - 1]))
				best = least(best, before[j - 2] + 1);
			current[j] = best;
		}
		before = previous;
		previous = current;
		current = recycled;
	}
	return previous[b.length];
}
