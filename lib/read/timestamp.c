/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The dates that go-yaml takes for timestamps. Its formats go through Go's
 * time.Parse, so this follows that: one or two digits, ranges checked, any
 * number of digits after the seconds' point or comma.
 */
#include "lib/read/scalar.h"

static bool is_digit(struct str s, size_t at)
{
	return at < s.length && s.data[at] >= '0' && s.data[at] <= '9';
}

static bool take(struct str *s, char c)
{
	if (s->length == 0 || s->data[0] != c)
		return false;
	*s = str_slice(*s, 1, s->length);
	return true;
}

/* One or two digits within least..most. */
static bool take_number(struct str *s, unsigned least, unsigned most, unsigned *out)
{
	size_t n = is_digit(*s, 1) ? 2 : 1;

	if (!is_digit(*s, 0))
		return false;
	*out = (unsigned)(s->data[0] - '0');
	if (n == 2)
		*out = *out * 10 + (unsigned)(s->data[1] - '0');
	*s = str_slice(*s, n, s->length);
	return *out >= least && *out <= most;
}

static bool take_two_digits(struct str *s, unsigned most)
{
	unsigned n;

	return is_digit(*s, 1) && take_number(s, 0, most, &n);
}

static unsigned days_in(unsigned year, unsigned month)
{
	static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return month == 2 && leap ? 29 : days[month - 1];
}

static bool take_date(struct str *s)
{
	unsigned year = 0, month, day;

	for (size_t i = 0; i < 4; i++) {
		if (!is_digit(*s, i))
			return false;
		year = year * 10 + (unsigned)(s->data[i] - '0');
	}
	*s = str_slice(*s, 4, s->length);
	return take(s, '-') && take_number(s, 1, 12, &month) && take(s, '-') && take_number(s, 1, 31, &day) &&
	       day <= days_in(year, month);
}

static bool take_time(struct str *s)
{
	unsigned n;

	if (!take_number(s, 0, 23, &n) || !take(s, ':') || !take_number(s, 0, 59, &n) || !take(s, ':') ||
	    !take_number(s, 0, 59, &n))
		return false;
	if (s->length && (s->data[0] == '.' || s->data[0] == ',') && is_digit(*s, 1)) {
		*s = str_slice(*s, 1, s->length);
		while (is_digit(*s, 0))
			*s = str_slice(*s, 1, s->length);
	}
	return true;
}

/* Z, or +hh:mm. */
static bool take_zone(struct str *s)
{
	if (take(s, 'Z'))
		return true;
	return (take(s, '+') || take(s, '-')) && take_two_digits(s, 24) && take(s, ':') && take_two_digits(s, 60);
}

bool scalar_is_timestamp(struct str text)
{
	if (!take_date(&text))
		return false;
	if (text.length == 0)
		return true;
	if (take(&text, 'T') || take(&text, 't'))
		return take_time(&text) && take_zone(&text) && text.length == 0;
	if (!take(&text, ' '))
		return false;
	while (take(&text, ' '))
		;
	return take_time(&text) && text.length == 0;
}
