/* SPDX-License-Identifier: Apache-2.0 */
/* docs: the generated files of docs/. Hidden, as it is for those who change the tables. */
#include "compiler/cli/cli.h"
#include "compiler/cli/help.h"
#include "compiler/spec/project.h"
#include "compiler/spec/spec.h"
#include "lib/base/diag.h"

struct docs_options {
	struct common_options common;
};

static const char spec_head[] =
	"# The job file\n"
	"\n"
	"A job file is YAML with `apiVersion: mpicc.dev/v1` and `kind: MPIJob`; several may stand in a file, separated by `---`. Kubeflow's\n"
	"`MPIJob` files of `kubeflow.org/v1` and `v2beta1` are read as they are. `" PROGRAM " new NAME` writes one to begin with,\n"
	"`" PROGRAM " explain FIELD` tells what stands here about a field, and `" PROGRAM " schema` prints the JSON Schema for editors.\n"
	"\n"
	"Words that YAML readers disagree about (`no`, `0777`, `1:30`, dates) must be quoted. One rule of merging holds everywhere: maps merge,\n"
	"lists replace, `null` deletes. Fields with a dot in their name are members of a map: `launcher.ranks` is `launcher: {ranks: …}`.\n"
	"\n"
	"## Fields of the job file\n"
	"\n";

static const char project_head[] =
	"## mpicc.yaml\n"
	"\n"
	"The project's file, at the root of the job files' repository: the nearest one in the folder of a job file or above it counts.\n"
	"It holds defaults for all jobs, environments (`-e NAME`), and where the manifests go.\n"
	"\n";

static void print_spec(struct buf *out)
{
	buf_puts(out, spec_head);
	field_markdown(out, &spec_table);
	buf_puts(out, project_head);
	field_markdown(out, &project_table);
}

static void print_diagnostics(struct buf *out)
{
	buf_puts(out, "# Diagnostics\n"
		      "\n"
		      "What can be wrong with the input, by code. Codes keep their meaning for ever; those with E are errors, which keep anything\n"
		      "from being written, those with W are warnings. `" PROGRAM " explain CODE` prints one of them.\n"
		      "\n"
		      "A warning that is meant is allowed by a comment on its line, or on a line of its own above it, with the reason:\n"
		      "`# mpicc: allow(W0905) rebuilt for each run`; several codes are separated by commas. `" PROGRAM " check --fix` mends what can only\n"
		      "have been meant, `--diff` shows what that would change.\n"
		      "\n"
		      "`--error-format` prints them for programs: `sarif` (SARIF 2.1.0), `github` (annotations of GitHub Actions), `junit`, and `json`,\n"
		      "a line each with `code`, `severity` (error or warning), `message`, and where there are: `help`; `place`; `labels`, each a `message`\n"
		      "and a `place`; `fix`, the `text` that a safe fix puts at its `place`. A place has `file`, `line`, `column`, `endLine`, `endColumn`\n"
		      "(from 1, in characters, the end exclusive), `offset` and `length` (from 0, in bytes).\n"
		      "\n");
	for (unsigned i = 0; i < diag_code_count; i++) {
		const struct diag_code_info *info = diag_code_info((enum diag_code)i);

		buf_printf(out, "## %s: %s\n\n%s\n\n", info->name, info->title, info->explanation);
	}
}

static const char *const parts[] = {"spec", "diagnostics", "cli", NULL};
static void (*const printers[])(struct buf *out) = {print_spec, print_diagnostics, help_markdown};

static int run(struct cli *cli, const void *options)
{
	struct buf *out = cli_buf(cli);

	(void)options;
	for (uint32_t i = 0; cli->argument_count && parts[i]; i++) {
		if (!str_is(cli->arguments[0], parts[i]))
			continue;
		printers[i](out);
		/* One line end at the end, as every file has. */
		while (str_ends(buf_str(out), "\n\n"))
			out->length--;
		return cli_print(cli, out);
	}
	return cli_usage(cli, "say which: spec, diagnostics or cli");
}

static const struct option_group groups[] = {COMMON_OPTIONS};

const struct cli_command cmd_docs = {
	.name = "docs",
	.arguments = "spec|diagnostics|cli",
	.summary = "print a generated file of docs/",
	.description = "SPEC.md, DIAGNOSTICS.md and CLI.md are printed from the tables they describe.\n",
	.examples = PROGRAM " docs spec > docs/SPEC.md\n",
	.options = {groups, 1},
	.options_size = sizeof(struct docs_options),
	.argument_max = 1,
	.argument_choices = parts,
	.hidden = true,
	.run = run,
};
