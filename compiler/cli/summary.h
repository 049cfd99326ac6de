/* SPDX-License-Identifier: Apache-2.0 */
/* What was done, for people and for programs. */
#ifndef MPICC_CLI_SUMMARY_H
#define MPICC_CLI_SUMMARY_H

#include "compiler/cli/destination.h"

struct summary {
	const struct destination *to;
	const struct compile_result *compiled;
	const struct commit_result *done; /* NULL on standard output */
	bool dry;                         /* nothing was written */
};

/* "committed abc1234 to main: 3 jobs, 18 files (+2 ~1 -0)", on standard error. */
void summary_tell(struct cli *cli, const struct summary *s);
/* A line a change on standard output: "added PATH". */
int summary_list_changes(struct cli *cli, const struct summary *s);
/* JSON on standard output. */
int summary_json(struct cli *cli, const struct summary *s);

/* "added", "modified", "removed" */
const char *change_name(enum change_kind kind);

#endif
