/* SPDX-License-Identifier: Apache-2.0 */
/* The table of commands -> a function for zsh's _arguments. */
#include "compiler/cli/completion.h"

#include <string.h>

/* Within single quotes, and within _arguments' brackets and colons. */
static void add_escaped(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\'')
			buf_puts(out, "'\\''");
		else if (strchr("[]:\\", *text))
			buf_printf(out, "\\%c", *text);
		else
			buf_putc(out, *text);
	}
}

static void add_action(struct buf *out, const char *const *choices, enum option_complete complete)
{
	static const char *const actions[] = {" ", "_files", "_files -/"};

	if (!choices) {
		buf_puts(out, actions[complete]);
		return;
	}
	buf_putc(out, '(');
	for (uint32_t i = 0; choices[i]; i++)
		buf_printf(out, "%s%s", i ? " " : "", choices[i]);
	buf_putc(out, ')');
}

/* '(-o --output)'{-o+,--output=}'[help]:DIR:_files -/' */
static void add_option(struct buf *out, const struct option_row *row)
{
	bool value = row->type != option_flag, optional = row->type == option_optional;

	buf_puts(out, "\t\t\t");
	if (row->letter)
		buf_printf(out, "'(-%c --%s)'{-%c%s,--%s%s}'", row->letter, row->name, row->letter, value ? "+" : "", row->name,
			   value ? "=" : "");
	else
		buf_printf(out, "'--%s%s", row->name, optional ? "=-" : value ? "=" : "");
	buf_putc(out, '[');
	add_escaped(out, row->help);
	buf_putc(out, ']');
	if (value) {
		buf_printf(out, "%s%s:", optional ? "::" : ":", row->value);
		add_action(out, row->choices, row->complete);
	}
	buf_puts(out, "' \\\n");
}

static void add_arguments(struct buf *out, const struct cli_command *command)
{
	if (command->argument_max == 0) {
		buf_puts(out, "\t\t\t&& return\n");
		return;
	}
	buf_printf(out, "\t\t\t'%s:", command->argument_max == 1 ? ":argument" : "*:argument");
	if (command->names_commands)
		buf_puts(out, "_mpicc-yaml_commands");
	else
		add_action(out, command->argument_choices, command->complete);
	buf_puts(out, "' && return\n");
}

static void add_command(struct buf *out, const struct cli_command *command)
{
	buf_printf(out, "\t%s)\n\t\t_arguments -s -S \\\n", command->name);
	for (uint32_t g = 0; g < command->options.count; g++)
		for (uint32_t i = 0; i < command->options.groups[g].count; i++)
			add_option(out, &command->options.groups[g].rows[i]);
	add_arguments(out, command);
	buf_puts(out, "\t\t;;\n");
}

void completion_zsh(struct buf *out)
{
	buf_puts(out, "#compdef mpicc-yaml\n"
		      "# zsh completion for mpicc-yaml: mpicc-yaml completion zsh > \"${fpath[1]}/_mpicc-yaml\"\n"
		      "_mpicc-yaml_commands() {\n\tlocal -a commands=(\n");
	for (uint32_t i = 0; commands[i]; i++) {
		if (commands[i]->hidden)
			continue;
		buf_printf(out, "\t\t'%s:", commands[i]->name);
		add_escaped(out, commands[i]->summary);
		buf_puts(out, "'\n");
	}
	buf_puts(out, "\t)\n\t_describe -t commands command commands\n}\n"
		      "_mpicc-yaml() {\n"
		      "\tlocal context curcontext=$curcontext state line\n"
		      "\ttypeset -A opt_args\n"
		      "\tif (( CURRENT == 2 )); then\n\t\t_mpicc-yaml_commands\n\t\treturn\n\tfi\n"
		      "\tlocal command=$words[2]\n\tshift words\n\t(( CURRENT-- ))\n"
		      "\tcase $command in\n");
	for (uint32_t i = 0; commands[i]; i++)
		if (!commands[i]->hidden)
			add_command(out, commands[i]);
	buf_puts(out, "\tesac\n}\n"
		      "if [[ $funcstack[1] == _mpicc-yaml ]]; then\n\t_mpicc-yaml \"$@\"\nelse\n\tcompdef _mpicc-yaml mpicc-yaml\nfi\n");
}
