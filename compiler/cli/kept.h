/* SPDX-License-Identifier: Apache-2.0 */
/* Warnings about keys that were written once: for whom, and where nothing keeps them. */
#ifndef MPICC_CLI_KEPT_H
#define MPICC_CLI_KEPT_H

#include "compiler/cli/pipeline.h"

/* Of what stayed as it is (by a plan or a commit): adds W0650 for each key whose recipients are others by now. */
void kept_for_others(const struct kept_file *kept, uint32_t count, struct diag_list *diags);

/* Where output is kept by nobody: adds a diagnostic, W0651 or E0654, for each key among the files. */
void kept_nowhere(const struct file_set *files, enum diag_code code, struct diag_list *diags);

#endif
