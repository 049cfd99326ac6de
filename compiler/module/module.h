/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Modules: parts of the program that link a costly library, and are loaded
 * by the commands that need it (docs/decisions/0007-commit-is-a-module.md).
 */
#ifndef MPICC_MODULE_MODULE_H
#define MPICC_MODULE_MODULE_H

#include <stdint.h>

#include "lib/base/error.h"

/* What a module's table of functions begins with. */
struct module_head {
	uint64_t abi_version; /* raised when a struct or a function's meaning changes */
	uint64_t abi_sizes;   /* made of sizeof of what is passed */
};

struct module_info {
	const char *file;      /* "mpicc-commit.so" */
	const char *symbol;    /* of its table */
	const char *purpose;   /* for messages: "the module for PURPOSE" */
	const char *advice;    /* what works without it, appended to "is not installed"; "" for nothing */
	struct module_head head; /* the table of this build; modules of another one are refused */
};

/*
 * Loads the module and returns its table, a struct that begins with a struct
 * module_head; NULL and an error when it cannot be loaded. It is never unloaded.
 * Looks in $MPICC_MODULES only, where that is set, else beside the program.
 */
const void *module_load(const struct module_info *info, struct error *err);

/* The same with the program's path, and what the variable holds (NULL: not set); for tests. */
const void *module_load_from(const struct module_info *info, const char *executable, const char *override, struct error *err);

#endif
