/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 3339 to milliseconds and back, without the C library's time zones. */
#include "lib/base/rfc3339.h"

#include <stdio.h>

enum { year_first = 1970, year_last = 9999 };

static const int64_t day_ms = 86400000;

/* Days from 1970-01-01 to a date; years begin in March, so that the leap day comes last. */
static int64_t days_from_date(int64_t year, int64_t month, int64_t day)
{
	int64_t y = month > 2 ? year : year - 1;
	int64_t m = month > 2 ? month - 3 : month + 9;

	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

static bool is_leap(int64_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int64_t month_days(int64_t year, int64_t month)
{
	static const char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Takes `digits` digits and what follows them off the front of *rest; `after` 0 takes nothing more. */
static bool take(struct str *rest, size_t digits, const char *after, int64_t *out)
{
	int64_t n = 0;

	if (rest->length < digits)
		return false;
	for (size_t i = 0; i < digits; i++) {
		char c = rest->data[i];

		if (c < '0' || c > '9')
			return false;
		n = n * 10 + (c - '0');
	}
	*rest = str_slice(*rest, digits, rest->length);
	*out = n;
	if (!str_starts(*rest, after))
		return false;
	*rest = str_slice(*rest, *after ? 1 : 0, rest->length);
	return true;
}

/* ".123456" in milliseconds; what is finer is cut off. */
static bool take_fraction(struct str *rest, int64_t *out)
{
	int64_t scale = 100;
	size_t i = 1;

	*out = 0;
	if (!str_starts(*rest, "."))
		return true;
	for (; i < rest->length && rest->data[i] >= '0' && rest->data[i] <= '9'; i++, scale /= 10)
		*out += (rest->data[i] - '0') * scale;
	*rest = str_slice(*rest, i, rest->length);
	return i > 1;
}

static bool take_offset(struct str *rest, int64_t *out)
{
	int64_t sign, hours, minutes;

	*out = 0;
	if (str_is(*rest, "Z") || str_is(*rest, "z"))
		return true;
	if (!str_starts(*rest, "+") && !str_starts(*rest, "-"))
		return false;
	sign = rest->data[0] == '-' ? -1 : 1;
	*rest = str_slice(*rest, 1, rest->length);
	if (!take(rest, 2, ":", &hours) || !take(rest, 2, "", &minutes) || rest->length)
		return false;
	*out = sign * (hours * 60 + minutes) * 60000;
	return hours < 24 && minutes < 60;
}

static bool in_range(int64_t year, int64_t month, int64_t day, int64_t hour, int64_t minute, int64_t second)
{
	if (year < year_first || year > year_last || month < 1 || month > 12 || day < 1 || day > month_days(year, month))
		return false;
	return hour < 24 && minute < 60 && second <= 60;
}

bool rfc3339_parse(struct str text, int64_t *out_ms)
{
	int64_t year, month, day, hour, minute, second, fraction, offset;

	if (!take(&text, 4, "-", &year) || !take(&text, 2, "-", &month) || !take(&text, 2, "T", &day))
		return false;
	if (!take(&text, 2, ":", &hour) || !take(&text, 2, ":", &minute) || !take(&text, 2, "", &second))
		return false;
	if (!take_fraction(&text, &fraction) || !take_offset(&text, &offset) || !in_range(year, month, day, hour, minute, second))
		return false;
	*out_ms = days_from_date(year, month, day) * day_ms + ((hour * 60 + minute) * 60 + second) * 1000 + fraction - offset;
	return true;
}

struct date {
	int year, month, day, hour, minute, second, ms;
};

static struct date date_from(int64_t ms)
{
	int64_t clamped = ms < 0 ? 0 : ms, days = clamped / day_ms, rest = clamped % day_ms, year = year_first, month = 1;

	for (; year < year_last && days >= 365 + is_leap(year); year++)
		days -= 365 + is_leap(year);
	for (; month < 12 && days >= month_days(year, month); month++)
		days -= month_days(year, month);
	return (struct date){(int)year, (int)month, (int)days + 1, (int)(rest / 3600000), (int)(rest / 60000 % 60),
			     (int)(rest / 1000 % 60), (int)(rest % 1000)};
}

/* The remainders tell the compiler how many digits there can be. */
void rfc3339_seconds(int64_t ms, char out[rfc3339_size])
{
	struct date d = date_from(ms);

	snprintf(out, rfc3339_size, "%04u-%02u-%02uT%02u:%02u:%02uZ", (unsigned)d.year % 10000, (unsigned)d.month % 100,
		 (unsigned)d.day % 100, (unsigned)d.hour % 100, (unsigned)d.minute % 100, (unsigned)d.second % 100);
}

void rfc3339_micro(int64_t ms, char out[rfc3339_size])
{
	struct date d = date_from(ms);

	snprintf(out, rfc3339_size, "%04u-%02u-%02uT%02u:%02u:%02u.%03u000Z", (unsigned)d.year % 10000, (unsigned)d.month % 100,
		 (unsigned)d.day % 100, (unsigned)d.hour % 100, (unsigned)d.minute % 100, (unsigned)d.second % 100,
		 (unsigned)d.ms % 1000);
}
