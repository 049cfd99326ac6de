/* SPDX-License-Identifier: Apache-2.0 */
/* Field types with scalar values: strings, integers, booleans, choices, durations. */
#include "compiler/spec/field_types.h"

#include "lib/contract/names.h"

/* Numbers and booleans where a string belongs are the user's mistake, but one with an obvious cure. */
static bool expect_string(struct decoder *d, const struct field *field, const struct node *value)
{
	struct diag *diag;

	if (value->kind == node_string)
		return true;
	field_wrong_kind(d, field, value, "a string");
	if (value->kind == node_list || value->kind == node_map || value->text.length == 0)
		return false;
	diag = &d->diags->items[d->diags->count - 1];
	diag_help(d->diags, diag, "put it in quotes: \"%.*s\"", STR_ARG(value->text));
	return false;
}

static bool decode_string(struct decoder *d, const struct field *field, const struct node *value, void *slot)
{
	if (!expect_string(d, field, value))
		return false;
	if (value->text.length == 0) {
		diag_report(d->diags, diag_E0204, value->at, "`%s` must not be empty", field->path);
		return false;
	}
	*(struct str *)slot = value->text;
	return true;
}

static bool decode_name(struct decoder *d, const struct field *field, const struct node *value, void *slot)
{
	struct diag *diag;

	if (!decode_string(d, field, value, slot))
		return false;
	if (name_is_dns1123_label(value->text))
		return true;
	diag = diag_report(d->diags, diag_E0205, value->at, "`%.*s` is not a valid name for `%s`", STR_ARG(value->text), field->path);
	diag_help(d->diags, diag, "lower-case letters, digits and `-`, beginning and ending with a letter or digit, at most 63 characters");
	return false;
}

static bool decode_subdomain(struct decoder *d, const struct field *field, const struct node *value, void *slot)
{
	struct diag *diag;

	if (!decode_string(d, field, value, slot))
		return false;
	if (name_is_dns1123_subdomain(value->text))
		return true;
	diag = diag_report(d->diags, diag_E0205, value->at, "`%.*s` is not a valid name for `%s`", STR_ARG(value->text), field->path);
	diag_help(d->diags, diag, "lower-case letters, digits, `-` and `.`, each part beginning and ending with a letter or digit");
	return false;
}

static bool decode_int(struct decoder *d, const struct field *field, const struct node *value, void *slot)
{
	if (value->kind != node_int)
		return field_wrong_kind(d, field, value, "an integer");
	if (value->integer < field->minimum || value->integer > field->maximum) {
		diag_report(d->diags, diag_E0204, value->at, "`%s` must be between %lld and %lld", field->path, (long long)field->minimum,
			    (long long)field->maximum);
		return false;
	}
	*(int64_t *)slot = value->integer;
	return true;
}

static bool decode_bool(struct decoder *d, const struct field *field, const struct node *value, void *slot)
{
	if (value->kind != node_bool)
		return field_wrong_kind(d, field, value, "true or false");
	*(bool *)slot = value->boolean;
	return true;
}

static bool decode_choice(struct decoder *d, const struct field *field, const struct node *value, void *slot)
{
	struct str *names;
	uint32_t count = 0, first = 0;
	struct str meant;
	struct diag *diag;

	if (!expect_string(d, field, value))
		return false;
	while (field->choices[count])
		count++;
	names = arena_array(d->arena, struct str, count);
	for (uint32_t i = 0; i < count; i++)
		names[i] = str_from(field->choices[i]);
	for (uint32_t i = 0; i < count; i++) {
		if (!str_equal(value->text, names[i]) || names[i].length == 0)
			continue;
		*(int *)slot = (int)i;
		return true;
	}
	if (names[0].length == 0)
		first = 1; /* the choice that stands for "not set" */
	diag = diag_report(d->diags, diag_E0206, value->at, "invalid `%s`: `%.*s`", field->path, STR_ARG(value->text));
	meant = diag_suggest(d->diags, diag, value->text, names + first, count - first);
	/* Words that need no quotes. */
	if (meant.length && meant.data[0] >= 'A')
		diag_fix(diag, value->at, meant);
	return false;
}

/* Seconds of a unit, in the order a duration names them. */
static const struct {
	char name;
	int64_t seconds;
} units[] = {{'w', 604800}, {'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};

enum { unit_count = sizeof(units) / sizeof(*units) };

static unsigned unit_find(char name)
{
	unsigned i = 0;

	while (i < unit_count && units[i].name != name)
		i++;
	return i;
}

bool duration_parse(struct str text, int64_t *out)
{
	int64_t total = 0;
	unsigned least = 0; /* units come in falling order, each once */
	size_t at = 0;

	while (at < text.length) {
		size_t start = at;
		unsigned unit;
		int64_t count;

		while (at < text.length && text.data[at] >= '0' && text.data[at] <= '9')
			at++;
		if (at == text.length || at - start > 9 || !str_to_int(str_slice(text, start, at), &count))
			return false;
		unit = unit_find(text.data[at++]);
		if (unit == unit_count || unit < least)
			return false;
		least = unit + 1;
		total += count * units[unit].seconds;
	}
	if (text.length == 0)
		return false;
	*out = total;
	return true;
}

static bool decode_duration(struct decoder *d, const struct field *field, const struct node *value, void *slot)
{
	int64_t seconds;
	struct diag *diag;

	if (value->kind == node_int) {
		diag = diag_report(d->diags, diag_E0207, value->at, "`%s` needs a unit", field->path);
		diag_help(d->diags, diag, "`%llds` or `%lldm`?", (long long)value->integer, (long long)value->integer);
		return false;
	}
	if (!expect_string(d, field, value))
		return false;
	if (!duration_parse(value->text, &seconds)) {
		diag = diag_report(d->diags, diag_E0207, value->at, "`%.*s` is not a duration", STR_ARG(value->text));
		diag_help(d->diags, diag, "whole numbers with w, d, h, m or s, the largest first: `90s`, `4h`, `1d12h`");
		return false;
	}
	if (seconds < field->minimum || seconds > field->maximum) {
		diag_report(d->diags, diag_E0204, value->at, "`%s` must be between %llds and %llds", field->path,
			    (long long)field->minimum, (long long)field->maximum);
		return false;
	}
	*(int64_t *)slot = seconds;
	return true;
}

const struct field_type field_string = {"string", "text", "{type: string, minLength: 1}", decode_string};
const struct field_type field_name = {"name", "lower-case letters, digits and -",
				      "{type: string, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 63}", decode_name};
const struct field_type field_subdomain = {
	"subdomain", "lower-case letters, digits, - and .",
	"{type: string, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$', maxLength: 253}", decode_subdomain};
const struct field_type field_int = {"integer", "a whole number", "{type: integer}", decode_int};
const struct field_type field_bool = {"boolean", "true or false", "{type: boolean}", decode_bool};
const struct field_type field_choice = {"choice", "one of the words", "{type: string}", decode_choice};
const struct field_type field_duration = {"duration", "90s, 45m, 4h, 1d12h",
					  "{type: string, pattern: '^([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?$', minLength: 2}",
					  decode_duration};
