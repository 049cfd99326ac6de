/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of the whole pipeline share: files in memory, a request, what came of it. */
#ifndef MPICC_TESTS_UNIT_COMPILE_CASE_H
#define MPICC_TESTS_UNIT_COMPILE_CASE_H

#include "compiler/compile.h"
#include "tests/support/fake_io.h"
#include "tests/support/trees.h"

/* A job of that name. */
#define JOB(name) "apiVersion: mpicc.dev/v1\nkind: MPIJob\nmetadata: {name: " name "}\nimage: img\nrun: ./a\n"

struct compile_case {
	struct arena *arena;
	struct fake_io io;
	struct str inputs[8];
	struct compile_request request;
	struct compile_result result;
	struct diag_list diags;
	struct error err;
	int status;
};

/* No files, no inputs. */
void compile_case_init(struct compile_case *c, struct arena *a);
void compile_case_file(struct compile_case *c, const char *path, const char *text);
void compile_case_input(struct compile_case *c, const char *path);
/* Compiles, whatever comes of it. */
void compile_case_run(struct compile_case *c);
/* Compiles; no error and no diagnostic is allowed. */
void compile_case_succeed(struct compile_case *c);
/* Compiles; one diagnostic is expected: its code, how its message begins. */
void compile_case_refuse(struct compile_case *c, enum diag_code code, const char *at, const char *message);

/* One job file, job.yaml, as the only input. */
void compile_case_job(struct compile_case *c, struct arena *a, const char *text);

/* The paths of all files of the result, a line each. */
struct str compile_case_paths(const struct compile_case *c);
/* The object in a file of the result, which must be there. */
struct node *compile_case_object(const struct compile_case *c, const char *path);

#endif
