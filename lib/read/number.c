/* SPDX-License-Identifier: Apache-2.0 */
/* The shapes of numbers in plain scalars: YAML 1.2's, YAML 1.1's and Go's. */
#include <stdlib.h>

#include "lib/read/scalar.h"

/* Reads a text character by character; go-yaml drops every underscore before it looks. */
struct cursor {
	const char *at, *end;
	bool skip_underscores;
};

enum { at_end = -1 };

static struct cursor cursor_new(struct str text, bool skip_underscores)
{
	return (struct cursor){text.data, text.data + text.length, skip_underscores};
}

static int peek(struct cursor *c)
{
	while (c->skip_underscores && c->at < c->end && *c->at == '_')
		c->at++;
	return c->at < c->end ? (unsigned char)*c->at : at_end;
}

static int next(struct cursor *c)
{
	int character = peek(c);

	if (character != at_end)
		c->at++;
	return character;
}

static bool accept(struct cursor *c, int character)
{
	if (peek(c) != character)
		return false;
	next(c);
	return true;
}

static bool is_digit(int c)
{
	return c >= '0' && c <= '9';
}

static int lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static int digit_value(int c)
{
	c = lower(c);
	if (is_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

/* All that is left as digits of `base`, at least one; false for anything else, or when it exceeds `most`. */
static bool scan_digits(struct cursor *c, int base, uint64_t most, uint64_t *out)
{
	uint64_t value = 0;
	int character = next(c);

	if (character == at_end)
		return false;
	for (; character != at_end; character = next(c)) {
		uint64_t digit = (uint64_t)digit_value(character);

		if (digit >= (uint64_t)base || value > (most - digit) / (uint64_t)base)
			return false;
		value = value * (uint64_t)base + digit;
	}
	*out = value;
	return true;
}

/* What a float's syntax yields: is it one, has it a point or exponent, where is its first digit that counts. */
struct decimal {
	bool fraction;       /* a point or an exponent */
	long magnitude;      /* value = 0.d1d2… x 10^magnitude */
	char digits[48];     /* the first ones, from the first that is not 0; enough to tell overflow */
	unsigned digit_count;
	bool any;            /* a digit that is not 0 */
};

enum { exponent_max = 1000000 };

static void add_digit(struct decimal *d, int c, bool after_point)
{
	if (c != '0')
		d->any = true;
	if (d->any && d->digit_count < sizeof(d->digits) - 1)
		d->digits[d->digit_count++] = (char)c;
	if (d->any && !after_point)
		d->magnitude++;
	if (!d->any && after_point)
		d->magnitude--;
}

static unsigned scan_run(struct cursor *c, struct decimal *d, bool after_point)
{
	unsigned count = 0;

	for (; is_digit(peek(c)); count++)
		add_digit(d, next(c), after_point);
	return count;
}

static bool scan_exponent(struct cursor *c, struct decimal *d)
{
	bool negative;
	long value = 0;

	negative = accept(c, '-');
	if (!negative)
		accept(c, '+');
	if (!is_digit(peek(c)))
		return false;
	while (is_digit(peek(c))) {
		value = value * 10 + digit_value(next(c));
		if (value > exponent_max)
			value = exponent_max;
	}
	d->magnitude += negative ? -value : value;
	return true;
}

/* [-+]? ( .digits | digits [ . [digits] ] ) [ e [-+]? digits ], and nothing after it. */
static bool scan_decimal(struct cursor *c, struct decimal *d)
{
	unsigned whole, part = 0;

	*d = (struct decimal){0};
	if (!accept(c, '-'))
		accept(c, '+');
	whole = scan_run(c, d, false);
	if (accept(c, '.')) {
		d->fraction = true;
		part = scan_run(c, d, true);
	}
	if (whole + part == 0)
		return false;
	if (lower(peek(c)) == 'e') {
		d->fraction = true;
		next(c);
		if (!scan_exponent(c, d))
			return false;
	}
	return peek(c) == at_end;
}

static bool overflows(struct decimal *d)
{
	char text[sizeof(d->digits) + 8] = "0.";
	size_t n = 2;

	if (!d->any || d->magnitude < 309)
		return false;
	if (d->magnitude > 309)
		return true;
	for (unsigned i = 0; i < d->digit_count; i++)
		text[n++] = d->digits[i];
	for (const char *exponent = "e309"; *exponent; exponent++)
		text[n++] = *exponent;
	return strtod(text, NULL) > 1.7976931348623157e308;
}

/* Go's strconv.ParseInt and ParseUint with base 0: the prefix says the base, a bare 0 means octal. */
static bool go_int(struct cursor c)
{
	uint64_t most = UINT64_MAX, value;
	struct cursor ahead;
	int base = 10, letter;

	if (accept(&c, '-'))
		most = (uint64_t)INT64_MAX + 1;
	else if (accept(&c, '+'))
		most = INT64_MAX;
	ahead = c;
	if (!accept(&ahead, '0') || peek(&ahead) == at_end)
		return scan_digits(&c, 10, most, &value);
	letter = lower(next(&ahead));
	base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
	if (base && peek(&ahead) != at_end)
		return scan_digits(&ahead, base, most, &value);
	return scan_digits(&c, 8, most, &value);
}

/* go-yaml's second try at binary: 0b-1, which nobody writes. */
static bool go_binary(struct cursor c)
{
	uint64_t value;

	return accept(&c, '0') && accept(&c, 'b') && (accept(&c, '-') || accept(&c, '+')) &&
	       scan_digits(&c, 2, INT64_MAX, &value);
}

/* In Go's own literals an underscore stands between two digits. */
static bool underscores_between_digits(struct str text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] == '_' && (i == 0 || i + 1 == text.length || !is_digit(text.data[i - 1]) || !is_digit(text.data[i + 1])))
			return false;
	return true;
}

bool number_go(struct str text)
{
	struct cursor c = cursor_new(text, true);
	struct decimal d;

	if (text.length && text.data[0] == '.')
		return underscores_between_digits(text) && scan_decimal(&c, &d) && !overflows(&d);
	return go_int(c) || go_binary(c) || (scan_decimal(&c, &d) && !overflows(&d));
}

static bool scan_based(struct str text, int base)
{
	for (size_t i = 2; i < text.length; i++)
		if (digit_value((unsigned char)text.data[i]) >= base)
			return false;
	return text.length > 2;
}

enum number_shape number_core(struct str text)
{
	struct cursor c = cursor_new(text, false);
	struct decimal d;

	if (str_starts(text, "0x"))
		return scan_based(text, 16) ? number_int : number_none;
	if (str_starts(text, "0o"))
		return scan_based(text, 8) ? number_int : number_none;
	if (!scan_decimal(&c, &d))
		return number_none;
	return d.fraction ? number_float : number_int;
}

bool number_leads_zero(struct str text)
{
	if (text.length && (text.data[0] == '-' || text.data[0] == '+'))
		text = str_slice(text, 1, text.length);
	return text.length > 1 && text.data[0] == '0' && is_digit(text.data[1]);
}

/* [-+]? digit [digit or _]* ( : [0-5]? digit )+ [ . [digit or _]* ] */
bool number_is_base60(struct str text)
{
	struct cursor c = cursor_new(text, false);
	unsigned groups = 0;

	if (!accept(&c, '-'))
		accept(&c, '+');
	if (!is_digit(next(&c)))
		return false;
	while (is_digit(peek(&c)) || peek(&c) == '_')
		next(&c);
	for (; accept(&c, ':'); groups++) {
		int first = next(&c);

		if (!is_digit(first) || (is_digit(peek(&c)) && first > '5'))
			return false;
		if (is_digit(peek(&c)))
			next(&c);
	}
	if (groups && accept(&c, '.'))
		while (is_digit(peek(&c)) || peek(&c) == '_')
			next(&c);
	return groups && peek(&c) == at_end;
}

bool number_to_int(struct str text, int64_t *out)
{
	struct cursor c = cursor_new(text, false);
	bool negative = accept(&c, '-');
	int base = str_starts(text, "0x") ? 16 : str_starts(text, "0o") ? 8 : 10;
	uint64_t value;

	if (!negative)
		accept(&c, '+');
	if (base != 10)
		c.at += 2;
	if (!scan_digits(&c, base, (uint64_t)INT64_MAX + negative, &value))
		return false;
	*out = negative ? (int64_t)(0 - value) : (int64_t)value;
	return true;
}
