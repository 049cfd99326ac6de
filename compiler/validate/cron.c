/* SPDX-License-Identifier: Apache-2.0 */
/* Schedules of CronJobs. */
#include "compiler/validate/format.h"

struct cron_field {
	int64_t low, high;
	const char *names; /* of three letters each, the first is `low`; NULL: none */
};

static const struct cron_field fields[] = {
	{0, 59, NULL},
	{0, 23, NULL},
	{1, 31, NULL},
	{1, 12, "janfebmaraprmayjunjulaugsepoctnovdec"},
	{0, 6, "sunmontuewedthufrisat"},
};

enum { field_count = sizeof(fields) / sizeof(*fields), name_length = 3 };

static bool named(const struct cron_field *f, struct str text, int64_t *out)
{
	struct str names = str_from(f->names);

	for (size_t i = 0; i + name_length <= names.length; i += name_length) {
		struct str name = str_slice(names, i, i + name_length);

		if (text.length != name_length || str_distance(text, name) != 0)
			continue;
		*out = f->low + (int64_t)(i / name_length);
		return true;
	}
	return false;
}

static bool value(const struct cron_field *f, struct str text, int64_t *out)
{
	if (named(f, text, out))
		return true;
	return text.length && text.data[0] >= '0' && text.data[0] <= '9' && str_to_int(text, out) && *out >= f->low &&
	       *out <= f->high;
}

static bool range(const struct cron_field *f, struct str text)
{
	int64_t from, to;
	struct str first;

	if (str_is(text, "*") || str_is(text, "?"))
		return true;
	if (!str_cut(&text, '-', &first) || !value(f, first, &from))
		return false;
	return !text.data || (value(f, text, &to) && from <= to);
}

/* "1-5/2": a range, then perhaps a step. */
static bool stepped(const struct cron_field *f, struct str text)
{
	struct str first;
	int64_t step;

	if (!str_cut(&text, '/', &first) || !range(f, first))
		return false;
	return !text.data || (str_to_int(text, &step) && step > 0);
}

static bool list(const struct cron_field *f, struct str text)
{
	struct str part;

	while (str_cut(&text, ',', &part))
		if (!stepped(f, part))
			return false;
	return true;
}

static bool is_descriptor(struct str text)
{
	static const char *const names[] = {"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_is(text, names[i]))
			return true;
	return str_starts(text, "@every ") && text.length > sizeof("@every ") - 1;
}

bool cron_is_valid(struct str text)
{
	struct str part;
	size_t count = 0;

	if (str_starts(text, "@"))
		return is_descriptor(text);
	while (str_cut(&text, ' ', &part)) {
		if (part.length == 0)
			continue;
		if (count == field_count || !list(&fields[count++], part))
			return false;
	}
	return count == field_count;
}
