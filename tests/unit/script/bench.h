/* SPDX-License-Identifier: Apache-2.0 */
/* What every test of scripts needs: an arena, a list of diagnostics, and one call. */
#ifndef MPICC_TESTS_UNIT_SCRIPT_BENCH_H
#define MPICC_TESTS_UNIT_SCRIPT_BENCH_H

#include "compiler/script/script.h"
#include "tests/support/test.h"
#include "tests/unit/script/tree_json.h"

struct bench {
	struct arena *a;
	struct diag_list diags;
	struct script_limits limits;
	struct script_cache *cache; /* may be NULL */
	struct node *in, *out;
};

struct bench bench_new(struct arena *a);

/* Opens a script "hooks/x.lua" with that text, named at line 2 of job.yaml. */
bool bench_open(struct bench *b, const char *lua, struct script **out);

/* Opens it and calls the function it returns with `json`; the result as JSON, or "E0503 x.lua:3: message" of the first
 * diagnostic. */
struct str bench_run(struct bench *b, const char *lua, const char *json);

/* The same for a function's body: `local v = ...`. */
struct str bench_body(struct bench *b, const char *body, const char *json);

/* "E0503 hooks/x.lua:3: message" */
struct str bench_diag(struct bench *b, uint32_t index);

#endif
