/* SPDX-License-Identifier: Apache-2.0 */
/* The command line as one line of text, for the record of a commit. */
#ifndef MPICC_CLI_COMMAND_LINE_H
#define MPICC_CLI_COMMAND_LINE_H

#include "lib/base/buf.h"

/*
 * Appends it, quoted for a shell where needed, the program called "mpicc-yaml".
 * User names and passwords in URLs are left out.
 */
void command_line(struct buf *out, int argc, char *const *argv);

#endif
