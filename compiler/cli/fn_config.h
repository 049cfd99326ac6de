/* SPDX-License-Identifier: Apache-2.0 */
/*
 * functionConfig: a job itself, `kind: Compile` of mpicc.dev/v1 with the fields
 * of struct fn_config flat in it, or a ConfigMap with the same in `data`
 * (`inputs` are then words in one string).
 */
#ifndef MPICC_CLI_FN_CONFIG_H
#define MPICC_CLI_FN_CONFIG_H

#include "compiler/spec/field_types.h"

struct fn_config {
	struct node *inputs;  /* a list of strings, job files and folders; NULL: none */
	struct str environment, project, keys;
	int target;           /* enum target_choice */
	const struct node *job; /* the config is a job; NULL: it is none */
};

/* `config` may be NULL: nothing is set. False: something was reported. */
bool fn_config_read(const struct node *config, struct arena *a, struct diag_list *diags, struct fn_config *out);

#endif
