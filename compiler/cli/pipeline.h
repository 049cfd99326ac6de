/* SPDX-License-Identifier: Apache-2.0 */
/* Running the pipeline for a command: its options, its diagnostics on standard error. */
#ifndef MPICC_CLI_PIPELINE_H
#define MPICC_CLI_PIPELINE_H

#include "compiler/cli/cli.h"
#include "compiler/cli/report.h"
#include "compiler/compile.h"

struct input_options {
	struct str environment, project, keys;
	int target; /* enum target_choice */
	bool insecure_plain_keys, rotate_keys, allow_empty;
	int error_format; /* enum report_format */
	struct option_arguments schemas;
};

enum { input_option_count = 9 };
extern const struct option_row input_option_rows[input_option_count];
#define INPUT_OPTIONS(type) {input_option_rows, input_option_count, offsetof(struct type, input)}

/* What the options ask for, without inputs; reads the real file system. */
struct compile_request pipeline_request(const struct input_options *options);

/*
 * Compiles the command's arguments (none: the current folder, when it has an mpicc.yaml). What is wrong with them is in `out_diags`,
 * for pipeline_report; with errors in it, `out` must not be written anywhere. Anything but exit_fine ends the command, and what there
 * was to report has been reported.
 */
int pipeline_compile(struct cli *cli, const struct input_options *options, struct diag_list *out_diags, struct compile_result *out);

/* The files on standard output, as kubectl prints several objects, in few writes. Returns an exit code. */
int pipeline_print(struct cli *cli, const struct file_set *files);

/*
 * The project that inputs in the current folder would have, for commands without inputs; its mistakes are printed. Anything
 * but exit_fine ends the command.
 */
int pipeline_project(struct cli *cli, struct str environment, struct str project_file, struct project *out);

/*
 * Sorts the list and prints it; exit_fine when there is no error in it, else exit_found or exit_budget. Once in a command, for formats
 * may be documents.
 */
int pipeline_report(struct cli *cli, struct diag_list *diags, enum report_format format);

#endif
