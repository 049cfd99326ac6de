/* SPDX-License-Identifier: Apache-2.0 */
/* Help, made from the table of commands. */
#ifndef MPICC_CLI_HELP_H
#define MPICC_CLI_HELP_H

#include "compiler/cli/command.h"
#include "lib/base/buf.h"

void help_overview(struct buf *out, unsigned width);
void help_command(struct buf *out, const struct cli_command *command, unsigned width);
/* All of it as docs/CLI.md. */
void help_markdown(struct buf *out);

#endif
