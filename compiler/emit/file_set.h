/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a compilation yields: files, by path relative to the output folder
 * ("hpc/resnet/launcher-job.yaml"). What emit makes and commit, the output
 * folder, standard output and diff take.
 */
#ifndef MPICC_EMIT_FILE_SET_H
#define MPICC_EMIT_FILE_SET_H

#include "lib/base/arena.h"
#include "lib/base/source.h"

/*
 * Beside the files, where they are written: the list of them, so that only
 * they are ever changed or removed. Not .yaml, .yml or .json: Argo CD and Flux
 * would try to apply it.
 */
#define OWNED_FILE ".mpicc-yaml.owned"

struct file {
	struct str path;   /* relative, '/' between components, no "." or ".." */
	struct str bytes;
	/* Write once: when the repository has the file already, its bytes stay (keys that were made here). */
	bool keep_existing;
	struct place at;   /* what in the input made it so */
	/* Its object is called the same in each run of the job: changing the file changes an object that is there. */
	bool lasting;
};

struct file_set {
	struct arena *arena; /* owns paths and bytes */
	struct file *items;
	uint32_t count, capacity;
};

void file_set_init(struct file_set *set, struct arena *arena);
/* Copies both texts. Paths must be unique; the caller sees to it. */
void file_set_add(struct file_set *set, struct str path, struct str bytes, bool keep_existing);
/* Sorts by path, bytewise: the order in which everything downstream works. */
void file_set_sort(struct file_set *set);
/* A file that stayed as it was though its bytes would be others now. */
struct kept_file {
	const struct file *file; /* of the set */
	struct str bytes;        /* those that stay */
};

const struct file *file_set_find(const struct file_set *set, struct str path); /* needs a sorted set */

#endif
