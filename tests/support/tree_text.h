/* SPDX-License-Identifier: Apache-2.0 */
/* Trees from YAML and back to canonical JSON, so that tests can be read. */
#ifndef MPICC_TESTS_TREE_TEXT_H
#define MPICC_TESTS_TREE_TEXT_H

#include "lib/tree/node.h"
#include "tests/support/test.h"

/* The first document; fails the test when the text has a mistake in it. */
struct node *tree_of(struct arena *a, const char *yaml);

#define assert_tree(n, json) assert_str(tree_json(&a, (n)), json)
struct str tree_json(struct arena *a, const struct node *n);

#endif
