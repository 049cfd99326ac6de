/* SPDX-License-Identifier: Apache-2.0 */
/* compile_request from options, compile_result for commands, diagnostics for people. */
#include "compiler/cli/pipeline.h"

#include <time.h>

#include "compiler/cli/progress.h"
#include "compiler/inputs.h"

static const char *const target_choices[] = {"auto", "split", "indexed", NULL};

const struct option_row input_option_rows[input_option_count] = {
	{.name = "env", .letter = 'e', .type = option_text, .offset = offsetof(struct input_options, environment), .value = "ENV",
	 .help = "the environment of mpicc.yaml to compile for"},
	{.name = "project", .type = option_text, .complete = complete_file, .offset = offsetof(struct input_options, project),
	 .value = "FILE", .help = "use this file instead of the nearest mpicc.yaml above each input"},
	{.name = "target", .type = option_choice, .offset = offsetof(struct input_options, target), .value = "TARGET",
	 .choices = target_choices,
	 .help = "shape of the manifests: as the jobs say (auto), split or indexed"},
	{.name = "keys", .type = option_text, .offset = offsetof(struct input_options, keys), .value = "KEYS",
	 .help = "where ssh keys come from, in place of what the jobs say: controller, sops, sealed, external-secrets, existing/NAME or plain"},
	{.name = "insecure-plain-keys", .type = option_flag, .offset = offsetof(struct input_options, insecure_plain_keys),
	 .help = "allow `keys: plain`, which writes private keys into the manifests"},
	{.name = "rotate-keys", .type = option_flag, .offset = offsetof(struct input_options, rotate_keys),
	 .help = "make new keys also where the manifests have some (`keys: sops`, `sealed` and `plain`)"},
	{.name = "allow-empty", .type = option_flag, .offset = offsetof(struct input_options, allow_empty),
	 .help = "folders may hold no jobs: what the last one had is removed"},
	{.name = "error-format", .type = option_choice, .offset = offsetof(struct input_options, error_format), .value = "FORMAT",
	 .choices = report_format_names,
	 .help = "how to print what is wrong with the input: with the source line (human), a line each (short), or for programs: lines of "
		 "JSON, SARIF, annotations of GitHub Actions, or JUnit's XML"},
	{.name = "schema", .type = option_texts, .complete = complete_file, .offset = offsetof(struct input_options, schemas),
	 .value = "FILE",
	 .help = "check objects of other kinds than Kubernetes' own by the CustomResourceDefinitions in this file; can be repeated"},
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

int pipeline_report(struct cli *cli, struct diag_list *diags, enum report_format format)
{
	struct diag_list shown;
	int code;

	diag_sort(diags);
	shown = cli->quiet ? errors_only(cli, diags) : *diags;
	code = report_print(cli, &shown, format);

	if (code != exit_fine)
		return code;
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

struct compile_request pipeline_request(const struct input_options *options)
{
	return (struct compile_request){
		.io = &io_files,
		.environment = options->environment,
		.project_file = options->project,
		.target = (enum target_choice)options->target,
		.keys = options->keys,
		.insecure_plain_keys = options->insecure_plain_keys,
		.rotate_keys = options->rotate_keys,
		.now = time(NULL),
		.schemas = options->schemas.items,
		.schema_count = options->schemas.count,
		.allow_empty = options->allow_empty,
	};
}

int pipeline_compile(struct cli *cli, const struct input_options *options, struct diag_list *out_diags, struct compile_result *out)
{
	struct compile_request request = pipeline_request(options);
	struct error err;
	int code = choose_inputs(cli, &request);

	if (code != exit_fine)
		return code;
	if (cli->io)
		request.io = cli->io;
	diag_list_init(out_diags, cli->arena);
	if (compile_inputs(cli, &request, out_diags, out, &err) == 0)
		return exit_fine;
	pipeline_report(cli, out_diags, (enum report_format)options->error_format);
	return cli_error(cli, &err);
}

/* Small files are gathered, so that there are fewer writes; large ones would only be copied. */
enum { chunk_bytes = 1 << 16, large_bytes = 1 << 13 };

int pipeline_print(struct cli *cli, const struct file_set *files)
{
	struct buf *chunk = cli_buf(cli);
	int code = exit_fine;

	for (uint32_t i = 0; i < files->count && code == exit_fine; i++) {
		struct str bytes = files->items[i].bytes;
		bool large = bytes.length >= large_bytes;

		buf_puts(chunk, i ? "---\n" : "");
		buf_add(chunk, large ? STR_NONE : bytes);
		if (chunk->length < chunk_bytes && i + 1 < files->count && !large)
			continue;
		code = cli_print(cli, chunk);
		buf_clear(chunk);
		if (large && code == exit_fine)
			output_write(&cli->out, bytes);
	}
	return code;
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
	code = pipeline_report(cli, &diags, report_human);
	return failed ? cli_error(cli, &err) : code;
}
