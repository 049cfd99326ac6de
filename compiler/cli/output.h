/* SPDX-License-Identifier: Apache-2.0 */
/* Standard output and standard error, with every write checked. */
#ifndef MPICC_CLI_OUTPUT_H
#define MPICC_CLI_OUTPUT_H

#include "compiler/cli/terminal.h"
#include "lib/base/str.h"

struct output {
	int fd;
	const char *name;  /* "standard output" */
	int failed;        /* errno of the first write that failed; 0: none. Later writes do nothing */
	struct terminal terminal;
};

void output_init(struct output *out, int fd, const char *name);

void output_write(struct output *out, struct str bytes);
void output_printf(struct output *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Closes it, because some file systems report a full disk only then. */
void output_close(struct output *out);

/*
 * Opens what the caller had closed of the descriptors 0, 1 and 2, in a way that
 * fails when used: the first file opened would else become standard output.
 */
void output_guard_descriptors(void);

#endif
