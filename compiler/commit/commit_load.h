/* SPDX-License-Identifier: Apache-2.0 */
/* Finding and opening the module; apart from commit_module_load only for tests. */
#ifndef MPICC_COMMIT_COMMIT_LOAD_H
#define MPICC_COMMIT_COMMIT_LOAD_H

#include "compiler/commit/commit.h"

/* Looks in $MPICC_MODULES only, where `override` (its value) is not NULL, else beside the program `executable`. */
const struct commit_ops *commit_load_from(const char *executable, const char *override, struct error *err);

#endif
