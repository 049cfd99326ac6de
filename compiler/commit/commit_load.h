/* SPDX-License-Identifier: Apache-2.0 */
/* What the loader is told about the module; in a header only for tests. */
#ifndef MPICC_COMMIT_COMMIT_LOAD_H
#define MPICC_COMMIT_COMMIT_LOAD_H

#include "compiler/commit/commit.h"
#include "compiler/module/module.h"

extern const struct module_info commit_module_info;

#endif
