/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of compiler/kubeflow share: a document read from text, its diagnostics, and MPIJobs made of parts. */
#ifndef MPICC_TESTS_UNIT_KUBEFLOW_CASE_H
#define MPICC_TESTS_UNIT_KUBEFLOW_CASE_H

#include "compiler/kubeflow/mpijob.h"
#include "tests/support/test.h"

struct kubeflow_case {
	struct arena *arena;
	struct diag_list diags;
	struct decoder decoder;
	struct node *document;
	struct node *compact;
	struct spec_kubeflow kubeflow;
	bool ok;
};

/* The one document of a text; fails the test where it cannot be read. */
struct node *kubeflow_read(struct arena *a, struct str text);
struct str kubeflow_example(struct arena *a, const char *name);

void kubeflow_translate(struct kubeflow_case *c, struct arena *a, struct str text);

/* Parts of an MPIJob, each YAML flow members that begin with ", "; NULL: nothing, and for `worker` no Worker. */
struct kubeflow_parts {
	const char *version; /* NULL: v2beta1 */
	const char *metadata, *spec, *launcher, *launcher_pod, *worker, *worker_pod;
};
struct str kubeflow_text(struct arena *a, struct kubeflow_parts parts);

/* A diagnostic of that code; NULL when there is none. */
const struct diag *kubeflow_find(const struct kubeflow_case *c, enum diag_code code);
/* The text that a place covers. */
struct str kubeflow_at(struct place at);

/* Fails the test, printing both, unless the trees are equal. */
#define assert_tree(actual, expected) kubeflow_assert_tree((actual), (expected), __FILE__, __LINE__)
void kubeflow_assert_tree(const struct node *actual, const char *expected, const char *file, int line);

#endif
