/* SPDX-License-Identifier: Apache-2.0 */
/* Completion scripts, made from the table of commands. */
#ifndef MPICC_CLI_COMPLETION_H
#define MPICC_CLI_COMPLETION_H

#include "compiler/cli/command.h"
#include "lib/base/buf.h"

void completion_bash(struct buf *out);
void completion_zsh(struct buf *out);
void completion_fish(struct buf *out);

#endif
