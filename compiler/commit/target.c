/* SPDX-License-Identifier: Apache-2.0 */
/* Two sorted lists of paths in, a tree of them out, in one pass. */
#include "compiler/commit/target.h"

#include "compiler/commit/object_hash.h"
#include "compiler/emit/file_set.h"

static struct target *add_child(struct arena *a, struct target *parent, struct str name, bool is_folder)
{
	struct target *child = arena_new(a, struct target);

	child->name = name;
	child->is_folder = is_folder;
	arena_grow(a, parent->children, parent->count, parent->capacity);
	parent->children[parent->count++] = child;
	return child;
}

/* Paths come sorted, so a folder that is there already is the last one. */
static struct target *enter_folder(struct arena *a, struct target *parent, struct str name)
{
	struct target *last = parent->count ? parent->children[parent->count - 1] : NULL;

	if (last && last->is_folder && str_equal(last->name, name))
		return last;
	return add_child(a, parent, name, true);
}

/* Makes the folders on the way to a path's last component, which is left in *path. */
static struct target *enter_folders(struct arena *a, struct target *from, struct str *path, bool wished)
{
	size_t slash;

	from->wished |= wished;
	while ((slash = str_find(*path, '/')) != SIZE_MAX) {
		from = enter_folder(a, from, str_slice(*path, 0, slash));
		from->wished |= wished;
		*path = str_slice(*path, slash + 1, path->length);
	}
	return from;
}

static void add_file(struct arena *a, struct target *base, struct str path, const struct file *file, bool owned)
{
	struct str name = path;
	struct target *parent = enter_folders(a, base, &name, file != NULL);
	struct target *child = add_child(a, parent, name, false);

	child->path = path;
	child->file = file;
	child->owned = owned;
	child->bookkeeping = str_is(path, OWNED_FILE) || str_is(path, METADATA_FILE);
}

struct target *target_new(struct arena *a, struct str folder, const struct file *const *wished, uint32_t wished_count,
			  const struct owned *owned)
{
	struct target *root = arena_new(a, struct target), *base = root;
	struct str name = folder;
	uint32_t i = 0, j = 0;

	root->is_folder = true;
	if (folder.length) {
		base = enter_folders(a, root, &name, wished_count > 0);
		base = enter_folder(a, base, name);
	}
	while (i < wished_count || j < owned->count) {
		int order = i == wished_count ? 1 : j == owned->count ? -1 : str_compare(wished[i]->path, owned->paths[j]);
		const struct file *file = order <= 0 ? wished[i++] : NULL;
		struct str path = order > 0 ? owned->paths[j] : file->path;

		j += order >= 0;
		add_file(a, base, path, file, order >= 0);
	}
	return root;
}

static int hash_children(struct git_session *s, struct target *t, struct buf *tree_bytes, struct error *err)
{
	t->exact = true;
	for (uint32_t i = 0; i < t->count; i++) {
		struct target *child = t->children[i];

		if (child->is_folder) {
			if (target_hash(s, child, tree_bytes, err) < 0)
				return -1;
		} else if (child->file) {
			child->exact = child->owned && !child->file->keep_existing;
			if (object_hash_id(s->hash, GIT_OBJECT_BLOB, child->file->bytes, &child->id, err) < 0)
				return -1;
		}
		t->exact &= child->exact;
	}
	return 0;
}

int target_hash(struct git_session *s, struct target *t, struct buf *tree_bytes, struct error *err)
{
	struct git_entries entries;

	if (hash_children(s, t, tree_bytes, err) < 0)
		return -1;
	if (!t->exact)
		return 0;
	entries = (struct git_entries){arena_array(s->scratch, struct git_entry, t->count), t->count};
	for (uint32_t i = 0; i < t->count; i++) {
		const struct target *child = t->children[i];

		entries.items[i] = (struct git_entry){child->name, child->is_folder ? 0040000 : 0100644, child->id};
	}
	git_tree_print(tree_bytes, &entries);
	if (tree_bytes->failed)
		arena_out_of_memory(s->scratch);
	return object_hash_id(s->hash, GIT_OBJECT_TREE, buf_str(tree_bytes), &t->id, err);
}

struct target *target_child(const struct target *folder, struct str name, bool is_folder)
{
	uint32_t low = 0, high = folder->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		struct target *child = folder->children[middle];
		int order = git_tree_compare(child->name, child->is_folder, name, is_folder);

		if (order == 0)
			return child;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

struct str target_full_path(struct arena *a, struct str folder, struct str path)
{
	if (folder.length == 0)
		return arena_str(a, path);
	return arena_format(a, "%.*s/%.*s", STR_ARG(folder), STR_ARG(path));
}
