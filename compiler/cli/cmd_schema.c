/* SPDX-License-Identifier: Apache-2.0 */
/* schema: JSON Schema from the tables of fields. */
#include "compiler/cli/json.h"
#include "compiler/spec/project.h"
#include "compiler/spec/spec.h"

struct schema_options {
	struct common_options common;
	bool project;
};

static const struct option_row rows[] = {
	{.name = "project", .type = option_flag, .offset = offsetof(struct schema_options, project),
	 .help = "the schema of mpicc.yaml, instead of the job file's"},
};

static int run(struct cli *cli, const void *options)
{
	const struct schema_options *o = options;

	return json_print(cli, o->project ? field_schema(cli->arena, &project_table, PROGRAM " project file") : spec_schema(cli->arena));
}

static const struct option_group groups[] = {COMMON_OPTIONS, {rows, sizeof(rows) / sizeof(*rows), 0}};

const struct cli_command cmd_schema = {
	.name = "schema",
	.arguments = "",
	.summary = "print the JSON Schema of job files, for editors",
	.description =
		"Editors with the YAML language server complete and check a file whose first line names its schema, relative to the file:\n"
		"\n"
		"    # yaml-language-server: $schema=mpicc-yaml.schema.json\n"
		"\n"
		"`" PROGRAM " new` writes this line. Instead of it, the editor's setting yaml.schemas can give the schema for a pattern of file names.\n",
	.examples = PROGRAM " schema > mpicc-yaml.schema.json\n" PROGRAM " schema --project > mpicc.schema.json\n",
	.options = {groups, sizeof(groups) / sizeof(*groups)},
	.options_size = sizeof(struct schema_options),
	.run = run,
};
