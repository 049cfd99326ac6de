/* SPDX-License-Identifier: Apache-2.0 */
/* Decided targets in, objects in a pack out. Entries that are not ours keep their ids and modes. */
#include "compiler/commit/tree_write.h"

#include <string.h>

struct tree_writer {
	struct git_session *session;
	struct pack *pack;
	struct buf *bytes; /* of the tree in hand */
};

static int write_folder(struct tree_writer *w, struct target *folder, git_oid *out, struct error *err);

static int write_child(struct tree_writer *w, struct target *child, git_oid *out, struct error *err)
{
	if (child->is_folder)
		return write_folder(w, child, out, err);
	return pack_add_blob(w->pack, child->file->bytes, child->name, out, err);
}

static uint32_t new_mode(const struct target *child)
{
	if (child->is_folder)
		return 0040000;
	return child->entry && git_mode_is_file(child->entry->mode) ? child->entry->mode : 0100644;
}

/* Appends, or changes in place; a mode of 0 marks an entry that goes. */
static int apply(struct tree_writer *w, struct target *child, struct git_entries *entries, struct error *err)
{
	struct git_entry *entry = child->entry;

	if (child->action == target_drop && entry)
		entry->mode = 0;
	if (child->action != target_put)
		return 0;
	if (!entry) {
		entry = &entries->items[entries->count++];
		entry->name = child->name;
	}
	entry->mode = new_mode(child);
	return write_child(w, child, &entry->id, err);
}

static void remove_marked(struct git_entries *entries)
{
	uint32_t left = 0;

	for (uint32_t i = 0; i < entries->count; i++)
		if (entries->items[i].mode)
			entries->items[left++] = entries->items[i];
	entries->count = left;
}

/* Entries as they were, with room for a new one for each child; the children's pointers follow. */
static void make_room(struct tree_writer *w, struct target *folder)
{
	struct git_entry *old = folder->entries.items;
	struct git_entry *items =
		arena_array(w->session->scratch, struct git_entry, (size_t)folder->entries.count + folder->count);

	if (folder->entries.count)
		memcpy(items, old, folder->entries.count * sizeof(*old));
	for (uint32_t i = 0; i < folder->count; i++)
		if (folder->children[i]->entry)
			folder->children[i]->entry = items + (folder->children[i]->entry - old);
	folder->entries.items = items;
}

static int write_folder(struct tree_writer *w, struct target *folder, git_oid *out, struct error *err)
{
	uint32_t before = folder->entries.count;
	bool grown;

	make_room(w, folder);
	for (uint32_t i = 0; i < folder->count; i++)
		if (apply(w, folder->children[i], &folder->entries, err) < 0)
			return -1;
	grown = folder->entries.count != before;
	remove_marked(&folder->entries);
	if (grown)
		git_tree_sort(&folder->entries);
	git_tree_print(w->bytes, &folder->entries);
	if (w->bytes->failed)
		return error_no_memory(err);
	return pack_add(w->pack, GIT_OBJECT_TREE, buf_str(w->bytes), out, err);
}

int tree_write(struct git_session *s, struct plan *plan, struct pack *pack, git_oid *out, struct error *err)
{
	struct tree_writer writer = {s, pack, scratch_buf(s->scratch, git_tree_bytes_max)};

	return write_folder(&writer, plan->root, out, err);
}
