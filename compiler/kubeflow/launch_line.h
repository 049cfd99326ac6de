/* SPDX-License-Identifier: Apache-2.0 */
/* Launch commands (mpirun, mpiexec, horovodrun) taken apart: the program, and what the options say besides. */
#ifndef MPICC_KUBEFLOW_LAUNCH_LINE_H
#define MPICC_KUBEFLOW_LAUNCH_LINE_H

#include "lib/tree/node.h"

/* What the options are held against. */
struct launch_job {
	struct str flavour; /* "openmpi" */
	int64_t ranks, slots;
};

struct launch_line {
	const char *flavour;  /* that makes this launch command */
	uint32_t program;     /* index of the program's first word */
	struct node *env;     /* map: variables that options stand for */
};

/*
 * Whether the flavour would make the same of `run: PROGRAM…` and `env`. False
 * for a command that is no launcher, or that says more; then `out` is untouched.
 */
bool launch_line_parse(struct arena *a, const struct str *words, uint32_t count, const struct launch_job *job,
		       struct launch_line *out);

#endif
