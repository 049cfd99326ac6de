/* SPDX-License-Identifier: Apache-2.0 */
/* `env`: names with values or with where to get them, as core/v1 EnvVar. */
#include "compiler/spec/field_types.h"

#include "lib/contract/names.h"

/* Short forms of valueFrom: `secret: NAME/KEY`. */
static const struct {
	const char *key, *reference;
} sources[] = {{"secret", "secretKeyRef"}, {"config", "configMapKeyRef"}};

static struct node *reference(struct decoder *d, const struct node *value, const char *kind)
{
	size_t slash = str_find(node_text(value), '/');
	struct node *from, *ref;

	if (slash == SIZE_MAX || slash == 0 || slash + 1 == value->text.length) {
		diag_report(d->diags, diag_E0210, value->at, "expected NAME/KEY");
		return NULL;
	}
	from = node_new(d->arena, node_map, value->at);
	ref = node_ensure_map(d->arena, from, kind);
	node_put_text(d->arena, ref, "name", str_slice(value->text, 0, slash));
	node_put_text(d->arena, ref, "key", str_slice(value->text, slash + 1, value->text.length));
	return from;
}

static struct node *value_from(struct decoder *d, const struct node *map)
{
	const struct member *m = map->member_count == 1 ? &map->members[0] : NULL;
	struct node *from;

	for (size_t i = 0; m && i < sizeof(sources) / sizeof(*sources); i++)
		if (str_is(m->key, sources[i].key))
			return reference(d, m->value, sources[i].reference);
	if (m && str_is(m->key, "valueFrom") && m->value->kind == node_map)
		return m->value;
	if (m && str_is(m->key, "field") && m->value->kind == node_string) {
		from = node_new(d->arena, node_map, m->value->at);
		node_put(d->arena, node_ensure_map(d->arena, from, "fieldRef"), "fieldPath", m->value);
		return from;
	}
	diag_report(d->diags, diag_E0210, map->at, "expected one of `secret: NAME/KEY`, `config: NAME/KEY`, `field: PATH`, `valueFrom: {…}`");
	return NULL;
}

/* Scalars become what the file says, letter for letter: 1.10 stays 1.10. */
static bool set_value(struct decoder *d, const struct field *field, const struct node *value, struct node *var)
{
	struct node *from;

	switch (value->kind) {
	case node_string:
	case node_int:
	case node_float:
	case node_bool:
		node_put(d->arena, var, "value", node_new_string(d->arena, value->text, value->at));
		return true;
	case node_map:
		from = value_from(d, value);
		if (from)
			node_put(d->arena, var, "valueFrom", from);
		return from;
	case node_null:
	case node_list:
		break;
	}
	return field_wrong_kind(d, field, value, "a map of names to strings or sources");
}

static bool decode_env(struct decoder *d, const struct field *field, const struct node *value, void *slot)
{
	struct node *list = node_new(d->arena, node_list, value->at);
	bool ok = true;

	if (value->kind != node_map)
		return field_wrong_kind(d, field, value, "a map of names to values");
	for (uint32_t i = 0; i < value->member_count; i++) {
		const struct member *m = &value->members[i];
		struct node *var = node_new(d->arena, node_map, m->key_at);

		if (m->value->kind == node_null)
			continue;
		/* `export -p` carries the environment to the ranks. */
		if (!name_is_variable(m->key)) {
			diag_report(d->diags, diag_E0211, m->key_at, "`%.*s` is not a valid name of an environment variable", STR_ARG(m->key));
			ok = false;
			continue;
		}
		node_put(d->arena, var, "name", node_new_string(d->arena, m->key, m->key_at));
		ok &= set_value(d, field, m->value, var);
		node_add(d->arena, list, var);
	}
	*(struct node **)slot = list;
	return ok;
}

const struct field_type field_env = {
	"environment", "NAME: value, or NAME: {secret: NAME/KEY}",
	"{type: object, propertyNames: {pattern: '^[A-Za-z_][A-Za-z0-9_]*$'}, additionalProperties: {oneOf: [{type: [string, number, boolean]}, "
	"{type: object, maxProperties: 1, minProperties: 1, properties: {secret: {type: string, pattern: '^.+/.+$'}, config: {type: string, "
	"pattern: '^.+/.+$'}, field: {type: string}, valueFrom: {type: object}}, additionalProperties: false}]}}",
	decode_env};
