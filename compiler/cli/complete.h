/* SPDX-License-Identifier: Apache-2.0 */
/* Completions of one word, in the form that programs made with Cobra, as kubectl, give each other. */
#ifndef MPICC_CLI_COMPLETE_H
#define MPICC_CLI_COMPLETE_H

#include "lib/base/buf.h"

/*
 * `words` stand after the program's name; the last one, which may be empty, is
 * to be completed. A candidate a line, with a tab and what it is, and at the
 * end a line ":N" that says what else the shell may offer: 0 files, 4 nothing,
 * 16 folders.
 */
void complete(char *const *words, int count, struct buf *out);

#endif
