/* SPDX-License-Identifier: Apache-2.0 */
/* YAML for a person to go on with: members of the document, and of its metadata, in the order they stand in the tree. */
#ifndef MPICC_CLI_ORDERED_YAML_H
#define MPICC_CLI_ORDERED_YAML_H

#include "lib/tree/node.h"
#include "lib/base/buf.h"
#include "lib/base/error.h"

int ordered_yaml(const struct node *document, struct arena *a, struct buf *out, struct error *err);

#endif
