/* SPDX-License-Identifier: Apache-2.0 */
/* A tree in, our sorted list of paths in it out. */
#include "compiler/commit/plan_owned.h"

#include <string.h>

#include "compiler/commit/object_hash.h"

/* Looks a path up from a tree down; *out is NULL when it is not there. */
static int find_path(struct git_session *s, const git_oid *tree, struct str path, struct git_entry **out, struct error *err)
{
	struct git_entry *entry = NULL;
	struct git_entries entries;
	struct str name;

	*out = NULL;
	while (str_cut(&path, '/', &name)) {
		if (entry && !git_mode_is_folder(entry->mode))
			return 0;
		if (git_session_read_tree(s, entry ? &entry->id : tree, &entries, err) < 0)
			return -1;
		entry = git_tree_find(&entries, name);
		if (!entry)
			return 0;
	}
	*out = entry;
	return 0;
}

static int read_list(struct git_session *s, const git_oid *id, const struct plan_input *input, struct owned *out,
		     struct error *err)
{
	struct str text;
	git_oid wished;

	if (object_hash_id(s->hash, GIT_OBJECT_BLOB, input->owned_text, &wished, err) < 0)
		return -1;
	if (git_oid_equal(&wished, id))
		return *out = input->after, 0;
	if (git_session_read(s, id, GIT_OBJECT_BLOB, &text, err) < 0)
		return -1;
	return owned_parse(s->scratch, text, out, err);
}

static void copy_with(struct arena *a, const struct owned *listed, struct str path, struct owned *out)
{
	uint32_t at = listed->count;

	out->paths = arena_array(a, struct str, at + 1u);
	out->count = at + 1;
	if (at)
		memcpy(out->paths, listed->paths, at * sizeof(*listed->paths));
	for (; at && str_compare(out->paths[at - 1], path) > 0; at--)
		out->paths[at] = out->paths[at - 1];
	out->paths[at] = path;
}

int plan_owned_read(struct git_session *s, const git_oid *tree, struct str folder, const struct plan_input *input,
		    struct owned *out, struct error *err)
{
	struct str path = folder.length ? arena_format(s->scratch, "%.*s/%s", STR_ARG(folder), OWNED_FILE) : STR(OWNED_FILE);
	struct git_entry *entry = NULL;
	struct owned listed;

	if (tree && find_path(s, tree, path, &entry, err) < 0)
		return -1;
	if (!entry)
		return *out = (struct owned){0}, 0;
	if (!git_mode_is_file(entry->mode))
		return error_set(err, error_git,
				 "%s is %s, so it is unclear what this tool wrote; restore it from an earlier commit", OWNED_FILE,
				 git_mode_name(entry->mode));
	if (read_list(s, &entry->id, input, &listed, err) < 0)
		return -1;
	copy_with(s->scratch, &listed, STR(OWNED_FILE), out);
	return 0;
}
