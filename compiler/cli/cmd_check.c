/* SPDX-License-Identifier: Apache-2.0 */
/* check: the pipeline without output. */
#include "compiler/cli/pipeline.h"

struct check_options {
	struct common_options common;
	struct input_options input;
};

static int run(struct cli *cli, const void *options)
{
	const struct check_options *check = options;
	struct compile_result result;
	int code = pipeline_run(cli, &check->input, &result);

	if (code != exit_fine)
		return code;
	cli_tell(cli, "ok: %u job%s", result.jobs, result.jobs == 1 ? "" : "s");
	return exit_fine;
}

static const struct option_group groups[] = {COMMON_OPTIONS, INPUT_OPTIONS(check_options)};

const struct cli_command cmd_check = {
	.name = "check",
	.arguments = "[INPUT…]",
	.summary = "find the mistakes in job files, and write nothing",
	.description = "Does all that `compile` does up to the finished manifests, hooks and checks of the objects included.\n"
		       "Inputs are job files, folders (searched for *.yaml and *.yml at all levels) and `-` for standard input; "
		       "without any, the current folder when it has an mpicc.yaml.\n",
	.examples = PROGRAM " check jobs/\n" PROGRAM " check -e prod --error-format=short jobs/resnet.yaml\n" PROGRAM
			    " new resnet | " PROGRAM " check -\n",
	.options = {groups, sizeof(groups) / sizeof(*groups)},
	.options_size = sizeof(struct check_options),
	.argument_max = UINT32_MAX,
	.complete = complete_file,
	.run = run,
};
