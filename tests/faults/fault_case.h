/* SPDX-License-Identifier: Apache-2.0 */
/* A compilation that uses every stage, for tests that take the world away from it. */
#ifndef MPICC_TESTS_FAULT_CASE_H
#define MPICC_TESTS_FAULT_CASE_H

#include "compiler/compile.h"
#include "tests/support/fake_io.h"

/* What came of a compilation, in numbers: equal ones had the same files and diagnostics. */
struct outcome {
	int status;
	struct error err;
	uint32_t files, diagnostics, errors;
	uint64_t bytes_hash; /* of all paths and bytes, and all messages */
	bool jumped;	     /* memory ran out in the outer arena */
};

struct fault_case {
	struct fake_io io;
	struct str inputs[2];
	struct compile_request request;
	char padding[4096]; /* text in a job file that moves everything after it in memory */
	char job[8192];
};

/*
 * A folder of jobs, with a project, its environment, a flavour, two hooks, both
 * forms of job file and a mistake. `shift` bytes of padding. `mistakes` false:
 * without it.
 */
void fault_case_init(struct fault_case *c, unsigned shift, bool mistakes);

/*
 * Compiles in an arena of its own that is gone afterwards. `fail_after` as for
 * mem_fail_after; `out_calls` is how many allocations there were.
 */
struct outcome fault_case_run(const struct fault_case *c, long fail_after, long *out_calls);

#endif
