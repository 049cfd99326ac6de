/* SPDX-License-Identifier: Apache-2.0 */
/* Warnings about keys that were written once: for whom, and where nothing keeps them. */
#ifndef MPICC_CLI_KEPT_H
#define MPICC_CLI_KEPT_H

#include "compiler/cli/pipeline.h"

/* What stayed as it is (of a plan or a commit): W0650 for each key whose recipients are others by now. */
void kept_report(struct cli *cli, const struct kept_file *kept, uint32_t count, enum report_format format);

/*
 * Where output is kept by nobody: adds a diagnostic, W0651 or E0654, for each key among the files. Whether there is any. The other one
 * prints them, too, and returns exit_fine when they are warnings.
 */
bool kept_nowhere(const struct file_set *files, enum diag_code code, struct diag_list *diags);
int kept_report_none(struct cli *cli, const struct file_set *files, enum diag_code code, enum report_format format);

#endif
