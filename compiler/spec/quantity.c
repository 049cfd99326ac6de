/* SPDX-License-Identifier: Apache-2.0 */
/* Kubernetes quantities: checked, never computed with except whole counts of devices. */
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
