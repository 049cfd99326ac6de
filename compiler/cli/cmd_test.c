/* SPDX-License-Identifier: Apache-2.0 */
/* test: job files against the expectations and snapshots beside them. */
#include "compiler/cli/pipeline.h"
#include "compiler/cli/unified.h"
#include "compiler/expect/expect.h"
#include "compiler/inputs.h"
#include "lib/read/read.h"

struct test_options {
	struct common_options common;
	struct str environment, project;
	bool update;
};

static const struct option_row rows[] = {
	{.name = "env", .letter = 'e', .type = option_text, .offset = offsetof(struct test_options, environment), .value = "ENV",
	 .help = "the environment of mpicc.yaml for snapshots, and for expectations that name none"},
	{.name = "project", .type = option_text, .complete = complete_file, .offset = offsetof(struct test_options, project),
	 .value = "FILE", .help = "use this file instead of the nearest mpicc.yaml above each input"},
	{.name = "update", .type = option_flag, .offset = offsetof(struct test_options, update),
	 .help = "write the snapshots anew; for a job file that is named, also one that is not there yet"},
};

enum { folder_depth_max = 32, file_max = 64 << 20 };

struct testing {
	struct cli *cli;
	const struct test_options *options;
	struct diag_list diags; /* what is not as expected */
	struct buf *differences;
	uint32_t passed, failed, written;
	struct error err;
};

struct made {
	struct compile_result result;
	struct diag_list diags;
	struct node *objects;
};

static bool is_there(struct str path)
{
	return io_files.kind(NULL, path) == io_file;
}

/* "a/b.expect.yaml" for "a/b.yaml". */
static struct str beside(struct testing *t, struct str path, const char *ending)
{
	return arena_format(t->cli->arena, "%.*s%s", STR_ARG(str_slice(path, 0, str_find_last(path, '.'))), ending);
}

static int make(struct testing *t, struct str path, struct str environment, struct made *out)
{
	const struct compile_request request = {.io = &io_files, .inputs = &path, .input_count = 1, .environment = environment,
						.project_file = t->options->project};

	*out = (struct made){0};
	diag_list_init(&out->diags, t->cli->arena);
	return compile(&request, t->cli->arena, &out->diags, &out->result, &t->err);
}

/* The files' trees: what is compared is what would be written. */
static void read_objects(struct testing *t, struct made *made)
{
	struct arena *a = t->cli->arena;
	struct diag_list unseen;

	diag_list_init(&unseen, a);
	made->objects = node_new(a, node_list, PLACE_NONE);
	for (uint32_t i = 0; i < made->result.files.count; i++) {
		const struct file *file = &made->result.files.items[i];
		struct document_list documents = {0};

		read_documents(source_new(a, source_template, file->path, file->bytes), a, &unseen, &documents);
		if (documents.count)
			node_add(a, made->objects, documents.items[0]);
	}
}

static void count(struct testing *t, bool ok)
{
	*(ok ? &t->passed : &t->failed) += 1;
}

static int test_expectation(struct testing *t, struct str path, const struct node *document)
{
	struct expectation expectation;
	struct outcome outcome;
	struct made made;

	if (!expectation_decode(document, &t->diags, &expectation)) {
		count(t, false);
		return 0;
	}
	if (make(t, path, expectation.environment.length ? expectation.environment : t->options->environment, &made) < 0)
		return -1;
	read_objects(t, &made);
	outcome = (struct outcome){made.objects, &made.diags};
	count(t, expectation_check(&expectation, &outcome, &t->diags));
	return 0;
}

static int test_expectations(struct testing *t, struct str path, struct str expect_path)
{
	struct arena *a = t->cli->arena;
	struct document_list documents = {0};
	struct str text;

	if (io_files.read(NULL, expect_path, SOURCE_MAX_BYTES, a, &text, &t->err) < 0)
		return -1;
	if (!read_documents(source_new(a, source_file, expect_path, text), a, &t->diags, &documents)) {
		count(t, false);
		return 0;
	}
	for (uint32_t i = 0; i < documents.count; i++)
		if (test_expectation(t, path, documents.items[i]) < 0)
			return -1;
	return 0;
}

/* All files one after the other, each under its path. */
static struct str print_files(struct testing *t, const struct file_set *files)
{
	struct buf *out = cli_buf(t->cli);

	for (uint32_t i = 0; i < files->count; i++)
		buf_printf(out, "%s# %.*s\n%.*s", i ? "---\n" : "", STR_ARG(files->items[i].path), STR_ARG(files->items[i].bytes));
	return buf_str(out);
}

static void compare_snapshot(struct testing *t, struct str path, struct str before, struct str after)
{
	const struct change change = {.kind = change_modified, .path = path, .before = before, .after = after};
	bool same = str_equal(before, after);

	count(t, same);
	if (same)
		return;
	diag_report(&t->diags, diag_E0514, PLACE_NONE, "%.*s: the manifests are others now", STR_ARG(path));
	unified_print(t->differences, t->cli->arena, &change, t->cli->out.terminal.colour);
}

static int test_snapshot(struct testing *t, struct str path, struct str snapshot)
{
	struct str before = STR_NONE, after;
	struct made made;

	if (make(t, path, t->options->environment, &made) < 0)
		return -1;
	if (made.diags.errors) {
		for (uint32_t i = 0; i < made.diags.count; i++)
			diag_report(&t->diags, made.diags.items[i].code, made.diags.items[i].at, "%.*s",
				    STR_ARG(made.diags.items[i].message));
		count(t, false);
		return 0;
	}
	after = print_files(t, &made.result.files);
	if (is_there(snapshot) && io_files.read(NULL, snapshot, file_max, t->cli->arena, &before, &t->err) < 0)
		return -1;
	if (!t->options->update) {
		compare_snapshot(t, snapshot, before, after);
		return 0;
	}
	count(t, true);
	t->written += !str_equal(before, after);
	return str_equal(before, after) ? 0 : file_write(snapshot, after, &t->err);
}

/* `named`: on the command line, so that --update makes its first snapshot. */
static int test_file(struct testing *t, struct str path, bool named)
{
	struct str expect_path = beside(t, path, EXPECT_ENDING), snapshot = beside(t, path, SNAPSHOT_ENDING);

	if (is_there(expect_path) && test_expectations(t, path, expect_path) < 0)
		return -1;
	if (is_there(snapshot) || (named && t->options->update))
		return test_snapshot(t, path, snapshot);
	return 0;
}

static bool is_job_file(struct str name)
{
	return (str_ends(name, ".yaml") || str_ends(name, ".yml")) && !str_is(name, PROJECT_FILE) && !str_ends(name, EXPECT_ENDING) &&
	       !str_ends(name, SNAPSHOT_ENDING);
}

static int test_folder(struct testing *t, struct str folder, int depth)
{
	struct str *names;
	uint32_t found;

	if (depth == folder_depth_max)
		return error_set(&t->err, error_io, "%.*s: folders are nested too deeply", STR_ARG(folder));
	if (io_files.list(NULL, folder, t->cli->arena, &names, &found, &t->err) < 0)
		return -1;
	for (uint32_t i = 0; i < found; i++) {
		struct str path = path_join(t->cli->arena, folder, names[i]);
		int failed = 0;

		if (str_starts(names[i], ".") || io_files.is_link(NULL, path))
			continue;
		if (io_files.kind(NULL, path) == io_folder)
			failed = test_folder(t, path, depth + 1);
		else if (is_job_file(names[i]))
			failed = test_file(t, path, false);
		if (failed)
			return failed;
	}
	return 0;
}

static int test_inputs(struct testing *t)
{
	static const struct str here = {".", 1};
	const struct str *inputs = t->cli->argument_count ? t->cli->arguments : &here;
	uint32_t input_count = t->cli->argument_count ? t->cli->argument_count : 1;

	for (uint32_t i = 0; i < input_count; i++) {
		bool folder = io_files.kind(NULL, inputs[i]) == io_folder;

		if (!folder && !is_there(inputs[i]))
			return error_set(&t->err, error_not_found, "%.*s: No such file or directory", STR_ARG(inputs[i]));
		if (!folder && !is_job_file(path_name(inputs[i])))
			continue; /* the shell's `*.yaml` names what stands beside, too */
		if ((folder ? test_folder(t, inputs[i], 0) : test_file(t, inputs[i], true)) < 0)
			return -1;
	}
	return 0;
}

static int finish(struct testing *t)
{
	int code = cli_print(t->cli, t->differences);

	pipeline_report(t->cli, &t->diags, report_human);
	if (code != exit_fine)
		return code;
	if (t->passed + t->failed == 0)
		return cli_usage(t->cli, "there is nothing to test: no NAME" EXPECT_ENDING " and no NAME" SNAPSHOT_ENDING
					 " beside a job file; `--update FILE` writes a snapshot");
	if (t->written)
		cli_tell(t->cli, "%u snapshot%s written", t->written, t->written == 1 ? "" : "s");
	cli_tell(t->cli, "%u passed, %u failed", t->passed, t->failed);
	return t->failed ? exit_found : exit_fine;
}

static int run(struct cli *cli, const void *options)
{
	struct testing t = {.cli = cli, .options = options, .differences = cli_buf(cli)};

	diag_list_init(&t.diags, cli->arena);
	if (test_inputs(&t) < 0)
		return cli_error(cli, &t.err);
	return finish(&t);
}

static const struct option_group groups[] = {COMMON_OPTIONS, {rows, sizeof(rows) / sizeof(*rows), 0}};

const struct cli_command cmd_test = {
	.name = "test",
	.arguments = "[INPUT…]",
	.summary = "hold job files against what is expected of them",
	.description =
		"For whoever keeps hooks, flavours and defaults that others rely on. Beside NAME.yaml may stand\n"
		"\n"
		"NAME.expect.yaml: parts of objects that must be there (`objects`) or must not (`absent`), and the codes of the "
		"diagnostics that must be reported (`diagnostics`), a YAML document for each environment (`environment`);\n"
		"\n"
		"NAME.snapshot.yaml: all manifests, byte for byte; `--update` writes it.\n"
		"\n"
		"Inputs are job files and folders; without any, the current folder. docs/TESTING.md tells more.\n",
	.examples = PROGRAM " test jobs/\n\n# the first snapshot of a job, and later the new one\n" PROGRAM " test --update jobs/resnet.yaml\n",
	.options = {groups, sizeof(groups) / sizeof(*groups)},
	.options_size = sizeof(struct test_options),
	.argument_max = UINT32_MAX,
	.complete = complete_file,
	.run = run,
};
