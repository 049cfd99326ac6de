/* SPDX-License-Identifier: Apache-2.0 */
/* Decided targets in, a list of changes with both contents out, and of what stays as it is though it would be made otherwise now. */
#include "compiler/commit/plan_changes.h"

struct collector {
	struct git_session *session;
	struct str folder;
	struct arena *arena;
	struct change *items;
	uint32_t count, capacity;
	struct kept_file *kept;
	uint32_t kept_count, kept_capacity;
};

static enum change_kind kind_of(const struct target *file)
{
	if (file->action == target_drop)
		return change_removed;
	return file->entry ? change_modified : change_added;
}

static int add(struct collector *c, const struct target *file, struct error *err)
{
	struct change change = {.kind = kind_of(file), .path = target_full_path(c->arena, c->folder, file->path)};
	struct str before;

	if (file->entry) {
		if (git_session_read(c->session, &file->entry->id, GIT_OBJECT_BLOB, &before, err) < 0)
			return -1;
		change.before = arena_str(c->arena, before);
	}
	if (file->action == target_put) {
		change.file = file->file;
		change.after = file->file->bytes;
	}
	arena_grow(c->arena, c->items, c->count, c->capacity);
	c->items[c->count++] = change;
	return 0;
}

/* A file that is written once, and was, with other bytes. */
static bool is_kept(const struct target *child)
{
	return child->action == target_keep && child->file && child->file->keep_existing && child->entry &&
	       !git_oid_equal(&child->entry->id, &child->id);
}

static int add_kept(struct collector *c, const struct target *file, struct error *err)
{
	struct str bytes;

	if (git_session_read(c->session, &file->entry->id, GIT_OBJECT_BLOB, &bytes, err) < 0)
		return -1;
	arena_grow(c->arena, c->kept, c->kept_count, c->kept_capacity);
	c->kept[c->kept_count++] = (struct kept_file){file->file, arena_str(c->arena, bytes)};
	return 0;
}

static int collect(struct collector *c, const struct target *folder, struct error *err)
{
	for (uint32_t i = 0; i < folder->count; i++) {
		const struct target *child = folder->children[i];

		int failed = 0;

		if (child->is_folder)
			failed = collect(c, child, err);
		else if (is_kept(child))
			failed = add_kept(c, child, err);
		else if (child->action != target_keep && !child->bookkeeping)
			failed = add(c, child, err);
		if (failed)
			return -1;
	}
	return 0;
}

int plan_changes(struct git_session *s, struct str folder, struct arena *a, struct plan *plan, struct error *err)
{
	struct collector collector = {.session = s, .folder = folder, .arena = a};

	if (collect(&collector, plan->root, err) < 0)
		return -1;
	plan->changes = collector.items;
	plan->change_count = collector.count;
	plan->kept = collector.kept;
	plan->kept_count = collector.kept_count;
	return 0;
}
