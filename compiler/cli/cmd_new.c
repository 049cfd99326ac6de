/* SPDX-License-Identifier: Apache-2.0 */
/* new: a job file to begin with, which compiles as it is. */
#include "compiler/cli/new_job.h"
#include "compiler/cli/pipeline.h"
#include "lib/base/utf8.h"

struct new_options {
	struct common_options common;
	struct str output;
	struct new_job job;
};

static const struct option_row rows[] = {
	{.name = "output", .letter = 'o', .type = option_text, .complete = complete_file, .offset = offsetof(struct new_options, output),
	 .value = "FILE", .help = "write this file, which must not be there yet; `-` for standard output"},
	{.name = "image", .type = option_text, .offset = offsetof(struct new_options, job.image), .value = "IMAGE",
	 .help = "the container image (registry.example.com/NAME:1.0)"},
	{.name = "mpi", .type = option_text, .offset = offsetof(struct new_options, job.mpi), .value = "FLAVOUR",
	 .help = "the MPI flavour, or the path of a Lua file (openmpi)"},
	{.name = "workers", .type = option_int, .offset = offsetof(struct new_options, job.workers), .value = "COUNT", .minimum = 0,
	 .maximum = 100000, .help = "how many workers (2)"},
};

/* The file system with one more file in it. */
struct overlay {
	struct str path, text;
};

static enum io_kind overlay_kind(void *payload, struct str path)
{
	const struct overlay *overlay = payload;

	return str_equal(path, overlay->path) ? io_file : io_files.kind(io_files.payload, path);
}

static int overlay_read(void *payload, struct str path, size_t max, struct arena *a, struct str *out, struct error *err)
{
	const struct overlay *overlay = payload;

	if (!str_equal(path, overlay->path))
		return io_files.read(io_files.payload, path, max, a, out, err);
	*out = overlay->text;
	return 0;
}

static int overlay_list(void *payload, struct str path, struct arena *a, struct str **out, uint32_t *out_count, struct error *err)
{
	(void)payload;
	return io_files.list(io_files.payload, path, a, out, out_count, err);
}

static bool overlay_is_link(void *payload, struct str path)
{
	(void)payload;
	return io_files.is_link(io_files.payload, path);
}

static bool overlay_inside(void *payload, struct str folder, struct str path)
{
	(void)payload;
	return io_files.inside(io_files.payload, folder, path);
}

/* A name that is none, a flavour that there is not: found by compiling the file before anybody sees it. */
static int check(struct cli *cli, struct str path, struct str text)
{
	struct overlay overlay = {path, text};
	struct io io = {&overlay, overlay_kind, overlay_read, overlay_list, overlay_is_link, overlay_inside, false};
	const struct compile_request request = {.io = &io, .inputs = &path, .input_count = 1};
	struct compile_result result;
	struct diag_list diags;
	struct error err;

	diag_list_init(&diags, cli->arena);
	if (compile(&request, cli->arena, &diags, &result, &err) < 0)
		return cli_error(cli, &err);
	return pipeline_report(cli, &diags, report_human);
}

static int write_file(struct cli *cli, struct str path, struct str text)
{
	struct error err;

	if (file_write(path, text, &err) < 0)
		return cli_error(cli, &err);
	cli_tell(cli, "wrote %.*s", STR_ARG(path));
	return exit_fine;
}

static bool is_utf8(struct str text)
{
	uint32_t character;
	size_t at = 0, length;

	while (at < text.length && (length = utf8_decode(text, at, &character)))
		at += length;
	return at == text.length;
}

static int run(struct cli *cli, const void *options)
{
	const struct new_options *o = options;
	bool to_file = o->output.data && !str_is(o->output, "-");
	struct str path = to_file ? o->output : STR("<new>");
	struct buf *text = cli_buf(cli);
	struct new_job job = o->job;
	struct error err;
	int code;

	if (cli->argument_count == 0)
		return cli_usage(cli, "a name for the job is missing");
	job.name = cli->arguments[0];
	if (!is_utf8(job.name) || !is_utf8(job.image) || !is_utf8(job.mpi))
		return cli_usage(cli, "a job file is UTF-8, and so must name, image and flavour be");
	if (to_file && io_files.kind(io_files.payload, path) != io_absent) {
		error_set(&err, error_io, "%.*s: is there already, and is not overwritten", STR_ARG(path));
		return cli_error(cli, &err);
	}
	if (new_job_write(&job, cli->arena, text, &err) < 0)
		return cli_error(cli, &err);
	code = check(cli, path, buf_str(text));
	if (code != exit_fine)
		return code;
	return to_file ? write_file(cli, path, buf_str(text)) : cli_print(cli, text);
}

static const struct new_options defaults = {.job = {.workers = 2}};

static const struct option_group groups[] = {COMMON_OPTIONS, {rows, sizeof(rows) / sizeof(*rows), 0}};

const struct cli_command cmd_new = {
	.name = "new",
	.arguments = "NAME",
	.summary = "write a job file to begin with",
	.description = "Prints a job file with comments that compiles as it is. Its first line tells editors where the schema is: "
		       "`" PROGRAM " schema > mpicc-yaml.schema.json` puts it there.\n",
	.examples = PROGRAM " new resnet > resnet.yaml\n" PROGRAM
			    " new pi --mpi mpich --workers 3 --image mpioperator/mpi-pi:mpich -o jobs/pi.yaml\n",
	.options = {groups, sizeof(groups) / sizeof(*groups)},
	.options_size = sizeof(struct new_options),
	.defaults = &defaults,
	.argument_max = 1,
	.run = run,
};
