/* SPDX-License-Identifier: Apache-2.0 */
/* What a run is, as canonical JSON; its hash; and the hash put where its placeholder stands. */
#include "compiler/lower/identity.h"

#include <string.h>

#include "compiler/emit/emit.h"
#include "lib/base/scratch.h"

enum { canonical_max = 512 << 20 };

/* Fields of a JobSpec that the apiserver lets change (ValidateJobSpecUpdate, 1.34); all others make the run what it is. */
static const char *const mutable_fields[] = {
	"parallelism", "suspend", "backoffLimit", "activeDeadlineSeconds", "ttlSecondsAfterFinished", "maxFailedIndexes", "podReplacementPolicy",
};

/* Files of ours in the ConfigMap: they change with the tool, and a finished run does not care. */
static const char *const own_files[] = {"start.sh", "session.sh", "ssh_config", "sshd_config", "passwd", "group"};

static bool listed(struct str key, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_is(key, names[i]))
			return true;
	return false;
}

static struct node *without(struct arena *a, const struct node *map, const char *const *names, size_t count)
{
	struct node *out = node_new(a, node_map, PLACE_NONE);

	for (uint32_t i = 0; i < map->member_count; i++)
		if (!listed(map->members[i].key, names, count))
			node_append_member(a, out, map->members[i]);
	return out;
}

/* The part of an object that belongs to the run; NULL when none does. */
static struct node *essence(struct arena *a, const struct object *o)
{
	const struct node *object = o->tree;
	struct str kind = node_text(node_get(object, "kind"));
	const struct node *spec = node_get(object, "spec"), *data = node_get(object, "data");

	if (str_is(kind, "Job") && node_is(spec, node_map))
		return without(a, spec, mutable_fields, sizeof(mutable_fields) / sizeof(*mutable_fields));
	if (str_is(kind, "ConfigMap") && node_is(data, node_map))
		return without(a, data, own_files, str_is(o->file, CONFIG_FILE) ? sizeof(own_files) / sizeof(*own_files) : 0);
	return NULL;
}

/* Keyed by what identifies an object in a cluster, so that the order of objects does not matter: the emitter sorts. */
static struct node *canonical_tree(const struct object_list *objects, int64_t rerun, struct arena *a)
{
	struct node *root = node_new(a, node_map, PLACE_NONE);

	node_put_text(a, root, "version", STR(FINGERPRINT_VERSION));
	node_put(a, root, "rerun", node_new_int(a, rerun, PLACE_NONE));
	for (uint32_t i = 0; i < objects->count; i++) {
		const struct node *object = objects->items[i].tree;
		struct node *part = essence(a, &objects->items[i]);
		struct str key = arena_format(a, "%.*s %.*s %.*s/%.*s", STR_ARG(node_text(node_get(object, "apiVersion"))),
					      STR_ARG(node_text(node_get(object, "kind"))),
					      STR_ARG(node_text(node_path(object, "metadata.namespace"))),
					      STR_ARG(node_text(node_path(object, "metadata.name"))));

		if (part)
			node_set(a, root, key, part);
	}
	return root;
}

/* Where the placeholder stands in `text`, from `from` on; SIZE_MAX when it does not. Its first character is rare in our texts. */
static size_t find_placeholder(struct str text, size_t from)
{
	while (text.length - from >= run_id_length) {
		size_t hit = str_find(str_slice(text, from, text.length), RUN_ID_PLACEHOLDER[0]);

		if (hit == SIZE_MAX || text.length - from - hit < run_id_length)
			return SIZE_MAX;
		from += hit;
		if (memcmp(text.data + from, RUN_ID_PLACEHOLDER, run_id_length) == 0)
			return from;
		from++;
	}
	return SIZE_MAX;
}

/* `text` with every placeholder replaced; the same view when there is none. */
static struct str replace(struct str text, const char *id, struct arena *a)
{
	size_t at = find_placeholder(text, 0);
	char *copy;

	if (at == SIZE_MAX)
		return text;
	copy = (char *)arena_str(a, text).data;
	for (; at != SIZE_MAX; at = find_placeholder(text, at + run_id_length))
		memcpy(copy + at, id, run_id_length);
	return (struct str){copy, text.length};
}

static void replace_in(struct node *n, const char *id, struct arena *a)
{
	if (n->kind == node_string)
		n->text = replace(n->text, id, a);
	for (uint32_t i = 0; n->kind == node_list && i < n->item_count; i++)
		replace_in(n->items[i], id, a);
	for (uint32_t i = 0; n->kind == node_map && i < n->member_count; i++) {
		n->members[i].key = replace(n->members[i].key, id, a);
		replace_in(n->members[i].value, id, a);
	}
}

int identity_apply(struct object_list *objects, int64_t rerun, struct arena *a, char out_id[run_id_length + 1], struct error *err)
{
	struct buf *canonical = scratch_buf(a, canonical_max);

	if (emit_json(canonical_tree(objects, rerun, a), canonical, err) < 0)
		return -1;
	if (fingerprint(buf_str(canonical), out_id, err) < 0)
		return -1;
	for (uint32_t i = 0; i < objects->count; i++)
		replace_in(objects->items[i].tree, out_id, a);
	return 0;
}
