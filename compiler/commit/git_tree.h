/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Git's tree objects: bytes to entries and back, modes kept to the bit.
 *
 * Entries are sorted as git sorts them: bytewise, as if the name of a folder
 * ended in a slash. That is the order of whole paths, too.
 */
#ifndef MPICC_COMMIT_GIT_TREE_H
#define MPICC_COMMIT_GIT_TREE_H

#include <git2.h>

#include "lib/base/arena.h"
#include "lib/base/buf.h"

enum { git_tree_bytes_max = 1 << 30 };

struct git_entry {
	struct str name;
	uint32_t mode;
	git_oid id;
};

struct git_entries {
	struct git_entry *items;
	uint32_t count;
};

bool git_mode_is_folder(uint32_t mode);
bool git_mode_is_file(uint32_t mode);    /* a plain file, executable or not */
bool git_mode_is_link(uint32_t mode);
/* "a file", "a folder", "a symbolic link" or "a submodule" */
const char *git_mode_name(uint32_t mode);

/* Names are views of `bytes`; false when they are not a tree. */
bool git_tree_parse(struct arena *a, struct str bytes, struct git_entries *out);
/* Replaces what `out` holds. The entries must be sorted. */
void git_tree_print(struct buf *out, const struct git_entries *entries);
int git_tree_compare(struct str a, bool a_is_folder, struct str b, bool b_is_folder);
void git_tree_sort(struct git_entries *entries);
/* The entry of that name, of whatever kind, or NULL. */
struct git_entry *git_tree_find(const struct git_entries *entries, struct str name);

#endif
