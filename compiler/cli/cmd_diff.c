/* SPDX-License-Identifier: Apache-2.0 */
/* diff: what compile would change. */
#include "compiler/cli/destination.h"
#include "compiler/cli/markdown_diff.h"
#include "compiler/cli/pipeline.h"
#include "compiler/cli/unified.h"

enum diff_format { format_text, format_markdown };

struct diff_options {
	struct common_options common;
	struct input_options input;
	struct destination_options destination;
	bool stat;
	int format;
	int64_t limit;
};

static const char *const format_choices[] = {"text", "markdown", NULL};

/* GitHub takes comments of 65,536 characters, GitLab of a million; somebody may want to write a line of their own above. */
static const struct diff_options defaults = {.limit = 65000};

static const struct option_row rows[] = {
	{.name = "stat", .type = option_flag, .offset = offsetof(struct diff_options, stat),
	 .help = "only how many lines change in each file; with --format=markdown, only the table of jobs"},
	{.name = "format", .type = option_choice, .offset = offsetof(struct diff_options, format), .value = "FORMAT",
	 .choices = format_choices,
	 .help = "a unified diff (text), or a table of jobs and folded diffs for a comment on a pull request (markdown)"},
	{.name = "limit", .type = option_int, .offset = offsetof(struct diff_options, limit), .value = "BYTES", .minimum = 1000,
	 .maximum = 1 << 30, .help = "the most that --format=markdown prints (65000)"},
};

static void print_markdown(struct cli *cli, const struct diff_options *o, const struct destination *to,
			   const struct commit_result *plan, struct buf *out)
{
	struct str folder = to->kind == to_repository ? to->request.folder : STR_NONE;
	const struct markdown_options options = {folder, (size_t)o->limit, o->stat};

	markdown_diff(out, cli->arena, plan->changes, plan->change_count, &options);
}

static int print(struct cli *cli, const struct diff_options *o, const struct destination *to, const struct commit_result *plan)
{
	struct buf *text = cli_buf(cli);
	const struct terminal *terminal = &cli->out.terminal;
	bool unified = o->format == format_text && !o->stat;
	int code;

	if (o->format == format_markdown)
		print_markdown(cli, o, to, plan, text);
	else if (o->stat && plan->change_count)
		unified_stat(text, cli->arena, plan->changes, plan->change_count, terminal->width, terminal->colour);
	for (uint32_t i = 0; unified && i < plan->change_count; i++)
		unified_print(text, cli->arena, &plan->changes[i], terminal->colour);
	code = cli_print(cli, text);
	if (code != exit_fine)
		return code;
	return plan->change_count ? exit_found : exit_fine;
}

static int run(struct cli *cli, const void *options)
{
	const struct diff_options *o = options;
	struct compile_result compiled;
	struct commit_result plan;
	struct destination to;
	struct diag_list diags;
	struct error err;
	int code = destination_check(cli, &o->destination), failed;

	if (code == exit_fine)
		code = pipeline_compile(cli, &o->input, &diags, &compiled);
	if (code != exit_fine)
		return code;
	if (diags.errors)
		return pipeline_report(cli, &diags, (enum report_format)o->input.error_format);
	code = destination_choose(cli, &o->destination, &compiled.project, &to);
	if (code != exit_fine)
		return code;
	if (to.kind == to_stdout)
		return cli_usage(cli, "there is nothing to compare with: --repo, --output DIR, or output.repo in mpicc.yaml");
	failed = destination_plan(cli, &to, &compiled.files, &plan, &err);
	if (!failed)
		destination_warn(&plan, &diags);
	code = pipeline_report(cli, &diags, (enum report_format)o->input.error_format);
	if (failed)
		return cli_error(cli, &err);
	return code == exit_fine ? print(cli, o, &to, &plan) : code;
}

static const struct option_group groups[] = {COMMON_OPTIONS,
					     DESTINATION_OPTIONS(diff_options),
					     {rows, sizeof(rows) / sizeof(*rows), 0},
					     INPUT_OPTIONS(diff_options)};

const struct cli_command cmd_diff = {
	.name = "diff",
	.arguments = "[INPUT…]",
	.summary = "show what compile would change",
	.description = "Compiles the inputs and compares the manifests with those in the repository or folder that `compile` would write to. "
		       "Prints a unified diff of each file that would change, and writes nothing.\n"
		       "\n"
		       "The exit code is 0 when nothing would change and 1 when something would.\n",
	.examples = PROGRAM " diff jobs/ --repo deploy.git --branch main --path clusters/prod\n" PROGRAM " diff --stat jobs/ -o manifests\n" PROGRAM
		    " diff jobs/ --repo deploy.git --branch env/prod --format=markdown\n",
	.options = {groups, sizeof(groups) / sizeof(*groups)},
	.options_size = sizeof(struct diff_options),
	.defaults = &defaults,
	.argument_max = UINT32_MAX,
	.complete = complete_file,
	.run = run,
};
