/* SPDX-License-Identifier: Apache-2.0 */
/* Trees from JSON and back, so that tests can say in one line what goes in and what must come out. */
#ifndef MPICC_TESTS_UNIT_SCRIPT_TREE_JSON_H
#define MPICC_TESTS_UNIT_SCRIPT_TREE_JSON_H

#include "lib/tree/node.h"

/* Each node's place is its own one-character place in a source called "job.yaml", so that kept places can be told. */
struct node *tree_from_json(struct arena *a, const char *json);
struct str tree_to_json(struct arena *a, const struct node *n);

#endif
