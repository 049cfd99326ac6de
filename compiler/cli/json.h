/* SPDX-License-Identifier: Apache-2.0 */
/* JSON for people to read too: indented, members in the order they were put. */
#ifndef MPICC_CLI_JSON_H
#define MPICC_CLI_JSON_H

#include "compiler/cli/cli.h"
#include "lib/tree/node.h"

/* The text as JSON can say it: bytes that are no UTF-8, as in paths, become U+FFFD. */
struct str json_utf8(struct arena *a, struct str text);

int json_write(const struct node *n, struct buf *out, struct error *err);
/* With a line end, on standard output; returns an exit code. */
int json_print(struct cli *cli, const struct node *n);

#endif
