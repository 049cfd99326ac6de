/* SPDX-License-Identifier: Apache-2.0 */
/* Which paths may be written into a repository. */
#ifndef MPICC_COMMIT_COMMIT_PATH_H
#define MPICC_COMMIT_COMMIT_PATH_H

#include "lib/base/str.h"

enum { commit_path_max = 4096, commit_name_max = 255 };

/* NULL when `path` is fine, else what is wrong with it, as "has an empty component". The empty path is not fine. */
const char *commit_path_fault(struct str path);

#endif
