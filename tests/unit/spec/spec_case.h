/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of compiler/spec share: a job decoded from text. */
#ifndef MPICC_TESTS_UNIT_SPEC_CASE_H
#define MPICC_TESTS_UNIT_SPEC_CASE_H

#include "compiler/spec/spec.h"
#include "tests/support/trees.h"

/* Five lines that are a whole job: what a test adds begins on line 6. */
#define JOB "apiVersion: mpicc.dev/v1\nkind: MPIJob\nmetadata: {name: resnet}\nimage: img\nrun: ./a\n"

struct spec_case {
	struct diag_list diags;
	struct decoder decoder;
	struct spec spec;
	bool ok;
};

void spec_case_init(struct spec_case *c, struct arena *a);
/* Reads `text`, merges it over nothing as a job is, and decodes it. */
void spec_case_decode(struct spec_case *c, struct arena *a, const char *text);

/* Decodes JOB with `lines` after it; fails the test on any diagnostic. */
void spec_case_accept(struct spec_case *c, struct arena *a, const char *lines);
/* The same must give one diagnostic. */
#define assert_refused(lines, code, at, message) spec_case_refuse((lines), (code), (at), (message), __FILE__, __LINE__)
void spec_case_refuse(const char *lines, enum diag_code code, const char *at, const char *message, const char *file, int line);
/* Its help. */
#define assert_help(lines, help) spec_case_help((lines), (help), __FILE__, __LINE__)
void spec_case_help(const char *lines, const char *help, const char *file, int line);

#endif
