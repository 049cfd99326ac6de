/* SPDX-License-Identifier: Apache-2.0 */
/* version: of this program and of the libraries it was built with; CMakeLists.txt defines them. */
#include "compiler/cli/json.h"

struct version_options {
	struct common_options common;
	bool json;
};

static const struct option_row rows[] = {
	{.name = "json", .type = option_flag, .offset = offsetof(struct version_options, json), .help = "as JSON"},
};

static const struct {
	const char *name, *version;
} libraries[] = {
	{"libyaml", MPICC_YAML_VERSION},
	{"Lua", MPICC_LUA_VERSION},
	{"OpenSSL", MPICC_CRYPTO_VERSION},
	{"libgit2", MPICC_GIT2_VERSION},
};

enum { library_count = sizeof(libraries) / sizeof(*libraries) };

static int print_json(struct cli *cli)
{
	struct node *root = node_new(cli->arena, node_map, PLACE_NONE), *versions;

	node_put_text(cli->arena, root, "version", STR(MPICC_VERSION));
	node_put_text(cli->arena, root, "build", STR(MPICC_BUILD_TYPE));
	node_put(cli->arena, root, "sanitizers", node_new_bool(cli->arena, MPICC_SANITIZERS, PLACE_NONE));
	versions = node_ensure_map(cli->arena, root, "libraries");
	for (unsigned i = 0; i < library_count; i++)
		node_put_text(cli->arena, versions, libraries[i].name, str_from(libraries[i].version));
	return json_print(cli, root);
}

static int run(struct cli *cli, const void *options)
{
	const struct version_options *o = options;
	struct buf *out = cli_buf(cli);

	if (o->json)
		return print_json(cli);
	buf_printf(out, PROGRAM " %s\nbuild: %s%s\nlibraries:", MPICC_VERSION, MPICC_BUILD_TYPE, MPICC_SANITIZERS ? ", sanitizers" : "");
	for (unsigned i = 0; i < library_count; i++)
		buf_printf(out, "%s %s %s", i ? "," : "", libraries[i].name, libraries[i].version);
	buf_putc(out, '\n');
	return cli_print(cli, out);
}

static const struct option_group groups[] = {COMMON_OPTIONS, {rows, sizeof(rows) / sizeof(*rows), 0}};

const struct cli_command cmd_version = {
	.name = "version",
	.arguments = "",
	.summary = "print versions",
	.description = "The version of this program, how it was built, and the versions of the libraries it was built with.\n",
	.examples = PROGRAM " version\n" PROGRAM " version --json\n",
	.options = {groups, sizeof(groups) / sizeof(*groups)},
	.options_size = sizeof(struct version_options),
	.run = run,
};
