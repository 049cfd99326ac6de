/* SPDX-License-Identifier: Apache-2.0 */
/* compile() over a job file of any bytes, with a project, a flavour and a hook that it may name. */
#ifndef MPICC_TESTS_FUZZ_FILES_H
#define MPICC_TESTS_FUZZ_FILES_H

#include "tests/fuzz/fuzz.h"

/*
 * Compiles it. When there is no mistake in it, the files are checked: their
 * paths are in order and lead nowhere else, each is one document with a name
 * in it, and compiling again gives the same.
 */
void fuzz_compile(struct arena *a, struct str job);

#endif
