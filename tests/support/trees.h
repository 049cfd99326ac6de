/* SPDX-License-Identifier: Apache-2.0 */
/* Trees and diagnostics in tests: read from text, found by path, compared. */
#ifndef MPICC_TESTS_TREES_H
#define MPICC_TESTS_TREES_H

#include "lib/tree/node.h"
#include "lib/base/diag.h"
#include "tests/support/test.h"

/* The one document of a text, which is called `name`; fails the test where it cannot be read. */
struct node *test_read_as(struct arena *a, enum source_kind kind, const char *name, struct str text);
struct node *test_read(struct arena *a, const char *text); /* a job file, job.yaml */
/* A file of the source tree. */
struct str test_file(struct arena *a, const char *path);

/*
 * What stands at a path: "spec.containers[mpi].env[0].value". In brackets: the
 * key of a map (where it has dots), the `name` of a list's item, or its index.
 * NULL where there is nothing.
 */
struct node *test_find(const struct node *n, const char *path);

/* A scalar as text: strings, integers and booleans as they are; "(none)", "(list of 2)", "(map of 2)", "(null)". */
#define assert_at(tree, path, expected) test_assert_at((tree), (path), (expected), __FILE__, __LINE__)
void test_assert_at(const struct node *tree, const char *path, const char *expected, const char *file, int line);

/* Same trees, whatever the order of members; the expected one as YAML. */
#define assert_tree(actual, expected) test_assert_tree((actual), (expected), __FILE__, __LINE__)
void test_assert_tree(const struct node *actual, const char *expected, const char *file, int line);

/* The n-th diagnostic: its code, "line:column", and how its message begins. */
#define assert_diag(list, index, code, at, message) test_assert_diag((list), (index), (code), (at), (message), __FILE__, __LINE__)
void test_assert_diag(const struct diag_list *list, uint32_t index, enum diag_code code, const char *at, const char *message,
		      const char *file, int line);
#define assert_no_diags(list) test_assert_no_diags((list), __FILE__, __LINE__)
void test_assert_no_diags(const struct diag_list *list, const char *file, int line);
/* "line:column" of a place in `out`. */
const char *test_place(struct place at, char out[32]);

#endif
