/* SPDX-License-Identifier: Apache-2.0 */
/* completion: a script for a shell. */
#include "compiler/cli/cli.h"
#include "compiler/cli/completion.h"
#include "compiler/cli/suggest.h"

struct completion_options {
	struct common_options common;
};

static const char *const shells[] = {"bash", "zsh", "fish", NULL};
static void (*const printers[])(struct buf *out) = {completion_bash, completion_zsh, completion_fish};

static int run(struct cli *cli, const void *options)
{
	struct suggestion nearest;
	struct buf *out = cli_buf(cli);

	(void)options;
	if (cli->argument_count == 0)
		return cli_usage(cli, "say for which shell: bash, zsh or fish");
	nearest = suggestion_begin(cli->arguments[0]);
	for (uint32_t i = 0; shells[i]; i++) {
		suggestion_offer(&nearest, str_from(shells[i]));
		if (!str_is(cli->arguments[0], shells[i]))
			continue;
		printers[i](out);
		return cli_print(cli, out);
	}
	return cli_unknown(cli, "shell", cli->arguments[0], nearest.best);
}

static const struct option_group groups[] = {COMMON_OPTIONS};

const struct cli_command cmd_completion = {
	.name = "completion",
	.arguments = "bash|zsh|fish",
	.summary = "print a completion script for a shell",
	.description = "Completes commands, options, their values and files.\n",
	.examples = "source <(" PROGRAM " completion bash)\n" PROGRAM " completion zsh > \"${fpath[1]}/_" PROGRAM "\"\n" PROGRAM
			    " completion fish > ~/.config/fish/completions/" PROGRAM ".fish\n",
	.options = {groups, 1},
	.options_size = sizeof(struct completion_options),
	.argument_max = 1,
	.argument_choices = shells,
	.run = run,
};
