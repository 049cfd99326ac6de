/* SPDX-License-Identifier: Apache-2.0 */
/* Which folders of a repository belong to which runs, by the labels of their manifests. */
#ifndef MPICC_CLI_GC_H
#define MPICC_CLI_GC_H

#include "compiler/cluster/cluster.h"
#include "compiler/commit/commit.h"

struct gc_folder {
	struct str path;                 /* as in the changes */
	struct str namespace, job, run;  /* empty where no manifest says so: such a folder is left alone */
	const struct cluster_finished *end; /* the ledger's row; NULL: the run has not finished */
};

struct gc_folder_list {
	struct gc_folder *items;
	uint32_t count, capacity;
};

/* `files` are all files that there are, as the changes of a plan that removes them all. */
void gc_folders_read(const struct change *files, uint32_t count, struct arena *a, struct gc_folder_list *out);

/* Notes which runs have finished; how many there are. Sorts `finished`. */
uint32_t gc_folders_judge(struct gc_folder_list *folders, const struct cluster_finished_list *finished);

/* The files that stay, by their paths below `base`; they are never rewritten. */
void gc_files_kept(const struct change *files, uint32_t count, const struct gc_folder_list *folders, struct str base,
		   struct file_set *out);

#endif
