/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Wished files and a commit in, an action for each path out. Folders whose id
 * shows that they are as they should be are not even read.
 */
#include "compiler/commit/plan.h"

#include "compiler/commit/plan_changes.h"
#include "compiler/commit/plan_input.h"
#include "compiler/commit/plan_owned.h"

struct planner {
	struct git_session *session;
	struct str folder; /* the request's */
	struct error *err;
};

static int clash(struct planner *p, struct str path, const char *what, const char *advice)
{
	struct str full = target_full_path(p->session->scratch, p->folder, path);

	return error_set(p->err, error_git, "`%.*s` %s; %s", STR_ARG(full), what, advice);
}

static const char move_away[] = "move it away or choose another path in the repository";

/* The first wished file below a folder, for messages. */
static struct str wished_path(const struct target *folder)
{
	for (uint32_t i = 0; i < folder->count; i++) {
		const struct target *child = folder->children[i];

		if (child->file)
			return child->path;
		if (child->is_folder && child->wished)
			return wished_path(child);
	}
	return STR_NONE;
}

static int plan_folder(struct planner *p, struct target *folder, const git_oid *tree);

/* What stands where a folder is needed may only be a file of ours that goes away. */
static int check_way(struct planner *p, const struct target *parent, const struct target *folder, const struct git_entry *there)
{
	const struct target *file = target_child(parent, folder->name, false);

	if (file && file->owned && !file->file && (git_mode_is_file(there->mode) || git_mode_is_link(there->mode)))
		return 0;
	return error_set(p->err, error_git,
			 "`%.*s` cannot be written: on the way to it there is %s `%.*s` that this tool did not write; %s",
			 STR_ARG(wished_path(folder)), git_mode_name(there->mode), STR_ARG(folder->name), move_away);
}

static int plan_child_folder(struct planner *p, struct target *parent, struct target *folder)
{
	struct git_entry *there = git_tree_find(&parent->entries, folder->name);
	const struct target *file = target_child(parent, folder->name, false);

	if (file && file->file && folder->wished)
		return clash(p, file->path, "is to be written, and so is a file in a folder of that name", "rename one of them");
	if (there && git_mode_is_folder(there->mode))
		folder->entry = there;
	else if (!folder->wished)
		return 0;
	else if (there && check_way(p, parent, folder, there) < 0)
		return -1;
	if (plan_folder(p, folder, folder->entry ? &folder->entry->id : NULL) < 0)
		return -1;
	if (folder->entry && folder->left == 0)
		folder->action = target_drop;
	return 0;
}

static int plan_wished_file(struct planner *p, struct target *parent, struct target *file, struct git_entry *there)
{
	const struct target *folder = target_child(parent, file->name, true);

	if (there && git_mode_is_folder(there->mode) && !(folder && folder->action == target_drop))
		return clash(p, file->path, "is a folder with files that this tool did not write", move_away);
	if (there && !git_mode_is_folder(there->mode) && !file->entry)
		return clash(p, file->path, "is a submodule, not a file of this tool's", move_away);
	if (file->entry && !file->owned)
		return clash(p, file->path, "is in the repository, but this tool did not write it", move_away);
	if (file->entry && file->file->keep_existing)
		return 0;
	if (!file->entry || git_mode_is_link(file->entry->mode) || !git_oid_equal(&file->entry->id, &file->id))
		file->action = target_put;
	return 0;
}

static int plan_file(struct planner *p, struct target *parent, struct target *file)
{
	struct git_entry *there = git_tree_find(&parent->entries, file->name);

	if (there && (git_mode_is_file(there->mode) || git_mode_is_link(there->mode)))
		file->entry = there;
	if (file->file)
		return plan_wished_file(p, parent, file, there);
	if (file->entry)
		file->action = target_drop;
	return 0;
}

static void count_left(struct target *folder)
{
	folder->left = folder->entries.count;
	for (uint32_t i = 0; i < folder->count; i++) {
		const struct target *child = folder->children[i];

		if (child->action != target_keep)
			folder->action = target_put;
		folder->left += child->action == target_put && !child->entry;
		folder->left -= child->action == target_drop && child->entry;
	}
}

/* Folders first: whether a file may take a folder's name depends on what is left in it. */
static int plan_folder(struct planner *p, struct target *folder, const git_oid *tree)
{
	folder->left = 1;
	if (tree && folder->exact && git_oid_equal(&folder->id, tree))
		return 0;
	if (tree && git_session_read_tree(p->session, tree, &folder->entries, p->err) < 0)
		return -1;
	for (uint32_t i = 0; i < folder->count; i++)
		if (folder->children[i]->is_folder && plan_child_folder(p, folder, folder->children[i]) < 0)
			return -1;
	for (uint32_t i = 0; i < folder->count; i++)
		if (!folder->children[i]->is_folder && plan_file(p, folder, folder->children[i]) < 0)
			return -1;
	count_left(folder);
	return 0;
}

static void free_commit(void *handle)
{
	git_commit_free(handle);
}

static int read_tree_id(struct git_session *s, const git_oid *commit_id, git_oid *out, struct error *err)
{
	struct slot *slot = slot_new(s->scratch, free_commit);
	git_commit *commit;
	int code = git_commit_lookup(&commit, s->repo, commit_id);

	if (code < 0)
		return git_fail(err, code, "cannot read the branch's commit");
	slot->handle = commit;
	*out = *git_commit_tree_id(commit);
	slot_clear(slot);
	return 0;
}

int plan_make(struct git_session *s, const struct commit_request *request, const struct file_set *files, const git_oid *parent,
	      struct arena *a, struct plan *out, struct error *err)
{
	struct plan plan = {.has_parent = parent != NULL};
	struct planner planner = {s, request->folder, err};
	struct plan_input input;
	git_oid tree;

	if (plan_input_make(s->scratch, request, files, &input, err) < 0)
		return -1;
	if (parent && read_tree_id(s, parent, &tree, err) < 0)
		return -1;
	if (plan_owned_read(s, parent ? &tree : NULL, request->folder, &input, &plan.before, err) < 0)
		return -1;
	if (parent)
		plan.parent = *parent;
	plan.after = input.after;
	plan.root = target_new(s->scratch, request->folder, input.wished, input.count, &plan.before);
	if (target_hash(s, plan.root, scratch_buf(s->scratch, git_tree_bytes_max), err) < 0)
		return -1;
	if (plan_folder(&planner, plan.root, parent ? &tree : NULL) < 0 || plan_changes(s, request->folder, a, &plan, err) < 0)
		return -1;
	*out = plan;
	return 0;
}
