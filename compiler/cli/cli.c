/* SPDX-License-Identifier: Apache-2.0 */
/* Telling the user: usage errors, errors, summaries. Each is one write, so that lines of two programs do not mix. */
#include "compiler/cli/cli.h"

#include "lib/base/scratch.h"

enum { output_max = 1 << 30 };

struct buf *cli_buf(struct cli *cli)
{
	return scratch_buf(cli->arena, output_max);
}

int cli_print(struct cli *cli, const struct buf *b)
{
	struct error err;

	if (b->failed) {
		error_no_memory(&err);
		return cli_error(cli, &err);
	}
	output_write(&cli->out, buf_str(b));
	return exit_fine;
}

int cli_print_help(struct cli *cli, const struct buf *b)
{
	if (!b->failed)
		output_write(&cli->out, invocation_name(cli->invocation, cli->arena, buf_str(b)));
	return b->failed ? cli_print(cli, b) : exit_fine;
}

int cli_usage_help(struct cli *cli, const struct usage *usage)
{
	const char *command = cli->command ? cli->command->name : "";
	struct str help = usage->help.length ? arena_format(cli->arena, "  %.*s\n", STR_ARG(usage->help)) : STR_NONE;

	output_printf(&cli->err, PROGRAM ": %.*s\n%.*sSee `%s help%s%s`.\n", STR_ARG(usage->message), STR_ARG(help),
		      cli->invocation->shown, *command ? " " : "", command);
	return exit_usage;
}

int cli_usage(struct cli *cli, const char *format, ...)
{
	struct usage usage = {0};
	va_list args;

	va_start(args, format);
	usage.message = arena_vformat(cli->arena, format, args);
	va_end(args);
	return cli_usage_help(cli, &usage);
}

int cli_unknown(struct cli *cli, const char *what, struct str name, struct str nearest)
{
	struct usage usage = {.message = arena_format(cli->arena, "unknown %s `%.*s`", what, STR_ARG(name))};

	if (nearest.length)
		usage.help = arena_format(cli->arena, "did you mean `%.*s`?", STR_ARG(nearest));
	return cli_usage_help(cli, &usage);
}

int cli_error(struct cli *cli, const struct error *err)
{
	output_printf(&cli->err, PROGRAM ": error: %s\n", err->message);
	if (err->code == error_bug)
		output_printf(&cli->err, "This is a bug of " PROGRAM "; please report it with the input that shows it.\n");
	if (err->code == error_budget)
		return exit_budget;
	return err->code == error_bug ? exit_bug : exit_failed;
}

void cli_tell(struct cli *cli, const char *format, ...)
{
	struct str line;
	va_list args;

	if (cli->quiet)
		return;
	va_start(args, format);
	line = arena_vformat(cli->arena, format, args);
	va_end(args);
	output_printf(&cli->err, "%.*s\n", STR_ARG(line));
}
