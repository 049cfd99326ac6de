/* SPDX-License-Identifier: Apache-2.0 */
/* check: the pipeline without output, and fixes of what it found. */
#include "compiler/cli/fix.h"
#include "compiler/cli/pipeline.h"
#include "compiler/cli/unified.h"

struct check_options {
	struct common_options common;
	struct input_options input;
	bool fix, diff;
};

static const struct option_row rows[] = {
	{.name = "fix", .type = option_flag, .offset = offsetof(struct check_options, fix),
	 .help = "mend, in the job files, what has a safe fix, and report the rest"},
	{.name = "diff", .type = option_flag, .offset = offsetof(struct check_options, diff),
	 .help = "print what --fix would change, and write nothing"},
};

/* A fix may bring up what has another: so often at most. */
enum { round_max = 10 };

static int print_diff(struct cli *cli, const struct fixes *fixes)
{
	struct buf *text = cli_buf(cli);
	int code;

	for (uint32_t i = 0; i < fixes->file_count; i++)
		unified_print(text, cli->arena, &fixes->files[i], cli->out.terminal.colour);
	code = cli_print(cli, text);
	return code != exit_fine ? code : fixes->count ? exit_found : exit_fine;
}

/* Fixes until there is nothing left to fix; `out_diags` is what remains. */
static int fix(struct cli *cli, const struct check_options *check, struct diag_list *out_diags, struct compile_result *out)
{
	uint32_t fixed = 0;
	struct error err;

	for (int round = 0;; round++) {
		struct fixes fixes;
		int code = pipeline_compile(cli, &check->input, out_diags, out);

		if (code != exit_fine)
			return code;
		fixes_plan(out_diags, cli->arena, &fixes);
		if (fixes.count == 0 || round == round_max)
			break;
		if (fixes_write(&fixes, &err) < 0)
			return cli_error(cli, &err);
		fixed += fixes.count;
	}
	cli_tell(cli, "fixed: %u", fixed);
	return exit_fine;
}

static int compile_or_fix(struct cli *cli, const struct check_options *check, struct diag_list *out_diags, struct compile_result *out)
{
	return check->fix && !check->diff ? fix(cli, check, out_diags, out) : pipeline_compile(cli, &check->input, out_diags, out);
}

static int run(struct cli *cli, const void *options)
{
	const struct check_options *check = options;
	struct compile_result result;
	struct diag_list diags;
	struct fixes fixes;
	int code;

	for (uint32_t i = 0; (check->fix || check->diff) && i < cli->argument_count; i++)
		if (str_is(cli->arguments[i], "-"))
			return cli_usage(cli, "standard input cannot be fixed: name the file");
	code = compile_or_fix(cli, check, &diags, &result);
	if (code != exit_fine)
		return code;
	if (check->diff) {
		fixes_plan(&diags, cli->arena, &fixes);
		return print_diff(cli, &fixes);
	}
	code = pipeline_report(cli, &diags, (enum report_format)check->input.error_format);
	if (code == exit_fine)
		cli_tell(cli, "ok: %u job%s", result.jobs, result.jobs == 1 ? "" : "s");
	return code;
}

static const struct option_group groups[] = {COMMON_OPTIONS, {rows, sizeof(rows) / sizeof(*rows), 0}, INPUT_OPTIONS(check_options)};

const struct cli_command cmd_check = {
	.name = "check",
	.arguments = "[INPUT…]",
	.summary = "find the mistakes in job files, and mend some",
	.description = "Does all that `compile` does up to the finished manifests, hooks and checks of the objects included.\n"
		       "Inputs are job files, folders (searched for *.yaml and *.yml at all levels) and `-` for standard input; "
		       "without any, the current folder when it has an mpicc.yaml.\n"
		       "\n"
		       "Formats for programs (--error-format) go to standard output, those for people to standard error.\n"
		       "\n"
		       "A warning that is meant is allowed by a comment on its line or above it: # mpicc: allow(W0905) why\n",
	.examples = PROGRAM " check jobs/\n" PROGRAM " check -e prod --error-format=short jobs/resnet.yaml\n" PROGRAM
			    " check --error-format=sarif jobs/ > mpicc.sarif\n" PROGRAM " check --fix jobs/\n" PROGRAM " new resnet | " PROGRAM
			    " check -\n",
	.options = {groups, sizeof(groups) / sizeof(*groups)},
	.options_size = sizeof(struct check_options),
	.argument_max = UINT32_MAX,
	.complete = complete_file,
	.reports = true,
	.run = run,
};
