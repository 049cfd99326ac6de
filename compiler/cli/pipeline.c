/* SPDX-License-Identifier: Apache-2.0 */
/* compile_request from options, compile_result for commands, diagnostics for people. */
#include "compiler/cli/pipeline.h"

#include "compiler/cli/progress.h"
#include "compiler/inputs.h"

static const char *const target_choices[] = {"auto", "split", "indexed", NULL};
static const char *const error_format_choices[] = {"human", "short", NULL};

const struct option_row input_option_rows[input_option_count] = {
	{.name = "env", .letter = 'e', .type = option_text, .offset = offsetof(struct input_options, environment), .value = "ENV",
	 .help = "the environment of mpicc.yaml to compile for"},
	{.name = "project", .type = option_text, .complete = complete_file, .offset = offsetof(struct input_options, project),
	 .value = "FILE", .help = "use this file instead of the nearest mpicc.yaml above each input"},
	{.name = "target", .type = option_choice, .offset = offsetof(struct input_options, target), .value = "TARGET",
	 .choices = target_choices,
	 .help = "shape of the manifests: as the jobs say (auto), split or indexed"},
	{.name = "keys", .type = option_text, .offset = offsetof(struct input_options, keys), .value = "KEYS",
	 .help = "where ssh keys come from, in place of what the jobs say: controller, existing/NAME or plain"},
	{.name = "insecure-plain-keys", .type = option_flag, .offset = offsetof(struct input_options, insecure_plain_keys),
	 .help = "allow `keys: plain`, which writes private keys into the manifests"},
	{.name = "error-format", .type = option_choice, .offset = offsetof(struct input_options, error_format), .value = "FORMAT",
	 .choices = error_format_choices,
	 .help = "how to print what is wrong with the input: with the source line (human) or a line each (short)"},
};

static struct diag_list errors_only(struct cli *cli, const struct diag_list *diags)
{
	struct diag_list errors;

	diag_list_init(&errors, cli->arena);
	for (uint32_t i = 0; i < diags->count; i++) {
		if (diag_code_info(diags->items[i].code)->severity != diag_error)
			continue;
		arena_grow(cli->arena, errors.items, errors.count, errors.capacity);
		errors.items[errors.count++] = diags->items[i];
	}
	errors.errors = errors.count;
	return errors;
}

int pipeline_report(struct cli *cli, const struct diag_list *diags, enum error_format format)
{
	struct diag_list shown = cli->quiet ? errors_only(cli, diags) : *diags;
	struct buf *text = cli_buf(cli);

	if (format == error_format_short)
		diag_print_short(text, &shown);
	else
		diag_print(text, &shown, cli->err.terminal.colour ? diag_coloured : diag_plain);
	output_write(&cli->err, buf_str(text));
	for (uint32_t i = 0; i < diags->count; i++)
		if (diags->items[i].code == diag_E0502 || diags->items[i].code == diag_E0510)
			return exit_budget;
	return diags->errors ? exit_found : exit_fine;
}

static int choose_inputs(struct cli *cli, struct compile_request *request)
{
	static const struct str here = {".", 1};

	request->inputs = cli->arguments;
	request->input_count = cli->argument_count;
	for (uint32_t i = 0; i < cli->argument_count; i++)
		if (cli->arguments[i].length == 0)
			return cli_usage(cli, "an input is empty");
	if (cli->argument_count)
		return exit_fine;
	if (io_files.kind(io_files.payload, STR(PROJECT_FILE)) != io_file)
		return cli_usage(cli, "an input is missing: a job file, a folder, or `-` for standard input");
	request->inputs = &here;
	request->input_count = 1;
	return exit_fine;
}

static int compile_inputs(struct cli *cli, struct compile_request *request, struct diag_list *diags, struct compile_result *out,
			  struct error *err)
{
	struct progress progress;
	int failed;

	progress_init(&progress, &cli->err);
	if (!cli->quiet)
		request->progress = progress_show;
	request->progress_payload = &progress;
	failed = compile(request, cli->arena, diags, out, err);
	progress_release(&progress);
	return failed;
}

int pipeline_run(struct cli *cli, const struct input_options *options, struct compile_result *out)
{
	struct compile_request request = {
		.io = cli->io ? cli->io : &io_files,
		.environment = options->environment,
		.project_file = options->project,
		.target = (enum target_choice)options->target,
		.keys = options->keys,
		.insecure_plain_keys = options->insecure_plain_keys,
	};
	struct diag_list diags;
	struct error err;
	int code = choose_inputs(cli, &request), failed;

	if (code != exit_fine)
		return code;
	diag_list_init(&diags, cli->arena);
	failed = compile_inputs(cli, &request, &diags, out, &err);
	if (failed)
		diag_sort(&diags);
	code = pipeline_report(cli, &diags, (enum error_format)options->error_format);
	return failed ? cli_error(cli, &err) : code;
}

int pipeline_project(struct cli *cli, struct str environment, struct str project_file, struct project *out)
{
	const struct compile_request request = {.io = &io_files, .environment = environment, .project_file = project_file};
	struct diag_list diags;
	struct error err;
	int failed, code;

	diag_list_init(&diags, cli->arena);
	*out = (struct project){0};
	failed = inputs_project(&request, cli->arena, &diags, out, &err);
	diag_sort(&diags);
	code = pipeline_report(cli, &diags, error_format_human);
	return failed ? cli_error(cli, &err) : code;
}
