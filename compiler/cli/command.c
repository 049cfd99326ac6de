/* SPDX-License-Identifier: Apache-2.0 */
/* The table of commands, and the options that all of them have. */
#include "compiler/cli/command.h"

#include "compiler/cli/suggest.h"

static const char *const colour_choices[] = {"auto", "always", "never", NULL};

const struct option_row common_option_rows[common_option_count] = {
	{.name = "color", .type = option_choice, .offset = offsetof(struct common_options, colour), .value = "WHEN",
	 .choices = colour_choices,
	 .help = "colour: on a terminal without NO_COLOR (auto), always or never"},
	{.name = "quiet", .letter = 'q', .type = option_flag, .offset = offsetof(struct common_options, quiet),
	 .help = "print errors only: no warnings, no summary, no progress"},
	{.name = "help", .letter = 'h', .type = option_flag, .offset = offsetof(struct common_options, help),
	 .help = "print help and end"},
};

const struct cli_command *const commands[] = {
	&cmd_compile, &cmd_check, &cmd_diff, &cmd_test, &cmd_explain, &cmd_schema, &cmd_new, &cmd_import, &cmd_status, &cmd_logs,
	&cmd_doctor, &cmd_gc, &cmd_lsp, &cmd_fn, &cmd_argocd, &cmd_help, &cmd_version, &cmd_completion, &cmd_docs, NULL,
};

const struct cli_command *command_find(struct str name)
{
	for (uint32_t i = 0; commands[i]; i++)
		if (str_is(name, commands[i]->name))
			return commands[i];
	return NULL;
}

struct str command_nearest(struct str name)
{
	struct suggestion s = suggestion_begin(name);

	for (uint32_t i = 0; commands[i]; i++)
		if (!commands[i]->hidden)
			suggestion_offer(&s, str_from(commands[i]->name));
	return s.best;
}
