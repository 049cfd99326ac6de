/* SPDX-License-Identifier: Apache-2.0 */
/* Volumes and mounts of the MPI containers -> `mounts`. Those that other containers share stay for the overlays. */
#include "compiler/kubeflow/import_job.h"

/* A mount of the MPI container, with its volume. */
struct view {
	struct node *mount, *volume;
	struct node *source; /* the volume without its name */
	struct str path;
	bool read_only;
	const struct node *sub_path;
};

static uint32_t uses_in(const struct node *containers, struct str volume)
{
	uint32_t count = 0;

	for (uint32_t i = 0; node_is(containers, node_list) && i < containers->item_count; i++) {
		const struct node *mounts = node_get(containers->items[i], "volumeMounts");

		for (uint32_t j = 0; node_is(mounts, node_list) && j < mounts->item_count; j++)
			count += str_equal(node_text(node_get(mounts->items[j], "name")), volume);
	}
	return count;
}

/* How often containers beside the MPI container mount a volume. */
static uint32_t other_uses(const struct import_role *role, struct str volume)
{
	return uses_in(node_get(role->pod, "containers"), volume) + uses_in(node_get(role->pod, "initContainers"), volume);
}

static uint32_t own_uses(const struct node *mounts, struct str volume)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < mounts->item_count; i++)
		count += str_equal(node_text(node_get(mounts->items[i], "name")), volume);
	return count;
}

static struct node *find_volume(const struct import_role *role, struct str name)
{
	const struct node *volumes = node_get(role->pod, "volumes");

	for (uint32_t i = 0; node_is(volumes, node_list) && i < volumes->item_count; i++)
		if (str_equal(node_text(node_get(volumes->items[i], "name")), name))
			return volumes->items[i];
	return NULL;
}

static bool only_known_members(const struct node *mount)
{
	static const char *const known[] = {"name", "mountPath", "readOnly", "subPath"};
	uint32_t count = 0;

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		count += node_get(mount, known[i]) != NULL;
	return mount->member_count == count;
}

/* False where `mounts` cannot say the same: two mounts of an emptyDir there would be two folders. */
static bool look(struct import *im, const struct import_role *role, const struct node *mounts, struct node *mount,
		 struct view *out)
{
	struct str name = node_text(node_get(mount, "name"));
	const struct node *read_only = node_get(mount, "readOnly");

	*out = (struct view){.mount = mount,
			     .volume = find_volume(role, name),
			     .path = node_text(node_get(mount, "mountPath")),
			     .read_only = node_is(read_only, node_bool) && read_only->boolean,
			     .sub_path = node_get(mount, "subPath")};
	if (!node_is(mount, node_map) || !node_is(out->volume, node_map) || !str_starts(out->path, "/") ||
	    !only_known_members(mount) || other_uses(role, name))
		return false;
	out->source = node_copy(im->arena, out->volume);
	import_take(out->source, "name");
	if (node_get(out->source, "emptyDir") && own_uses(mounts, name) != 1)
		return false;
	return out->source->member_count == 1 && out->source->members[0].value->kind == node_map;
}

/* The source's only member apart from those that the short form implies; empty where there is more to it. */
static struct str lone_text(const struct node *source, const char *field)
{
	uint32_t rest = source->member_count;
	const struct node *read_only = node_get(source, "readOnly"), *type = node_get(source, "type");
	struct str text = node_text(node_get(source, field));

	rest -= node_is(read_only, node_bool) && read_only->boolean ? 1 : 0;
	rest -= type && node_text(type).length == 0 ? 1 : 0;
	return rest == 1 && str_find(text, ':') == SIZE_MAX ? text : STR_NONE;
}

static struct str short_named(struct arena *a, const struct view *v)
{
	static const struct {
		const char *word, *kind, *field;
	} forms[] = {
		{"pvc", "persistentVolumeClaim", "claimName"},
		{"config", "configMap", "name"},
		{"secret", "secret", "secretName"},
		{"host", "hostPath", "path"},
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		const struct node *source = node_get(v->source, forms[i].kind);
		struct str name = source ? lone_text(source, forms[i].field) : STR_NONE;
		bool read_only = v->read_only || node_get(source, "readOnly");

		if (name.length)
			return arena_format(a, "%s:%.*s:%.*s%s", forms[i].word, STR_ARG(name), STR_ARG(v->path),
					    read_only ? ":ro" : "");
	}
	return STR_NONE;
}

static struct str short_empty_dir(struct arena *a, const struct view *v)
{
	const struct node *source = node_get(v->source, "emptyDir"), *size = node_get(source, "sizeLimit");
	struct str bytes = size && size->kind < node_list ? size->text : STR_NONE;
	bool memory = str_is(node_text(node_get(source, "medium")), "Memory");

	if (!source || v->read_only || source->member_count != (uint32_t)(bytes.length > 0) + memory)
		return STR_NONE;
	if (memory && bytes.length && str_is(v->path, "/dev/shm"))
		return arena_format(a, "shm:%.*s", STR_ARG(bytes));
	if (memory)
		return STR_NONE;
	return arena_format(a, "scratch:%.*s%s%.*s", STR_ARG(v->path), bytes.length ? ":" : "", STR_ARG(bytes));
}

static struct node *long_form(struct arena *a, const struct view *v)
{
	struct node *out = node_new(a, node_map, v->mount->at);

	node_put(a, out, "volume", v->source);
	node_put(a, out, "path", node_get(v->mount, "mountPath"));
	if (v->read_only)
		node_put(a, out, "readOnly", node_get(v->mount, "readOnly"));
	if (v->sub_path)
		node_put(a, out, "subPath", (struct node *)v->sub_path);
	return out;
}

static struct node *form(struct arena *a, const struct view *v)
{
	struct str text = STR_NONE;

	if (!v->sub_path && str_find(v->path, ':') == SIZE_MAX)
		text = node_get(v->source, "emptyDir") ? short_empty_dir(a, v) : short_named(a, v);
	return text.length ? node_new_string(a, text, v->mount->at) : long_form(a, v);
}

static bool same(const struct view *a, const struct view *b)
{
	return node_equal(a->source, b->source) && a->read_only == b->read_only &&
	       (a->sub_path ? b->sub_path && node_equal(a->sub_path, b->sub_path) : !b->sub_path);
}

static struct node *mounts_of(const struct import_role *role)
{
	struct node *mounts = node_get(role->container, "volumeMounts");

	return node_is(mounts, node_list) ? mounts : NULL;
}

/* The mount of `role` at a path; NULL when it has none there. */
static struct node *at_path(const struct import_role *role, struct str path)
{
	const struct node *mounts = mounts_of(role);

	for (uint32_t i = 0; mounts && i < mounts->item_count; i++)
		if (str_equal(node_text(node_get(mounts->items[i], "mountPath")), path))
			return mounts->items[i];
	return NULL;
}

static void drop_item(struct node *list, const struct node *item)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < list->item_count; i++)
		if (list->items[i] != item)
			list->items[kept++] = list->items[i];
	list->item_count = kept;
}

/* Removes a mount, and its volume when it was the last one. */
static void drop(struct import_role *role, const struct view *v)
{
	struct node *mounts = mounts_of(role);
	struct str name = node_text(node_get(v->mount, "name"));

	drop_item(mounts, v->mount);
	if (own_uses(mounts, name) || other_uses(role, name))
		return;
	drop_item(node_get(role->pod, "volumes"), v->volume);
	import_prune(role->pod, STR("volumes"));
}

/*
 * A mount that both roles have, or that the only role has, is moved. So is one
 * that only the workers have: people mount what ranks read everywhere. What
 * only the launcher has stays its own: it may be a secret.
 */
static bool move(struct import *im, struct import_role *role, struct import_role *other, struct node *mount, struct node *out)
{
	struct view mine, theirs;
	struct node *opposite = at_path(other, node_text(node_get(mount, "mountPath")));

	if (!look(im, role, mounts_of(role), mount, &mine))
		return false;
	if (opposite && (!look(im, other, mounts_of(other), opposite, &theirs) || !same(&mine, &theirs)))
		return false;
	if (!opposite && other->pod && role == &im->launcher)
		return false;
	if (!opposite && other->pod)
		import_note(im, "only the workers mounted %.*s: `mounts` holds for the launcher too", STR_ARG(mine.path));
	node_add(im->arena, out, form(im->arena, &mine));
	drop(role, &mine);
	if (opposite)
		drop(other, &theirs);
	return true;
}

static void move_all(struct import *im, struct import_role *role, struct import_role *other, struct node *out)
{
	struct node *mounts = mounts_of(role);
	uint32_t i = 0;

	while (mounts && i < mounts->item_count)
		if (!move(im, role, other, mounts->items[i], out))
			i++;
}

void import_mounts(struct import *im)
{
	struct node *out = node_new(im->arena, node_list, im->out->at);

	move_all(im, &im->launcher, &im->worker, out);
	move_all(im, &im->worker, &im->launcher, out);
	if (out->item_count)
		node_put(im->arena, im->out, "mounts", out);
}
