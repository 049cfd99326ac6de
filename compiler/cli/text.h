/* SPDX-License-Identifier: Apache-2.0 */
/* Laying text out in columns. */
#ifndef MPICC_CLI_TEXT_H
#define MPICC_CLI_TEXT_H

#include "lib/base/buf.h"

/* Cells that the text takes, counting characters. */
unsigned text_cells(struct str text);

void text_spaces(struct buf *out, unsigned count);

/*
 * Appends paragraphs (one a line) broken at blanks to `width` columns, each
 * line but the first indented by `indent`: the first continues at column
 * `column`. Lines that begin with a blank are kept as they are. Ends with a
 * line end.
 */
void text_wrap(struct buf *out, struct str text, unsigned column, unsigned indent, unsigned width);

#endif
