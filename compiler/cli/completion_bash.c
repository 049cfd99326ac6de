/* SPDX-License-Identifier: Apache-2.0 */
/* The table of commands -> a function for bash's programmable completion. */
#include "compiler/cli/completion.h"

/*
 * bash splits words at `=` (COMP_WORDBREAKS), so --color=al comes as three
 * words. `command` is the first word that is no option.
 */
static const char head[] =
	"# bash completion for mpicc-yaml: source <(mpicc-yaml completion bash)\n"
	"_mpicc_yaml() {\n"
	"\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command='' words='' kind='' word\n"
	"\tCOMPREPLY=()\n"
	"\tif [[ $cur == = ]]; then\n"
	"\t\tcur=''\n"
	"\telif [[ $prev == = && $COMP_CWORD -ge 2 ]]; then\n"
	"\t\tprev=${COMP_WORDS[COMP_CWORD-2]}\n"
	"\tfi\n"
	"\tfor word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
	"\t\tcase $word in\n"
	"\t\t-* | =) ;;\n"
	"\t\t*) command=$word; break ;;\n"
	"\t\tesac\n"
	"\tdone\n"
	"\tcase $command:$prev in\n";

static const char tail[] =
	"\tcase $kind in\n"
	"\tfiles) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- \"$cur\") ;;\n"
	"\tfolders) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- \"$cur\") ;;\n"
	"\twords) mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\") ;;\n"
	"\tesac\n"
	"}\n"
	"complete -F _mpicc_yaml mpicc-yaml\n";

static void add_words(struct buf *out, const char *const *words)
{
	buf_puts(out, "kind=words words='");
	for (uint32_t i = 0; words[i]; i++)
		buf_printf(out, "%s%s", i ? " " : "", words[i]);
	buf_puts(out, "'");
}

static void add_command_names(struct buf *out)
{
	buf_puts(out, "kind=words words='");
	for (uint32_t i = 0; commands[i]; i++)
		if (!commands[i]->hidden)
			buf_printf(out, "%s%s", i ? " " : "", commands[i]->name);
	buf_puts(out, "'");
}

static void add_kind(struct buf *out, enum option_complete complete)
{
	static const char *const kinds[] = {"kind=none", "kind=files", "kind=folders"};

	buf_puts(out, kinds[complete]);
}

/* What may follow an option that takes a value. */
static void add_value_case(struct buf *out, const struct cli_command *command, const struct option_row *row)
{
	if (row->type == option_flag || row->type == option_optional)
		return;
	buf_printf(out, "\t%s:--%s", command->name, row->name);
	if (row->letter)
		buf_printf(out, " | %s:-%c", command->name, row->letter);
	buf_puts(out, ") ");
	if (row->choices)
		add_words(out, row->choices);
	else
		add_kind(out, row->complete);
	buf_puts(out, " ;;\n");
}

static void add_option_names(struct buf *out, const struct option_set *set)
{
	const char *separator = "";

	buf_puts(out, "kind=words words='");
	for (uint32_t g = 0; g < set->count; g++) {
		for (uint32_t i = 0; i < set->groups[g].count; i++) {
			buf_printf(out, "%s--%s", separator, set->groups[g].rows[i].name);
			separator = " ";
		}
	}
	buf_puts(out, "'");
}

static void add_arguments(struct buf *out, const struct cli_command *command)
{
	if (command->names_commands)
		add_command_names(out);
	else if (command->argument_choices)
		add_words(out, command->argument_choices);
	else
		add_kind(out, command->complete);
}

static void add_value_cases(struct buf *out, const struct cli_command *command)
{
	for (uint32_t g = 0; g < command->options.count; g++)
		for (uint32_t i = 0; i < command->options.groups[g].count; i++)
			add_value_case(out, command, &command->options.groups[g].rows[i]);
}

void completion_bash(struct buf *out)
{
	buf_puts(out, head);
	for (uint32_t i = 0; commands[i]; i++)
		if (!commands[i]->hidden)
			add_value_cases(out, commands[i]);
	buf_puts(out, "\tesac\n\tif [[ -z $kind ]]; then\n\t\tcase $command:$cur in\n");
	for (uint32_t i = 0; commands[i]; i++) {
		if (commands[i]->hidden)
			continue;
		buf_printf(out, "\t\t%s:-*) ", commands[i]->name);
		add_option_names(out, &commands[i]->options);
		buf_printf(out, " ;;\n\t\t%s:*) ", commands[i]->name);
		add_arguments(out, commands[i]);
		buf_puts(out, " ;;\n");
	}
	buf_puts(out, "\t\t:*) ");
	add_command_names(out);
	buf_puts(out, " ;;\n\t\tesac\n\tfi\n");
	buf_puts(out, tail);
}
