/* SPDX-License-Identifier: Apache-2.0 */
/* Decided targets in, a list of changes with both contents out. */
#include "compiler/commit/plan_changes.h"

struct collector {
	struct git_session *session;
	struct str folder;
	struct arena *arena;
	struct change *items;
	uint32_t count, capacity;
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
	if (file->action == target_put)
		change.after = file->file->bytes;
	arena_grow(c->arena, c->items, c->count, c->capacity);
	c->items[c->count++] = change;
	return 0;
}

static int collect(struct collector *c, const struct target *folder, struct error *err)
{
	for (uint32_t i = 0; i < folder->count; i++) {
		const struct target *child = folder->children[i];

		if (child->action == target_keep || child->bookkeeping)
			continue;
		if ((child->is_folder ? collect(c, child, err) : add(c, child, err)) < 0)
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
	return 0;
}
