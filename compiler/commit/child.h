/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Another program, talked to through its standard input and output. Nothing
 * here allocates or jumps: libgit2's callbacks use it.
 */
#ifndef MPICC_COMMIT_CHILD_H
#define MPICC_COMMIT_CHILD_H

#include <sys/types.h>

#include "lib/base/arena.h"

struct child {
	pid_t pid;      /* 0: none runs */
	int talk;       /* a socket: its standard input and output */
	int complaints; /* a file in memory with its standard error; -1 when that was left alone */
};

enum child_stderr { child_stderr_kept, child_stderr_shared };

/* Our environment without the variables that tell git which repository it is in (we may run in a hook). */
char **child_environment(struct arena *a);

/* `arguments` ends in NULL; the program is looked for in PATH. 0, or a negative errno. */
int child_start(struct child *c, const char *const *arguments, char *const *environment, enum child_stderr how);
/* All bytes; false when it reads no more. */
bool child_write(struct child *c, struct str bytes);
void child_write_end(struct child *c);
/* As read(2), but never stops for a signal. */
ssize_t child_read(struct child *c, char *bytes, size_t max);
/*
 * Closes and waits; its exit status, or -1 when it was killed or none ran.
 * `complaint` (may be NULL) gets what it wrote to standard error, on one line.
 */
int child_end(struct child *c, char *complaint, size_t size);

#endif
