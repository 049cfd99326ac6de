/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of schema_check share: an object from text, and what is said about it. */
#ifndef MPICC_TESTS_UNIT_VALIDATE_CASE_H
#define MPICC_TESTS_UNIT_VALIDATE_CASE_H

#include "compiler/validate/schema_check.h"
#include "tests/support/trees.h"

/* A Job whose one container is the argument's members, on line 8. */
#define CONTAINER(members)                                                                                        \
	"apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n" \
	"      containers: [{name: a, image: a, " members "}]\n"
/* A Job whose pod's spec has these members besides, on line 8. */
#define POD(members)                                                                                              \
	"apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n" \
	"      " members "\n      containers: [{name: a, image: a}]\n"

struct validate_case {
	struct diag_list diags;
	bool ok;
};

/* Checks a user's object for Kubernetes 1.`version`. */
void validate_case_run(struct validate_case *c, struct arena *a, unsigned version, const char *text);

/* The object is refused for one reason: its code, where ("line:column"), and how the message begins. For 1.34. */
void validate_case_refuse(const char *text, enum diag_code code, const char *at, const char *message);
void validate_case_accept(const char *text);

#endif
