/* SPDX-License-Identifier: Apache-2.0 */
/* A line on the terminal for work that takes longer than one waits in silence. */
#ifndef MPICC_CLI_PROGRESS_H
#define MPICC_CLI_PROGRESS_H

#include "compiler/cli/output.h"

struct progress {
	struct output *out; /* NULL: show nothing */
	int64_t start, drawn; /* milliseconds */
	bool visible;
};

enum { progress_patience = 200, progress_interval = 50 }; /* milliseconds */

/* `out` is written to only when it is a terminal. */
void progress_init(struct progress *p, struct output *out);
/* As compile_request.progress wants it. */
void progress_show(void *progress, uint32_t done, uint32_t total);
/* Erases the line. */
void progress_release(struct progress *p);

#endif
