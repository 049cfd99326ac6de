/* SPDX-License-Identifier: Apache-2.0 */
/* The options by which commands that look at a cluster find it. */
#ifndef MPICC_CLI_TARGET_H
#define MPICC_CLI_TARGET_H

#include "compiler/cli/cli.h"
#include "compiler/cluster/cluster.h"

struct target_options {
	struct str kubeconfig, context, namespace;
	bool all_namespaces;
};

enum { target_option_count = 4 };
extern const struct option_row target_option_rows[target_option_count];
#define TARGET_OPTIONS(type) {target_option_rows, target_option_count, offsetof(struct type, target)}

/*
 * Checks the options and the job's name (the argument, if there is one), and loads the module. Anything but exit_fine ends the
 * command, and has been told.
 */
int target_begin(struct cli *cli, const struct target_options *options, struct cluster_target *out_target, struct str *out_job,
		 const struct cluster_ops **out_ops);

/* The wall's clock, in milliseconds since 1970. */
int64_t target_now(void);

#endif
