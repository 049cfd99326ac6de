/* SPDX-License-Identifier: Apache-2.0 */
/* help: the overview, or one command's options and examples. */
#include "compiler/cli/cli.h"
#include "compiler/cli/help.h"

struct help_options {
	struct common_options common;
};

static int run(struct cli *cli, const void *options)
{
	struct buf *text = cli_buf(cli);
	const struct cli_command *command;

	(void)options;
	if (cli->argument_count == 0) {
		help_overview(text, cli->out.terminal.width);
		return cli_print_help(cli, text);
	}
	command = command_find(cli->arguments[0]);
	if (!command)
		return cli_unknown(cli, "command", cli->arguments[0], command_nearest(cli->arguments[0]));
	help_command(text, command, cli->out.terminal.width);
	return cli_print_help(cli, text);
}

static const struct option_group groups[] = {COMMON_OPTIONS};

const struct cli_command cmd_help = {
	.name = "help",
	.arguments = "[COMMAND]",
	.summary = "tell what commands and options there are",
	.description = "Without a command, lists all commands and exit codes.",
	.examples = PROGRAM " help\n" PROGRAM " help compile\n",
	.options = {groups, 1},
	.options_size = sizeof(struct help_options),
	.argument_max = 1,
	.names_commands = true,
	.run = run,
};
