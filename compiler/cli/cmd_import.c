/* SPDX-License-Identifier: Apache-2.0 */
/* import: an MPIJob of Kubeflow's -> the compact form on standard output, notes on standard error. */
#include "compiler/cli/ordered_yaml.h"
#include "compiler/cli/pipeline.h"
#include "compiler/input_texts.h"
#include "compiler/kubeflow/import.h"
#include "compiler/kubeflow/mpijob.h"
#include "lib/read/read.h"

struct import_options {
	struct common_options common;
	int error_format;
};


static const struct option_row rows[] = {
	{.name = "error-format", .type = option_choice, .offset = offsetof(struct import_options, error_format), .value = "FORMAT",
	 .choices = report_format_names,
	 .help = "how to print what is wrong with the input: with the source line (human), a line each (short), or for programs"},
};

struct imported {
	struct node *job, *notes;
};

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

static uint32_t import_source(const struct source *source, struct decoder *d, struct imported **out)
{
	struct document_list documents = {0};

	if (read_documents(source, d->arena, d->diags, &documents) && documents.count == 0)
		diag_report(d->diags, diag_E0302, (struct place){source, 0, 0}, "the file is empty");
	*out = arena_array(d->arena, struct imported, documents.count);
	for (uint32_t i = 0; i < documents.count; i++)
		import_document(d, documents.items[i], &(*out)[i]);
	return documents.count;
}

static int run(struct cli *cli, const void *options)
{
	const struct import_options *o = options;
	struct diag_list diags;
	struct decoder decoder = {cli->arena, &diags};
	struct imported *jobs = NULL;
	struct source *source;
	struct error err;
	uint32_t count = 0;
	int code;

	if (cli->argument_count == 0 || cli->arguments[0].length == 0)
		return cli_usage(cli, "a file is missing: an MPIJob of Kubeflow's, or `-` for standard input");
	diag_list_init(&diags, cli->arena);
	if (input_source_read(&io_files, cli->arguments[0], source_file, cli->arena, &diags, &source, &err) < 0)
		return cli_error(cli, &err);
	if (source)
		count = import_source(source, &decoder, &jobs);
	code = pipeline_report(cli, &diags, (enum report_format)o->error_format);
	for (uint32_t i = 0; code == exit_fine && i < count; i++)
		code = print_job(cli, &jobs[i], i == 0);
	return code;
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
