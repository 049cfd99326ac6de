/* SPDX-License-Identifier: Apache-2.0 */
/* Decodes a map by a table of fields: unknown keys, required ones, defaults. Describing the table is field_doc.c. */
#include "compiler/spec/field.h"

struct walk {
	struct decoder *decoder;
	const struct field_table *table;
	const struct node **nodes;
	char *out;
	bool ok;
};

const struct field *field_find(const struct field_table *table, struct str path)
{
	for (unsigned i = 0; i < table->count; i++)
		if (str_is(path, table->rows[i].path))
			return &table->rows[i];
	return NULL;
}

bool field_wrong_kind(struct decoder *d, const struct field *field, const struct node *value, const char *wanted)
{
	diag_report(d->diags, diag_E0203, value->at, "`%s` must be %s, not %s", field->path, wanted, node_kind_name(value->kind));
	return false;
}

/* Whether `path` is a row of the table or a map on the way to one: "launcher" for "launcher.ranks". */
static bool is_group(const struct field_table *table, struct str path)
{
	for (unsigned i = 0; i < table->count; i++) {
		struct str row = str_from(table->rows[i].path);

		if (row.length > path.length && row.data[path.length] == '.' && str_equal(str_slice(row, 0, path.length), path))
			return true;
	}
	return false;
}

static bool listed(const struct str *names, uint32_t count, struct str name)
{
	for (uint32_t i = 0; i < count; i++)
		if (str_equal(names[i], name))
			return true;
	return false;
}

uint32_t field_keys_in(const struct field_table *table, struct str prefix, struct str *out)
{
	uint32_t count = 0;

	for (unsigned i = 0; i < table->count; i++) {
		struct str rest = str_from(table->rows[i].path), key;

		if (rest.length <= prefix.length || !str_equal(str_slice(rest, 0, prefix.length), prefix))
			continue;
		rest = str_slice(rest, prefix.length, rest.length);
		str_cut(&rest, '.', &key);
		if (!listed(out, count, key))
			out[count++] = key;
	}
	return count;
}

static void report_unknown(struct walk *w, const struct node *map, const struct member *m, struct str prefix)
{
	struct decoder *d = w->decoder;
	struct str *keys = arena_array(d->arena, struct str, w->table->count);
	uint32_t count = field_keys_in(w->table, prefix, keys);
	struct diag *diag;
	struct str meant;

	diag = diag_report(d->diags, diag_E0201, m->key_at, "unknown field `%.*s%.*s`", STR_ARG(prefix), STR_ARG(m->key));
	meant = diag_suggest(d->diags, diag, m->key, keys, count);
	if (meant.length && !node_get_str(map, meant))
		diag_fix(diag, m->key_at, meant);
	w->ok = false;
}

static void decode_map(struct walk *w, const struct node *map, struct str prefix);

static void decode_member(struct walk *w, const struct node *map, const struct member *m, struct str prefix)
{
	struct str path = arena_join(w->decoder->arena, prefix, m->key);
	bool dotted = str_find(m->key, '.') != SIZE_MAX; /* a key `launcher.ranks` is not the field of that path */
	const struct field *field = dotted ? NULL : field_find(w->table, path);

	if (field && m->value->kind == node_null)
		return; /* as if it were not there: null deletes */
	if (field) {
		w->nodes[field - w->table->rows] = m->value;
		w->ok &= field->type->decode(w->decoder, field, m->value, w->out + field->offset);
	} else if (dotted || !is_group(w->table, path)) {
		report_unknown(w, map, m, prefix);
	} else if (m->value->kind == node_map) {
		decode_map(w, m->value, arena_join(w->decoder->arena, path, STR(".")));
	} else if (m->value->kind != node_null) {
		diag_report(w->decoder->diags, diag_E0203, m->value->at, "`%.*s` must be a map, not %s", STR_ARG(path),
			    node_kind_name(m->value->kind));
		w->ok = false;
	}
}

static void decode_map(struct walk *w, const struct node *map, struct str prefix)
{
	for (uint32_t i = 0; i < map->member_count; i++)
		decode_member(w, map, &map->members[i], prefix);
}

/* The default goes through the same decoder as a value in the file would. */
static void decode_fallback(struct walk *w, const struct field *field)
{
	struct arena *a = w->decoder->arena;
	struct str text = str_from(field->fallback);
	struct source *source = source_new(a, source_default, STR("<default>"), text);
	struct node *value = node_new(a, node_string, (struct place){source, 0, (uint32_t)text.length});

	value->text = text;
	if (str_to_int(text, &value->integer))
		value->kind = node_int;
	else if (str_is(text, "true") || str_is(text, "false"))
		*value = (struct node){.kind = node_bool, .at = value->at, .text = text, .boolean = str_is(text, "true")};
	w->ok &= field->type->decode(w->decoder, field, value, w->out + field->offset);
}

/* Whether what the field belongs in was reported already: `metadata` of "metadata.name" is there, but no map. */
static bool in_wrong_group(const struct field *field, const struct node *map)
{
	struct str rest = str_from(field->path), group;
	const struct node *found;

	str_cut(&rest, '.', &group);
	found = rest.data ? node_get_str(map, group) : NULL;
	return found && found->kind != node_map && found->kind != node_null;
}

static void complete(struct walk *w, const struct node *map)
{
	for (unsigned i = 0; i < w->table->count; i++) {
		const struct field *field = &w->table->rows[i];
		struct diag *diag;

		if (w->nodes[i])
			continue;
		if (field->fallback)
			decode_fallback(w, field);
		if (!field->required || in_wrong_group(field, map))
			continue;
		diag = diag_report(w->decoder->diags, diag_E0202, map->at, "%s has no `%s`", w->table->name, field->path);
		diag_help(w->decoder->diags, diag, "for example: %s", field->example);
		w->ok = false;
	}
}

bool field_decode(struct decoder *d, const struct field_table *table, const struct node *map, void *out,
		  const struct node **nodes)
{
	struct walk w = {d, table, nodes, out, true};

	for (unsigned i = 0; i < table->count; i++)
		nodes[i] = NULL;
	if (map->kind != node_map) {
		diag_report(d->diags, diag_E0203, map->at, "a %s must be a map, not %s", table->name, node_kind_name(map->kind));
		return false;
	}
	decode_map(&w, map, STR_NONE);
	complete(&w, map);
	return w.ok;
}
