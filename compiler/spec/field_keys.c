/* SPDX-License-Identifier: Apache-2.0 */
/* `keys` and `mpi`: a word, or a word with something to it. */
#include "compiler/spec/field_types.h"

#include "lib/contract/names.h"

static bool decode_keys(struct decoder *d, const struct field *field, const struct node *value, void *slot)
{
	static const struct str words[] = {{"controller", 10}, {"plain", 5}, {"sops", 4}, {"sealed", 6}, {"external-secrets", 16},
					   {"existing/NAME", 13}};
	static const enum key_mode modes[] = {keys_controller, keys_plain, keys_sops, keys_sealed, keys_external};
	struct key_choice *out = slot;
	struct diag *diag;

	if (value->kind != node_string)
		return field_wrong_kind(d, field, value, "a string");
	*out = (struct key_choice){keys_controller, STR_NONE};
	for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
		if (!str_equal(value->text, words[i]))
			continue;
		out->mode = modes[i];
		return true;
	}
	if (str_starts(value->text, "existing/")) {
		*out = (struct key_choice){keys_existing, str_slice(value->text, 9, value->text.length)};
		if (name_is_dns1123_subdomain(out->secret))
			return true;
	}
	diag = diag_report(d->diags, diag_E0206, value->at, "invalid `keys`: `%.*s`", STR_ARG(value->text));
	diag_suggest(d->diags, diag, value->text, words, sizeof(words) / sizeof(*words));
	return false;
}

/* The long form {flavour: NAME, OPTION: VALUE, …}; the flavour itself checks its options. */
static bool long_flavour(struct decoder *d, const struct node *value, struct flavour_choice *out)
{
	const struct node *name = node_get(value, "flavour");

	if (!node_is(name, node_string) || name->text.length == 0) {
		diag_report(d->diags, diag_E0202, value->at, "`mpi` has no `flavour`");
		return false;
	}
	out->name = name->text;
	out->node = name;
	out->options = node_new(d->arena, node_map, value->at);
	for (uint32_t i = 0; i < value->member_count; i++)
		if (!str_is(value->members[i].key, "flavour"))
			node_append_member(d->arena, out->options, value->members[i]);
	return true;
}

static bool decode_flavour(struct decoder *d, const struct field *field, const struct node *value, void *slot)
{
	struct flavour_choice *out = slot;

	*out = (struct flavour_choice){.node = value};
	if (value->kind == node_map)
		return long_flavour(d, value, out);
	if (value->kind != node_string)
		return field_wrong_kind(d, field, value, "a flavour's name or {flavour: …}");
	out->name = value->text;
	if (value->text.length)
		return true;
	diag_report(d->diags, diag_E0204, value->at, "`mpi` must not be empty");
	return false;
}

const struct field_type field_keys = {"keys", "controller, sops, sealed, external-secrets, plain, or existing/NAME",
				      "{type: string, pattern: '^(controller|sops|sealed|external-secrets|plain|existing/[a-z0-9.-]+)$'}", decode_keys};
const struct field_type field_flavour = {
	"flavour", "a flavour's name, a Lua file's path, or {flavour: …, option: …}",
	"{oneOf: [{type: string, minLength: 1}, {type: object, required: [flavour], properties: {flavour: {type: string, minLength: 1}}}]}",
	decode_flavour};
