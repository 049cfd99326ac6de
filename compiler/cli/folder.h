/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The output folder. As in a repository, OWNED_FILE lists what was written
 * there: only those files are ever changed or removed.
 */
#ifndef MPICC_CLI_FOLDER_H
#define MPICC_CLI_FOLDER_H

#include "compiler/commit/commit.h"

/*
 * What folder_write would change; paths are relative to the folder. A file of
 * that name that is there and not owned is an error.
 */
int folder_plan(struct str folder, const struct file_set *files, struct arena *a, struct commit_result *out, struct error *err);

/*
 * Writes each file whole or not at all. When it ends in the middle, every file
 * is an old or a new one and is owned, so that the next run mends the rest.
 */
int folder_write(struct str folder, const struct file_set *files, struct arena *a, struct commit_result *out, struct error *err);

#endif
