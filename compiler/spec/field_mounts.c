/* SPDX-License-Identifier: Apache-2.0 */
/* `mounts`: short forms and the long one, as core/v1 Volumes and VolumeMounts. */
#include "compiler/spec/field_types.h"

/* A short form: its word, the volume source it makes, and the field that takes the name. */
struct short_form {
	const char *word, *source, *name_field;
};

static const struct short_form short_forms[] = {
	{"pvc", "persistentVolumeClaim", "claimName"},
	{"config", "configMap", "name"},
	{"secret", "secret", "secretName"},
	{"host", "hostPath", "path"},
};

static const char forms_help[] =
	"`pvc:NAME:PATH[:ro]`, `config:NAME:PATH`, `secret:NAME:PATH`, `host:FROM:PATH[:ro]`, `scratch:PATH[:SIZE]`, `shm:SIZE`";

struct mounting {
	struct decoder *decoder;
	const struct node *item; /* what the user wrote */
	struct mount_list *out;
};

static bool wrong_form(struct mounting *m)
{
	struct diag *diag = diag_report(m->decoder->diags, diag_E0216, m->item->at, "cannot read this mount");

	diag_help(m->decoder->diags, diag, "%s, or {volume: {…}, path: …, readOnly: …}", forms_help);
	return false;
}

/* Volumes are named by position among the mounts, so that names are unique and do not depend on what users call things. */
static bool add_mount(struct mounting *m, struct node *volume, struct str path, bool read_only)
{
	struct arena *a = m->decoder->arena;
	struct str name = arena_format(a, "mount-%u", m->out->volumes->item_count);
	struct node *mount = node_new(a, node_map, m->item->at);

	if (!str_starts(path, "/"))
		return wrong_form(m);
	node_put_text(a, volume, "name", name);
	node_put_text(a, mount, "name", name);
	node_put_text(a, mount, "mountPath", path);
	if (read_only)
		node_put(a, mount, "readOnly", node_new_bool(a, true, m->item->at));
	node_add(a, m->out->volumes, volume);
	node_add(a, m->out->mounts, mount);
	return true;
}

static struct node *new_volume(struct mounting *m, const char *source, struct node **out_source)
{
	struct node *volume = node_new(m->decoder->arena, node_map, m->item->at);

	*out_source = node_ensure_map(m->decoder->arena, volume, source);
	return volume;
}

static bool add_empty_dir(struct mounting *m, struct str path, struct str size, bool memory)
{
	struct arena *a = m->decoder->arena;
	struct node *source, *volume = new_volume(m, "emptyDir", &source);

	if (size.length && !quantity_is_valid(size))
		return wrong_form(m);
	if (memory)
		node_put_text(a, source, "medium", STR("Memory"));
	if (size.length)
		node_put_text(a, source, "sizeLimit", size);
	return add_mount(m, volume, path, false);
}

static bool add_named(struct mounting *m, const struct short_form *form, struct str rest)
{
	struct str name = STR_NONE, path = STR_NONE, mode = STR_NONE;
	struct node *source, *volume = new_volume(m, form->source, &source);

	str_cut(&rest, ':', &name);
	str_cut(&rest, ':', &path);
	if (rest.data)
		mode = rest;
	if (name.length == 0 || (mode.data && !str_is(mode, "ro") && !str_is(mode, "rw")))
		return wrong_form(m);
	if (str_is(str_from(form->word), "host") && !str_starts(name, "/"))
		return wrong_form(m);
	node_put_text(m->decoder->arena, source, form->name_field, name);
	if (str_is(mode, "ro") && str_is(str_from(form->word), "pvc"))
		node_put(m->decoder->arena, source, "readOnly", node_new_bool(m->decoder->arena, true, m->item->at));
	return add_mount(m, volume, path, str_is(mode, "ro"));
}

static bool add_short(struct mounting *m)
{
	struct str rest = m->item->text, word = STR_NONE, path = STR_NONE;

	str_cut(&rest, ':', &word);
	if (str_is(word, "shm") && rest.length)
		return add_empty_dir(m, STR("/dev/shm"), rest, true);
	if (str_is(word, "scratch") && str_cut(&rest, ':', &path))
		return add_empty_dir(m, path, rest, false);
	for (size_t i = 0; i < sizeof(short_forms) / sizeof(*short_forms); i++)
		if (str_is(word, short_forms[i].word))
			return add_named(m, &short_forms[i], rest);
	return wrong_form(m);
}

static bool known_key(struct mounting *m, const struct member *member)
{
	static const struct str keys[] = {{"volume", 6}, {"path", 4}, {"readOnly", 8}, {"subPath", 7}};
	struct diag *diag;

	for (unsigned i = 0; i < 4; i++)
		if (str_equal(member->key, keys[i]))
			return true;
	diag = diag_report(m->decoder->diags, diag_E0201, member->key_at, "unknown field `%.*s` of a mount", STR_ARG(member->key));
	diag_suggest(m->decoder->diags, diag, member->key, keys, 4);
	return false;
}

static bool add_long(struct mounting *m)
{
	const struct node *volume = node_get(m->item, "volume"), *read_only = node_get(m->item, "readOnly");
	const struct node *sub_path = node_get(m->item, "subPath");
	struct node *mount;
	bool ok = true;

	for (uint32_t i = 0; i < m->item->member_count; i++)
		ok &= known_key(m, &m->item->members[i]);
	if (!node_is(volume, node_map) || (read_only && read_only->kind != node_bool) || (sub_path && sub_path->kind != node_string))
		return wrong_form(m);
	if (!ok || !add_mount(m, node_copy(m->decoder->arena, volume), node_text(node_get(m->item, "path")),
			      read_only && read_only->boolean))
		return false;
	mount = m->out->mounts->items[m->out->mounts->item_count - 1];
	if (sub_path)
		node_put_text(m->decoder->arena, mount, "subPath", sub_path->text);
	return true;
}

static bool decode_mounts(struct decoder *d, const struct field *field, const struct node *value, void *slot)
{
	struct mount_list *out = slot;
	bool ok = true;

	if (value->kind != node_list)
		return field_wrong_kind(d, field, value, "a list of mounts");
	out->volumes = node_new(d->arena, node_list, value->at);
	out->mounts = node_new(d->arena, node_list, value->at);
	for (uint32_t i = 0; i < value->item_count; i++) {
		struct mounting m = {d, value->items[i], out};

		if (m.item->kind == node_string)
			ok &= add_short(&m);
		else if (m.item->kind == node_map)
			ok &= add_long(&m);
		else
			ok = wrong_form(&m);
	}
	return ok;
}

const struct field_type field_mounts = {
	"mounts", "pvc:NAME:PATH[:ro], shm:SIZE, …, or {volume: {…}, path: …}",
	"{type: array, items: {oneOf: [{type: string, pattern: '^(pvc|config|secret|host|scratch|shm):.+$'}, {type: object, "
	"required: [volume, path], properties: {volume: {type: object}, path: {type: string, pattern: '^/'}, readOnly: {type: boolean}, "
	"subPath: {type: string}}, additionalProperties: false}]}}",
	decode_mounts};
