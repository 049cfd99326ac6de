/* SPDX-License-Identifier: Apache-2.0 */
/* Single values: their type, range and form; and values that should be lists or maps. */
#include "compiler/schema/pattern.h"
#include "compiler/spec/field_types.h"
#include "compiler/validate/format.h"
#include "compiler/validate/schema_walk.h"

enum { port_max = 65535, shown_max = 60 /* bytes of a value in a message */ };

static const char *const kind_names[] = {
	[schema_any] = "anything",
	[schema_bool] = "true or false",
	[schema_int] = "an integer",
	[schema_number] = "a number",
	[schema_string] = "a string",
	[schema_quantity] = "a quantity",
	[schema_int_or_string] = "an integer or a string",
	[schema_list] = "a list",
	[schema_map] = "a map",
	[schema_metadata] = "a map",
};

static bool kind_fits(enum schema_kind kind, enum node_kind node)
{
	switch (kind) {
	case schema_bool:
		return node == node_bool;
	case schema_int:
		return node == node_int;
	case schema_number:
		return node == node_int || node == node_float;
	case schema_string:
		return node == node_string;
	case schema_quantity:
		return node == node_int || node == node_float || node == node_string;
	case schema_int_or_string:
		return node == node_int || node == node_string;
	case schema_list:
		return node == node_list;
	case schema_map:
		return node == node_map;
	case schema_any:
	case schema_metadata:
		break;
	}
	return true;
}

/* Quotes are what most wrong types are about. */
static void report_kind(const struct walk *w, const struct schema_type *type, const struct node *n, const struct step *step)
{
	struct diag *d = walk_report(w, step, diag_E0803, n->at, "%.*s must be %s, not %s", STR_ARG(walk_name(w, step)),
				     kind_names[type->kind], node_kind_name(n->kind));
	int64_t number;

	if (type->kind == schema_string && n->kind != node_list && n->kind != node_map)
		diag_help(w->diags, d, "put it in quotes");
	else if (n->kind == node_string && n->style == style_quoted && type->kind == schema_int && str_to_int(n->text, &number))
		diag_help(w->diags, d, "leave out the quotes");
	else if (n->kind == node_string && type->kind == schema_bool)
		diag_help(w->diags, d, "true or false, without quotes");
}

static void walk_number(const struct walk *w, const struct schema_type *type, int64_t value, const struct node *n,
			const struct step *step)
{
	int64_t low = type->low, high = type->high;

	if (type->format == schema_int32 || (type->kind == schema_int_or_string && type->format != schema_int64)) {
		low = low < INT32_MIN ? INT32_MIN : low;
		high = high > INT32_MAX ? INT32_MAX : high;
	}
	if (type->format == schema_port) {
		low = 1;
		high = port_max;
	}
	if (type->format == schema_share)
		low = 0;
	if (value >= low && value <= high)
		return;
	if (high == INT64_MAX || (value < low && high == INT32_MAX))
		walk_report(w, step, diag_E0806, n->at, "%.*s is %lld, %lld is the least", STR_ARG(walk_name(w, step)),
			    (long long)value, (long long)low);
	else
		walk_report(w, step, diag_E0806, n->at, "%.*s is %lld, which is not from %lld to %lld",
			    STR_ARG(walk_name(w, step)), (long long)value, (long long)low, (long long)high);
}

static void walk_quantity(const struct walk *w, const struct schema_type *type, const struct node *n, const struct step *step)
{
	bool negative = n->kind == node_int ? n->integer < 0 : n->kind == node_float ? n->number < 0 : str_starts(n->text, "-");
	struct diag *d;

	if (n->kind == node_string && !quantity_is_valid(n->text)) {
		d = walk_report(w, step, diag_E0807, n->at, "%.*s must be a quantity, not `%.*s`", STR_ARG(walk_name(w, step)),
				STR_ARG(str_slice(n->text, 0, shown_max)));
		diag_help(w->diags, d, "as in 4, 500m, 32Gi or 10G");
	} else if (negative && type->low >= 0) {
		walk_report(w, step, diag_E0806, n->at, "%.*s must not be negative", STR_ARG(walk_name(w, step)));
	}
}

/* To Kubernetes' own kinds an empty text is a field that was not set. */
static void walk_choices(const struct walk *w, const struct schema_type *type, const struct node *n, const struct step *step)
{
	const struct schema_row *row = schema_row_find(w->set, type, n->text);
	struct diag *d;

	if ((n->text.length == 0 && w->set == &schema_kubernetes) || (row && walk_has(w, row)))
		return;
	if (row) {
		walk_report_version(w, step, n->at, n->text, row->since, row->until);
		return;
	}
	d = walk_report(w, step, diag_E0805, n->at, "%.*s cannot be `%.*s`", STR_ARG(walk_name(w, step)),
			STR_ARG(str_slice(n->text, 0, shown_max)));
	walk_suggest(w, d, type, n->text);
}

static int64_t characters(struct str text)
{
	int64_t count = 0;

	for (size_t i = 0; i < text.length; i++)
		count += ((unsigned char)text.data[i] & 0xC0) != 0x80; /* UTF-8 continuation bytes do not count */
	return count;
}

static void walk_length(const struct walk *w, const struct schema_type *type, const struct node *n, const struct step *step)
{
	int64_t length;

	if (type->low <= 0 && type->high >= (int64_t)n->text.length)
		return;
	length = characters(n->text);
	if (length < type->low && length == 0)
		walk_report(w, step, diag_E0806, n->at, "%.*s must not be empty", STR_ARG(walk_name(w, step)));
	else if (length < type->low || length > type->high)
		walk_report(w, step, diag_E0806, n->at, "%.*s has %lld characters, %lld is the %s", STR_ARG(walk_name(w, step)),
			    (long long)length, (long long)(length < type->low ? type->low : type->high),
			    length < type->low ? "least" : "most");
}

static void walk_pattern(const struct walk *w, const struct schema_type *type, const struct node *n, const struct step *step)
{
	const struct schema_pattern *pattern = &w->set->patterns[type->pattern - 1];
	struct diag *d;

	if (pattern_matches(pattern, n->text))
		return;
	d = walk_report(w, step, diag_E0807, n->at, "%.*s has another form than its schema wants: `%.*s`",
			STR_ARG(walk_name(w, step)), STR_ARG(str_slice(n->text, 0, shown_max)));
	diag_help(w->diags, d, "the pattern is %.*s", STR_ARG(pattern->text));
}

static void walk_string(const struct walk *w, const struct schema_type *type, const struct node *n, const struct step *step)
{
	struct diag *d;

	if (type->format == schema_choice) {
		walk_choices(w, type, n, step);
		return;
	}
	walk_length(w, type, n, step);
	if (type->pattern)
		walk_pattern(w, type, n, step);
	if (n->text.length == 0 || format_accepts(type->format, n->text))
		return;
	d = walk_report(w, step, diag_E0807, n->at, "%.*s must be %s, not `%.*s`", STR_ARG(walk_name(w, step)),
			format_name(type->format), STR_ARG(str_slice(n->text, 0, shown_max)));
	diag_help(w->diags, d, "%s", format_help(type->format));
}

void walk_scalar(const struct walk *w, const struct schema_type *type, const struct node *n, const struct step *step)
{
	if (!kind_fits(type->kind, n->kind))
		report_kind(w, type, n, step);
	else if (type->kind == schema_quantity)
		walk_quantity(w, type, n, step);
	else if (n->kind == node_string)
		walk_string(w, type, n, step);
	else if (n->kind == node_int)
		walk_number(w, type, n->integer, n, step);
}
