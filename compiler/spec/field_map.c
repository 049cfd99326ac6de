/* SPDX-License-Identifier: Apache-2.0 */
/* Field types that stay trees: labels, annotations, lists of strings, raw maps. */
#include "compiler/spec/field_types.h"

#include "lib/contract/names.h"

static bool check_strings(struct decoder *d, const struct field *field, const struct node *map)
{
	bool ok = true;

	if (map->kind != node_map)
		return field_wrong_kind(d, field, map, "a map of strings");
	for (uint32_t i = 0; i < map->member_count; i++) {
		const struct member *m = &map->members[i];
		struct diag *diag;

		if (m->value->kind == node_string)
			continue;
		ok = false;
		diag = diag_report(d->diags, diag_E0203, m->value->at, "`%s.%.*s` must be a string, not %s", field->path, STR_ARG(m->key),
				   node_kind_name(m->value->kind));
		if (m->value->kind != node_list && m->value->kind != node_map && m->value->text.length)
			diag_help(d->diags, diag, "put it in quotes: \"%.*s\"", STR_ARG(m->value->text));
	}
	return ok;
}

static bool decode_annotations(struct decoder *d, const struct field *field, const struct node *value, void *slot)
{
	bool ok = check_strings(d, field, value);

	for (uint32_t i = 0; value->kind == node_map && i < value->member_count; i++) {
		const struct member *m = &value->members[i];

		if (name_is_label_key(m->key))
			continue;
		diag_report(d->diags, diag_E0212, m->key_at, "`%.*s` is not a valid key for `%s`", STR_ARG(m->key), field->path);
		ok = false;
	}
	*(struct node **)slot = (struct node *)value;
	return ok;
}

/* Our own labels say which run an object belongs to; nobody else may. */
static bool is_reserved(struct str key)
{
	return str_starts(key, "mpicc.dev/") || str_starts(key, "batch.kubernetes.io/") || str_is(key, "controller-uid") ||
	       str_is(key, "job-name");
}

static bool decode_labels(struct decoder *d, const struct field *field, const struct node *value, void *slot)
{
	bool ok = decode_annotations(d, field, value, slot);

	for (uint32_t i = 0; value->kind == node_map && i < value->member_count; i++) {
		const struct member *m = &value->members[i];

		if (is_reserved(m->key)) {
			diag_report(d->diags, diag_E0213, m->key_at, "label `%.*s` is reserved", STR_ARG(m->key));
			ok = false;
		} else if (!name_is_label_value(node_text(m->value))) {
			struct diag *diag = diag_report(d->diags, diag_E0212, m->value->at, "`%.*s` is not a valid label value",
							STR_ARG(m->value->text));

			diag_help(d->diags, diag, "letters, digits, `-`, `_` and `.`, at most 63 characters");
			ok = false;
		}
	}
	return ok;
}

static bool decode_list_of_strings(struct decoder *d, const struct field *field, const struct node *value, void *slot)
{
	bool ok = true;

	if (value->kind != node_list)
		return field_wrong_kind(d, field, value, "a list of strings");
	for (uint32_t i = 0; i < value->item_count; i++)
		if (value->items[i]->kind != node_string)
			ok = field_wrong_kind(d, field, value->items[i], "a list of strings");
	*(struct node **)slot = (struct node *)value;
	return ok;
}

static bool decode_raw_map(struct decoder *d, const struct field *field, const struct node *value, void *slot)
{
	if (value->kind != node_map)
		return field_wrong_kind(d, field, value, "a map");
	*(struct node **)slot = (struct node *)value;
	return true;
}

const struct field_type field_labels = {"labels", "name: value", "{type: object, additionalProperties: {type: string}}", decode_labels};
const struct field_type field_annotations = {"annotations", "name: value", "{type: object, additionalProperties: {type: string}}",
					     decode_annotations};
const struct field_type field_strings = {"strings", "a list of strings", "{type: array, items: {type: string}}", decode_list_of_strings};
const struct field_type field_map = {"map", "a map, kept as it is", "{type: object}", decode_raw_map};
