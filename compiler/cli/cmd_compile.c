/* SPDX-License-Identifier: Apache-2.0 */
/* compile: job files -> manifests, in a repository, a folder, or on standard output. */
#include "compiler/cli/kept.h"
#include "compiler/cli/pipeline.h"
#include "compiler/cli/summary.h"
#include "compiler/cli/watch.h"

enum summary_format { format_text, format_json };

struct compile_options {
	struct common_options common;
	struct input_options input;
	struct destination_options destination;
	struct commit_options commit;
	bool dry_run, watch;
	int format;
};

static const char *const format_choices[] = {"text", "json", NULL};

static const struct option_row rows[] = {
	{.name = "dry-run", .letter = 'n', .type = option_flag, .offset = offsetof(struct compile_options, dry_run),
	 .help = "print which files would change, and write nothing"},
	{.name = "watch", .letter = 'w', .type = option_flag, .offset = offsetof(struct compile_options, watch),
	 .help = "stay, and compile again whenever an input, a Lua file or mpicc.yaml changes; Ctrl-C ends it"},
	{.name = "format", .type = option_choice, .offset = offsetof(struct compile_options, format), .value = "FORMAT",
	 .choices = format_choices,
	 .help = "the summary: a line on standard error (text), or jobs, changes and commit on standard output (json)"},
};

static int report(struct cli *cli, const struct compile_options *o, struct diag_list *diags)
{
	return pipeline_report(cli, diags, (enum report_format)o->input.error_format);
}

static int to_standard_output(struct cli *cli, const struct compile_options *o, const struct compile_result *compiled,
			      struct diag_list *diags)
{
	const struct destination to = {.kind = to_stdout};
	const struct summary summary = {.to = &to, .compiled = compiled, .dry = true};
	int code;

	if (o->format == format_json)
		return cli_usage(cli, "`--format=json` and manifests would both go to standard output: add --repo or --output");
	kept_nowhere(&compiled->files, diag_W0651, diags);
	code = report(cli, o, diags);
	if (code != exit_fine)
		return code;
	if (!o->dry_run)
		return pipeline_print(cli, &compiled->files);
	summary_tell(cli, &summary);
	return exit_fine;
}

static int write_out(struct cli *cli, const struct compile_options *o, struct destination *to, const struct compile_result *compiled,
		     struct diag_list *diags)
{
	struct commit_result done;
	const struct summary summary = {to, compiled, &done, o->dry_run};
	struct error err;
	int code, failed = (o->dry_run ? destination_plan : destination_write)(cli, to, &compiled->files, &done, &err);

	if (!failed)
		destination_warn(&done, diags);
	code = report(cli, o, diags);
	if (failed)
		return cli_error(cli, &err);
	if (code != exit_fine)
		return code;
	if (o->format == format_json)
		return summary_json(cli, &summary);
	if (o->dry_run)
		code = summary_list_changes(cli, &summary);
	summary_tell(cli, &summary);
	return code;
}

static int run_once(struct cli *cli, const struct compile_options *o)
{
	struct compile_result compiled;
	struct destination to;
	struct diag_list diags;
	int code = destination_check(cli, &o->destination);

	if (code == exit_fine)
		code = pipeline_compile(cli, &o->input, &diags, &compiled);
	if (code != exit_fine)
		return code;
	if (diags.errors)
		return report(cli, o, &diags);
	code = destination_choose(cli, &o->destination, &compiled.project, &to);
	if (code == exit_fine)
		code = destination_commit_options(cli, &o->commit, &to);
	if (code != exit_fine)
		return code;
	if (to.kind == to_stdout)
		return to_standard_output(cli, o, &compiled, &diags);
	return write_out(cli, o, &to, &compiled, &diags);
}

/* Each round has its memory to itself. */
static int run_round(struct cli *cli, const struct compile_options *o)
{
	struct error err;
	jmp_buf oom;

	arena_init(cli->arena, &oom);
	if (setjmp(oom)) {
		error_no_memory(&err);
		return cli_error(cli, &err);
	}
	return run_once(cli, o);
}

static bool reads_standard_input(const struct cli *cli)
{
	for (uint32_t i = 0; i < cli->argument_count; i++)
		if (str_is(cli->arguments[i], "-"))
			return true;
	return false;
}

/* Mistakes are mended while we watch; a wrong command line and an output that nobody reads are not. */
static int run_watching(struct cli *cli, const struct compile_options *o)
{
	struct arena arena = {0}, *outer = cli->arena;
	struct watch watch;
	struct io io;
	int code;

	watch_init(&watch, &io_files);
	io = watch_io(&watch);
	cli->io = &io;
	cli->arena = &arena;
	while ((code = run_round(cli, o)) != exit_usage && !cli->out.failed && !watch.failed) {
		arena_release(&arena);
		cli_tell(cli, "watching %u files", watch.count);
		watch_wait(&watch);
		watch_clear(&watch);
	}
	arena_release(&arena);
	watch_clear(&watch);
	cli->arena = outer;
	cli->io = NULL;
	return code;
}

static int run(struct cli *cli, const void *options)
{
	const struct compile_options *o = options;

	if (!o->watch)
		return run_once(cli, o);
	if (reads_standard_input(cli))
		return cli_usage(cli, "`--watch` needs files: standard input is read once");
	return run_watching(cli, o);
}

static const struct option_group groups[] = {COMMON_OPTIONS,
					     DESTINATION_OPTIONS(compile_options),
					     COMMIT_OPTIONS(compile_options),
					     {rows, sizeof(rows) / sizeof(*rows), 0},
					     INPUT_OPTIONS(compile_options)};

const struct cli_command cmd_compile = {
	.name = "compile",
	.arguments = "[INPUT…]",
	.summary = "compile job files to manifests, and commit them",
	.description =
		"Inputs are job files, folders (searched for *.yaml and *.yml at all levels) and `-` for standard input; "
		"without any, the current folder when it has an mpicc.yaml.\n"
		"\n"
		"The manifests go to the branch of a git repository (--repo), to a folder (--output DIR), or to standard output "
		"(--output -). Without any of these, to where `output` of mpicc.yaml says, else to standard output.\n"
		"\n"
		"In a repository and in a folder, files lie in NAMESPACE/JOB/ and the file .mpicc-yaml.owned lists them: only those are "
		"ever changed or removed. Files of a job that is not among the inputs any more are removed, so give all inputs each "
		"time. When no file would change, there is no commit.\n"
		"\n"
		"Keys that are made here (`keys: sops`, `sealed` and `plain`) are written once and then left alone; --rotate-keys makes new "
		"ones.\n"
		"\n"
		"When the input has mistakes, all of them are printed and nothing is written.\n",
	.examples = "# what would be applied\n" PROGRAM " compile resnet.yaml\n\n"
		    "# to a folder, for the environment `prod` of mpicc.yaml\n" PROGRAM " compile jobs/ -e prod -o manifests\n\n"
		    "# one commit on the branch `main`, pushed to its remote\n" PROGRAM
		    " compile jobs/ --repo deploy.git --branch main --path clusters/prod --push\n",
	.options = {groups, sizeof(groups) / sizeof(*groups)},
	.options_size = sizeof(struct compile_options),
	.argument_max = UINT32_MAX,
	.complete = complete_file,
	.run = run,
};
