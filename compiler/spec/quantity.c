/* SPDX-License-Identifier: Apache-2.0 */
/* Kubernetes quantities: checked, and compared as numbers by rules; what is printed is what was written. */
#include "compiler/spec/field_types.h"

/* Suffixes of resource.Quantity (k8s.io/apimachinery pkg/api/resource, 1.34); exponents are apart. */
static const char *const suffixes[] = {"", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};

static size_t digits(struct str s, size_t from)
{
	size_t at = from;

	while (at < s.length && s.data[at] >= '0' && s.data[at] <= '9')
		at++;
	return at - from;
}

static bool is_suffix(struct str s)
{
	int64_t exponent;

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++)
		if (str_is(s, suffixes[i]))
			return true;
	if (!str_starts(s, "e") && !str_starts(s, "E"))
		return false;
	s = str_slice(s, 1, s.length);
	if (str_starts(s, "+") && !str_starts(s, "+-"))
		s = str_slice(s, 1, s.length);
	return str_to_int(s, &exponent) && exponent >= -18 && exponent <= 18;
}

bool quantity_is_valid(struct str text)
{
	size_t at = text.length && (text.data[0] == '+' || text.data[0] == '-') ? 1 : 0;
	size_t whole = digits(text, at), fraction = 0;

	at += whole;
	if (at < text.length && text.data[at] == '.') {
		fraction = digits(text, at + 1);
		at += 1 + fraction;
	}
	return whole + fraction > 0 && is_suffix(str_slice(text, at, text.length));
}

bool quantity_to_int(struct str text, int64_t *out)
{
	return str_to_int(text, out);
}

static double power(double base, int64_t exponent)
{
	double value = 1;

	for (; exponent > 0; exponent--)
		value *= base;
	return value;
}

/* By dividing, where the suffix is below one: so 100m is the same number as 0.1. */
static double scaled(double value, struct str suffix)
{
	static const char below[] = "mun", *const decimal = "kMGTPE", *const binary = "KMGTPE";
	char letter = suffix.length ? suffix.data[0] : '\0';
	int64_t exponent;

	if (suffix.length == 0)
		return value;
	if (letter == 'e' || (letter == 'E' && suffix.length > 1)) {
		suffix = str_slice(suffix, suffix.length > 1 && suffix.data[1] == '+' ? 2 : 1, suffix.length);
		if (!str_to_int(suffix, &exponent))
			return value;
		return exponent < 0 ? value / power(10, -exponent) : value * power(10, exponent);
	}
	for (int64_t i = 0; below[i]; i++)
		if (letter == below[i])
			return value / power(1000, i + 1);
	for (int64_t i = 0; decimal[i]; i++)
		if (letter == (suffix.length == 2 ? binary : decimal)[i])
			return value * power(suffix.length == 2 ? 1024 : 1000, i + 1);
	return value;
}

bool quantity_to_double(struct str text, double *out)
{
	size_t at = text.length && (text.data[0] == '+' || text.data[0] == '-') ? 1 : 0;
	double value = 0, unit = 1;

	if (!quantity_is_valid(text))
		return false;
	for (bool fraction = false; at < text.length; at++) {
		char c = text.data[at];

		if (c == '.' && !fraction) {
			fraction = true;
			continue;
		}
		if (c < '0' || c > '9')
			break;
		value = value * 10 + (c - '0');
		unit *= fraction ? 10 : 1;
	}
	value = scaled(value / unit, str_slice(text, at, text.length));
	*out = text.data[0] == '-' ? -value : value;
	return true;
}
