/* SPDX-License-Identifier: Apache-2.0 */
/* What the exit codes of mpicc-yaml mean; they never change. */
#ifndef MPICC_CLI_EXIT_H
#define MPICC_CLI_EXIT_H

enum exit_code {
	exit_fine = 0,
	exit_found = 1,   /* the input has mistakes; or, under diff, there is a difference */
	exit_usage = 2,   /* the command line has mistakes */
	exit_failed = 3,  /* a file, a repository, memory: the world failed */
	exit_budget = 4,  /* a flavour or hook was stopped: it used up its budget (E0502) or reached out of its box (E0510) */
	exit_bug = 70     /* ours (EX_SOFTWARE of sysexits.h) */
};

#endif
