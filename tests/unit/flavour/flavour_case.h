/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of compiler/flavour share: a job read from text and planned, and its plan as text. */
#ifndef MPICC_TESTS_UNIT_FLAVOUR_CASE_H
#define MPICC_TESTS_UNIT_FLAVOUR_CASE_H

#include "compiler/flavour/flavour.h"
#include "tests/support/test.h"

struct flavour_case {
	struct arena *arena;
	struct diag_list diags;
	struct spec spec;
	struct project project;
	struct plan plan;
	bool ok;
};

/* A file of the source tree. */
struct str flavour_file(struct arena *a, struct str path);

/*
 * Plans the job. `project` is the text of mpicc.yaml, or empty. `lua` is the
 * text of the flavour; empty: what the job names, built in or a file beside
 * `folder`. Fails the test when the job itself is not right.
 */
void flavour_case_run(struct flavour_case *c, struct arena *a, struct str job, struct str project, struct str lua, struct str folder);

/* A job of two workers with members of its own (flow style, each ended by a line end), and the plan of a Lua text. */
void flavour_case_members(struct flavour_case *c, struct arena *a, const char *members);
void flavour_case_lua(struct flavour_case *c, struct arena *a, const char *lua);

/* The plan for a person to read: target, hosts, host file, environment, launch command and files, in that order. */
struct str plan_text(const struct plan *plan, struct arena *a);

/* The text of the only diagnostic, which must have that code. */
struct str flavour_case_message(const struct flavour_case *c, enum diag_code code);
struct str flavour_case_help(const struct flavour_case *c);

#endif
