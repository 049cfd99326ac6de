/* SPDX-License-Identifier: Apache-2.0 */
/* import: an MPIJob of Kubeflow's -> the compact form on standard output, notes on standard error. */
#include "compiler/cli/ordered_yaml.h"
#include "compiler/cli/pipeline.h"
#include "compiler/kubeflow/import.h"
#include "compiler/kubeflow/mpijob.h"
#include "compiler/read/read.h"

struct import_options {
	struct common_options common;
	int error_format;
};

static const char *const error_format_choices[] = {"human", "short", NULL};

static const struct option_row rows[] = {
	{.name = "error-format", .type = option_choice, .offset = offsetof(struct import_options, error_format), .value = "FORMAT",
	 .choices = error_format_choices,
	 .help = "how to print what is wrong with the input: with the source line (human) or a line each (short)"},
};

struct imported {
	struct node *job, *notes;
};

static int read_input(struct cli *cli, struct str path, struct source **out)
{
	struct str text, name = str_is(path, "-") ? STR("<stdin>") : path;
	struct error err;

	if (io_files.read(io_files.payload, path, SOURCE_MAX_BYTES + 1, cli->arena, &text, &err) < 0)
		return cli_error(cli, &err);
	*out = source_new(cli->arena, source_file, name, text);
	return exit_fine;
}

static void import_document(struct decoder *d, const struct node *document, struct imported *out)
{
	struct str version = node_text(node_get(document, "apiVersion")), kind = node_text(node_get(document, "kind"));

	if (mpijob_is(document)) {
		mpijob_import(d, document, &out->job, &out->notes);
		return;
	}
	diag_report(d->diags, diag_E0303, document->at, "this document is no MPIJob of Kubeflow's: apiVersion `%.*s`, kind `%.*s`",
		    STR_ARG(version), STR_ARG(kind));
}

static int print_job(struct cli *cli, const struct imported *job, bool first)
{
	struct buf *text = cli_buf(cli);
	struct error err;

	for (uint32_t i = 0; i < job->notes->item_count; i++)
		cli_tell(cli, "note: %.*s", STR_ARG(job->notes->items[i]->text));
	if (!first)
		buf_puts(text, "---\n");
	if (ordered_yaml(job->job, cli->arena, text, &err) < 0)
		return cli_error(cli, &err);
	return cli_print(cli, text);
}

static int import_source(struct cli *cli, const struct source *source, enum error_format format)
{
	struct document_list documents = {0};
	struct imported *jobs;
	struct diag_list diags;
	struct decoder decoder = {cli->arena, &diags};
	int code;

	diag_list_init(&diags, cli->arena);
	if (read_documents(source, cli->arena, &diags, &documents) && documents.count == 0)
		diag_report(&diags, diag_E0302, (struct place){source, 0, 0}, "the file is empty");
	jobs = arena_array(cli->arena, struct imported, documents.count);
	for (uint32_t i = 0; i < documents.count; i++)
		import_document(&decoder, documents.items[i], &jobs[i]);
	diag_sort(&diags);
	code = pipeline_report(cli, &diags, format);
	for (uint32_t i = 0; code == exit_fine && i < documents.count; i++)
		code = print_job(cli, &jobs[i], i == 0);
	return code;
}

static int run(struct cli *cli, const void *options)
{
	const struct import_options *o = options;
	struct source *source;
	int code;

	if (cli->argument_count == 0 || cli->arguments[0].length == 0)
		return cli_usage(cli, "a file is missing: an MPIJob of Kubeflow's, or `-` for standard input");
	code = read_input(cli, cli->arguments[0], &source);
	return code == exit_fine ? import_source(cli, source, (enum error_format)o->error_format) : code;
}

static const struct option_group groups[] = {COMMON_OPTIONS, {rows, sizeof(rows) / sizeof(*rows), 0}};

const struct cli_command cmd_import = {
	.name = "import",
	.arguments = "FILE",
	.summary = "turn Kubeflow MPIJobs into the compact form",
	.description = "Reads MPIJobs of kubeflow.org/v1 and v2beta1 and prints job files that mean the same. What the compact form says "
		       "otherwise, or cannot say, is a note on standard error. `compile` reads MPIJobs as they are, so importing them is a choice.\n",
	.examples = PROGRAM " import mpijob.yaml > job.yaml\n" PROGRAM " import - < mpijob.yaml\n",
	.options = {groups, sizeof(groups) / sizeof(*groups)},
	.options_size = sizeof(struct import_options),
	.argument_max = 1,
	.complete = complete_file,
	.run = run,
};
