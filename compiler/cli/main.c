/* SPDX-License-Identifier: Apache-2.0 */
/* mpicc-yaml: the command line -> a row of the table of commands -> an exit code. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "compiler/cli/cli.h"
#include "compiler/cli/complete.h"
#include "compiler/cli/help.h"

struct global_options {
	struct common_options common;
	bool version;
};

static const struct option_row version_rows[] = {
	{.name = "version", .letter = 'V', .type = option_flag, .offset = offsetof(struct global_options, version),
	 .help = "print the version and end"},
};
static const struct option_group global_groups[] = {COMMON_OPTIONS, {version_rows, 1, 0}};
static const struct option_set global_set = {global_groups, 2};

static void apply_common(struct cli *cli, const struct common_options *common)
{
	cli->quiet = common->quiet;
	cli->out.terminal = terminal_of(cli->out.fd, (enum colour_choice)common->colour);
	cli->err.terminal = terminal_of(cli->err.fd, (enum colour_choice)common->colour);
}

static int print_help(struct cli *cli)
{
	struct buf *text = cli_buf(cli);

	if (cli->command)
		help_command(text, cli->command, cli->out.terminal.width);
	else
		help_overview(text, cli->out.terminal.width);
	return cli_print_help(cli, text);
}

static int run_command(struct cli *cli, const struct common_options *common, char **argv, int argc)
{
	const struct cli_command *command = cli->command;
	struct common_options *slots = arena_alloc(cli->arena, command->options_size);
	struct option_arguments arguments;
	struct usage usage;

	if (command->defaults)
		memcpy(slots, command->defaults, command->options_size);
	*slots = *common;
	if (!options_parse(&command->options, options_anywhere, cli->arena, argv, argc, slots, &arguments, &usage))
		return cli_usage_help(cli, &usage);
	apply_common(cli, slots);
	if (slots->help)
		return print_help(cli);
	if (arguments.count > command->argument_max)
		return cli_usage(cli, "`%s` does not take the argument `%.*s`", command->name,
				 STR_ARG(arguments.items[command->argument_max]));
	cli->arguments = arguments.items;
	cli->argument_count = arguments.count;
	return command->run(cli, slots);
}

static int run(struct cli *cli)
{
	struct global_options globals = {0};
	struct option_arguments arguments;
	struct usage usage;
	struct str name;
	char **argv = cli->argv + 1;
	int argc = cli->argc > 0 ? cli->argc - 1 : 0;

	if (!options_parse(&global_set, options_before_arguments, cli->arena, argv, argc, &globals, &arguments, &usage))
		return cli_usage_help(cli, &usage);
	apply_common(cli, &globals.common);
	if (globals.common.help && !globals.version)
		return print_help(cli);
	if (arguments.used == argc && !globals.version)
		return cli_usage(cli, "a command is missing");
	name = globals.version ? STR("version") : str_from(argv[arguments.used++]);
	cli->command = command_find(name);
	if (!cli->command)
		return cli_unknown(cli, "command", name, command_nearest(name));
	return run_command(cli, &globals.common, argv + arguments.used, argc - arguments.used);
}

static int print_completions(struct cli *cli)
{
	struct buf *text = cli_buf(cli);

	complete(cli->argv + 1, cli->argc - 1, text);
	return cli_print(cli, text);
}

/* `cli` and the arena are the caller's: what setjmp's own frame holds would be lost by the jump. */
static int run_guarded(struct cli *cli)
{
	struct error err;
	jmp_buf oom;

	arena_init(cli->arena, &oom);
	if (setjmp(oom)) {
		error_no_memory(&err);
		return cli_error(cli, &err);
	}
	return cli->invocation->completes ? print_completions(cli) : run(cli);
}

/* Output that did not arrive is a failure, but for a reader that has seen enough and standard error closed on purpose. */
static int finish(struct cli *cli, int code)
{
	output_close(&cli->out);
	if (cli->out.failed && cli->out.failed != EPIPE)
		output_printf(&cli->err, PROGRAM ": error: %s: %s\n", cli->out.name, strerror(cli->out.failed));
	if (cli->out.failed || (cli->err.failed && cli->err.failed != EBADF))
		return exit_failed;
	return code;
}

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct cli cli = {.arena = &arena, .argc = argc, .argv = argv, .invocation = invocation_of(argc > 0 ? argv[0] : "")};
	int code;

	signal(SIGPIPE, SIG_IGN);
	output_guard_descriptors();
	output_init(&cli.out, STDOUT_FILENO, "standard output");
	output_init(&cli.err, STDERR_FILENO, "standard error");
	code = run_guarded(&cli);
	arena_release(&arena);
	return finish(&cli, code);
}
