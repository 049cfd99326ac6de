/* SPDX-License-Identifier: Apache-2.0 */
/* lsp: the language server on standard input and output. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "compiler/cli/cli.h"
#include "compiler/lsp/lsp.h"
#include "compiler/lsp/rpc.h"

struct lsp_options {
	struct common_options common;
	struct str environment, project;
	bool stdio;
};

static const struct option_row rows[] = {
	{.name = "env", .letter = 'e', .type = option_text, .offset = offsetof(struct lsp_options, environment), .value = "ENV",
	 .help = "the environment of mpicc.yaml to check for"},
	{.name = "project", .type = option_text, .complete = complete_file, .offset = offsetof(struct lsp_options, project),
	 .value = "FILE", .help = "use this file instead of the nearest mpicc.yaml above each file"},
	{.name = "stdio", .type = option_flag, .offset = offsetof(struct lsp_options, stdio),
	 .help = "for editors that say so: standard input and output are used in any case"},
};

struct session {
	struct cli *cli;
	struct lsp server;
	struct rpc in;
	struct buf *out;
};

static bool more_waits(void)
{
	struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};

	return poll(&in, 1, 0) > 0;
}

/* False at the end of input. */
static bool feed(struct session *s)
{
	char bytes[1 << 16];
	ssize_t n;

	do
		n = read(STDIN_FILENO, bytes, sizeof(bytes));
	while (n < 0 && errno == EINTR);
	if (n > 0)
		rpc_feed(&s->in, (struct str){bytes, (size_t)n});
	return n > 0;
}

static enum rpc_status take_all(struct session *s)
{
	enum rpc_status status;
	struct str message;

	while ((status = rpc_next(&s->in, &message)) == rpc_message && s->server.state != lsp_ended)
		lsp_take(&s->server, message, s->out);
	return status;
}

/* An editor that goes without `exit` is gone all the same. */
static int serve(struct session *s)
{
	enum rpc_status status = rpc_more;

	while (status != rpc_broken && s->server.state != lsp_ended && !s->cli->out.failed && feed(s)) {
		status = take_all(s);
		if (!more_waits())
			lsp_settle(&s->server, s->out);
		if (cli_print(s->cli, s->out) != exit_fine)
			return exit_failed;
		buf_clear(s->out);
		if (s->server.state == lsp_ended)
			return s->server.orderly ? exit_fine : exit_found;
	}
	if (status == rpc_broken)
		return cli_usage(s->cli, "standard input is no language client: messages begin with `Content-Length: BYTES`");
	return exit_fine;
}

static void release(void *payload)
{
	struct session *s = payload;

	lsp_release(&s->server);
	rpc_release(&s->in);
}

/* Editors name files by absolute paths, and so does the server. */
static struct str absolute(struct arena *a, struct str path)
{
	char here[PATH_MAX];

	if (!path.length || str_starts(path, "/") || !getcwd(here, sizeof(here)))
		return path;
	return path_join(a, arena_str(a, str_from(here)), path);
}

static int run(struct cli *cli, const void *options)
{
	const struct lsp_options *o = options;
	struct session *s = arena_new(cli->arena, struct session);

	*s = (struct session){.cli = cli, .out = cli_buf(cli)};
	arena_defer(cli->arena, release, s);
	lsp_init(&s->server, &io_files, o->environment, absolute(cli->arena, o->project));
	rpc_init(&s->in);
	return serve(s);
}

static const struct option_group groups[] = {COMMON_OPTIONS, {rows, sizeof(rows) / sizeof(*rows), 0}};

const struct cli_command cmd_lsp = {
	.name = "lsp",
	.arguments = "",
	.summary = "serve editors: mistakes, completion, help",
	.description =
		"A language server (LSP 3.17) on standard input and output, for job files, mpicc.yaml and the Lua files they name. "
		"It shows what `check` finds, offers fields and values, tells about a field under the cursor, and leads from a field "
		"to the lines of mpicc.yaml that set it, and from the name of a Lua file to the file.\n",
	.examples = "# what an editor runs; docs/EDITORS.md shows how to tell it\n" PROGRAM " lsp -e prod\n",
	.options = {groups, sizeof(groups) / sizeof(*groups)},
	.options_size = sizeof(struct lsp_options),
	.run = run,
};
