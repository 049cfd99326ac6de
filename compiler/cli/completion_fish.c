/* SPDX-License-Identifier: Apache-2.0 */
/* The table of commands -> lines of `complete` for fish. */
#include "compiler/cli/completion.h"

static void add_quoted(struct buf *out, const char *text)
{
	buf_putc(out, '\'');
	for (; *text; text++) {
		if (*text == '\'' || *text == '\\')
			buf_putc(out, '\\');
		buf_putc(out, *text);
	}
	buf_putc(out, '\'');
}

static void add_condition(struct buf *out, const struct cli_command *command)
{
	buf_printf(out, "complete -c mpicc-yaml -n '__fish_seen_subcommand_from %s'", command->name);
}

static void add_choices(struct buf *out, const char *const *choices)
{
	buf_puts(out, " -a '");
	for (uint32_t i = 0; choices[i]; i++)
		buf_printf(out, "%s%s", i ? " " : "", choices[i]);
	buf_putc(out, '\'');
}

/* -x: a value and no files; -r -F: a file as value. */
static void add_value(struct buf *out, const struct option_row *row)
{
	if (row->type == option_flag || row->type == option_optional)
		return;
	if (row->choices) {
		buf_puts(out, " -x");
		add_choices(out, row->choices);
	} else if (row->complete == complete_folder) {
		buf_puts(out, " -x -a '(__fish_complete_directories)'");
	} else {
		buf_puts(out, row->complete == complete_file ? " -r -F" : " -x");
	}
}

static void add_option(struct buf *out, const struct cli_command *command, const struct option_row *row)
{
	add_condition(out, command);
	buf_printf(out, " -l %s", row->name);
	if (row->letter)
		buf_printf(out, " -s %c", row->letter);
	add_value(out, row);
	buf_puts(out, " -d ");
	add_quoted(out, row->help);
	buf_putc(out, '\n');
}

static void add_arguments(struct buf *out, const struct cli_command *command)
{
	if (command->complete != complete_nothing) {
		add_condition(out, command);
		buf_puts(out, " -F\n");
	}
	if (command->argument_choices) {
		add_condition(out, command);
		add_choices(out, command->argument_choices);
		buf_putc(out, '\n');
	}
	if (!command->names_commands)
		return;
	add_condition(out, command);
	buf_puts(out, " -a '");
	for (uint32_t i = 0; commands[i]; i++)
		if (!commands[i]->hidden)
			buf_printf(out, "%s%s", i ? " " : "", commands[i]->name);
	buf_puts(out, "'\n");
}

void completion_fish(struct buf *out)
{
	buf_puts(out, "# fish completion for mpicc-yaml: mpicc-yaml completion fish > ~/.config/fish/completions/mpicc-yaml.fish\n"
		      "complete -c mpicc-yaml -f\n");
	for (uint32_t i = 0; commands[i]; i++) {
		const struct cli_command *command = commands[i];

		if (command->hidden)
			continue;
		buf_printf(out, "complete -c mpicc-yaml -n __fish_use_subcommand -a %s -d ", command->name);
		add_quoted(out, command->summary);
		buf_putc(out, '\n');
		for (uint32_t g = 0; g < command->options.count; g++)
			for (uint32_t r = 0; r < command->options.groups[g].count; r++)
				add_option(out, command, &command->options.groups[g].rows[r]);
		add_arguments(out, command);
	}
}
