/* SPDX-License-Identifier: Apache-2.0 */
/* Warnings about keys that were written once: for whom, and where nothing keeps them. */
#ifndef MPICC_CLI_KEPT_H
#define MPICC_CLI_KEPT_H

#include "compiler/cli/pipeline.h"

/* What stayed as it is (of a plan or a commit): W0650 for each key whose recipients are others by now. */
void kept_report(struct cli *cli, const struct kept_file *kept, uint32_t count, enum report_format format);

/* For standard output: W0651 for each key among the files. */
void kept_report_none(struct cli *cli, const struct file_set *files, enum report_format format);

#endif
