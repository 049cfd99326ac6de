/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of import share: an MPIJob of parts, and what becomes of it. */
#ifndef MPICC_TESTS_UNIT_KUBEFLOW_IMPORT_CASE_H
#define MPICC_TESTS_UNIT_KUBEFLOW_IMPORT_CASE_H

#include "tests/unit/kubeflow/kubeflow_case.h"

struct import_case {
	struct diag_list diags;
	struct decoder decoder;
	struct node *compact, *notes;
	struct spec spec;   /* the compact form, decoded */
};

/* Imports a text, which must succeed and give a job file that decodes. */
void import_text(struct import_case *c, struct arena *a, struct str text);

/*
 * A job of two slots. `launcher` and `worker` are members of the MPI
 * container, the others of the PodSpec; each YAML flow members that begin with
 * ", ", or NULL. Without `worker` the job has no workers, else two.
 */
struct import_parts {
	const char *spec, *launcher, *launcher_pod, *launcher_template, *worker, *worker_pod, *worker_template;
};
void import_parts(struct import_case *c, struct arena *a, struct import_parts parts);

/* The nth note; fails the test when there are not `count` of them. */
void assert_notes(const struct import_case *c, uint32_t count);
#define assert_note(c, nth, expected_text) assert_str((c)->notes->items[nth]->text, expected_text)

#endif
