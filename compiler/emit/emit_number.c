/* SPDX-License-Identifier: Apache-2.0 */
/* Shortest digits of a double, and the two notations they are written in. */
#include "compiler/emit/emit_number.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/str.h"

/* 0.d1d2… x 10^point, no zeros at either end; zero is the one digit 0. */
struct digits {
	bool negative;
	char text[18];
	int count, point;
};

/* 15 digits always survive, but in subnormal numbers; when they say it all, they are the shortest but for zeros at the end. */
static void shortest(double number, struct digits *out)
{
	char text[40];
	int precision = fabs(number) < DBL_MIN ? 1 : 15;

	do
		snprintf(text, sizeof(text), "%.*e", precision - 1, number);
	while (strtod(text, NULL) != number && ++precision <= 17);
	*out = (struct digits){.negative = text[0] == '-'};
	for (const char *c = text; *c != 'e'; c++)
		if (*c >= '0' && *c <= '9')
			out->text[out->count++] = *c;
	out->point = atoi(strchr(text, 'e') + 1) + 1;
	while (out->count > 1 && out->text[out->count - 1] == '0')
		out->count--;
}

static char *put(char *out, char c, int count)
{
	for (int i = 0; i < count; i++)
		*out++ = c;
	return out;
}

static char *copy(char *out, const char *digits, int count)
{
	memcpy(out, digits, (size_t)count);
	return out + count;
}

/* 1200, 1.2, 0.0012 */
static void write_positional(const struct digits *d, char *out)
{
	if (d->negative)
		*out++ = '-';
	if (d->point <= 0) {
		out = put(copy(out, "0.", 2), '0', -d->point);
		out = copy(out, d->text, d->count);
	} else if (d->point >= d->count) {
		out = put(copy(out, d->text, d->count), '0', d->point - d->count);
	} else {
		out = copy(out, d->text, d->point);
		*out++ = '.';
		out = copy(out, d->text + d->point, d->count - d->point);
	}
	*out = '\0';
}

/* 1.2e+21; the exponent has at least `width` digits. */
static void write_scientific(const struct digits *d, int width, char *out)
{
	unsigned exponent = (unsigned)abs(d->point - 1) % 1000; /* a double's has three digits at most */

	if (d->negative)
		*out++ = '-';
	*out++ = d->text[0];
	if (d->count > 1) {
		*out++ = '.';
		out = copy(out, d->text + 1, d->count - 1);
	}
	snprintf(out, 8, width == 1 ? "e%c%u" : "e%c%02u", d->point < 1 ? '-' : '+', exponent);
}

void number_json(double number, char out[number_text_max])
{
	struct digits d;

	shortest(number == 0 ? 0 : number, &d);
	if (number != 0 && (d.point < -5 || d.point > 21))
		write_scientific(&d, 1, out);
	else
		write_positional(&d, out);
}

/* Does go-yaml read the digits as an integer? Down to int64's minimum, up to uint64's maximum. */
static bool reads_as_integer(const struct digits *d)
{
	uint64_t value = 0, most = d->negative ? (uint64_t)INT64_MAX + 1 : UINT64_MAX;

	if (d->point < d->count || d->point > 20)
		return false;
	for (int i = 0; i < d->point; i++) {
		uint64_t digit = i < d->count ? (uint64_t)(d->text[i] - '0') : 0;

		if (value > (most - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	return true;
}

void number_yaml(double number, char out[number_text_max])
{
	struct digits d;

	shortest(number == 0 ? 0 : number, &d);
	if (number == 0 || reads_as_integer(&d))
		write_positional(&d, out);
	else if (d.point < -3 || d.point > 6)
		write_scientific(&d, 2, out);
	else
		write_positional(&d, out);
}
