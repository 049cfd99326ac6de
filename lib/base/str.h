/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A string view: bytes and a length, passed by value, never owning.
 *
 * `data` need not end in NUL and may hold any byte. An empty view may have
 * `data == NULL`. Whoever made the bytes owns them; nearly always an arena.
 */
#ifndef MPICC_BASE_STR_H
#define MPICC_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *data;
	size_t length;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
#define STR_NONE ((struct str){NULL, 0})

/* For printf: "%.*s", STR_ARG(s). Views longer than INT_MAX are cut. */
#define STR_ARG(s) ((s).length > INT32_MAX ? INT32_MAX : (int)(s).length), ((s).data ? (s).data : "")

/* Inline, for a compiler then knows the length of a literal, and most comparisons end at the length or the first byte. */
static inline struct str str_from(const char *text) /* NULL gives an empty view */
{
	return (struct str){text, text ? strlen(text) : 0};
}

static inline bool str_equal(struct str a, struct str b)
{
	return a.length == b.length && (a.length == 0 || (a.data[0] == b.data[0] && memcmp(a.data, b.data, a.length) == 0));
}

static inline bool str_is(struct str a, const char *text)
{
	return a.length ? a.data[0] == text[0] && str_equal(a, str_from(text)) : !text[0];
}

static inline bool str_starts(struct str s, const char *prefix)
{
	size_t n = strlen(prefix);

	return s.length >= n && (n == 0 || memcmp(s.data, prefix, n) == 0);
}

static inline struct str str_slice(struct str s, size_t from, size_t to) /* clamped to the view */
{
	if (to > s.length)
		to = s.length;
	if (from > to)
		from = to;
	return (struct str){s.data ? s.data + from : NULL, to - from};
}

int str_compare(struct str a, struct str b);        /* bytewise: <0, 0, >0 */
bool str_ends(struct str s, const char *suffix);
struct str str_trim(struct str s);                  /* blanks, tabs and line ends off both sides */

/* Position of `c`, or SIZE_MAX where it does not occur. */
size_t str_find(struct str s, char c);
size_t str_find_last(struct str s, char c);

/*
 * Takes what stands before the first `separator` off the front of `*rest` into
 * `*part`. False when `*rest` was exhausted before the call (data == NULL).
 */
bool str_cut(struct str *rest, char separator, struct str *part);

/* The whole view as a decimal integer with optional '-'; false if it is not one or does not fit. */
bool str_to_int(struct str s, int64_t *out);

/*
 * FNV-1a (Fowler, Noll, Vo), 32 bits, for tables in memory: the hash of what was hashed to `hash` before, STR_HASH_START at first, and `s`. An end is
 * hashed, too, so that "ab", "c" differs from "a", "bc".
 */
#define STR_HASH_START 2166136261u
uint32_t str_hash(uint32_t hash, struct str s);

/* Damerau-Levenshtein distance without regard to case; both at most 64 bytes, else SIZE_MAX. */
size_t str_distance(struct str a, struct str b);

#endif
