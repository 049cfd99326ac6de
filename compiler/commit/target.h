/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The paths that a commit is about, as a tree from the repository's root down:
 * the files that are wished, and those that are ours by the ownership file.
 * Paths of others do not appear.
 */
#ifndef MPICC_COMMIT_TARGET_H
#define MPICC_COMMIT_TARGET_H

#include "compiler/commit/git_session.h"
#include "compiler/commit/git_tree.h"
#include "compiler/commit/owned.h"

enum target_action { target_keep, target_put, target_drop };

struct target {
	struct str name, path;     /* path: relative to the request's folder; of files only */
	bool is_folder;

	/* A file: wished (file), owned, or both. */
	const struct file *file;
	bool owned;
	bool bookkeeping;          /* OWNED_FILE or METADATA_FILE: no change by itself */

	/* A folder. */
	struct target **children;  /* in git's order; a file and a folder may have one name */
	uint32_t count, capacity;
	bool wished;               /* some file below is */
	bool exact;                /* all files below are wished, ours, and to have just these bytes: `id` tells all */

	git_oid id;                /* of the wished blob; of a folder the tree it would be if nobody else's files were in it */

	/* What plan decides. */
	enum target_action action;
	struct git_entry *entry;      /* what is there now under this name, if it is of this kind */
	struct git_entries entries;   /* a folder's, as they are now */
	uint32_t left;                /* how many entries a folder will have */
};

/* Both sorted; `wished` by path. Paths lie under `folder`, which may be empty. */
struct target *target_new(struct arena *a, struct str folder, const struct file *const *wished, uint32_t wished_count,
			  const struct owned *owned);

/* Fills in all ids and `exact`. */
int target_hash(struct git_session *s, struct target *t, struct buf *tree_bytes, struct error *err);

/* The child of that name and kind, or NULL. */
struct target *target_child(const struct target *folder, struct str name, bool is_folder);

/* For messages: folder/path. */
struct str target_full_path(struct arena *a, struct str folder, struct str path);

#endif
