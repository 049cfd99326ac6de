/* SPDX-License-Identifier: Apache-2.0 */
/* Table rows -> text for terminals, and Markdown. */
#include "compiler/cli/help.h"

#include "compiler/cli/cli.h"
#include "compiler/cli/text.h"

static const char purpose[] = "mpicc-yaml compiles MPI job files to Kubernetes manifests and commits them to a git repository.";

/* Below `narrow` columns there is no room beside the names: texts stand under them. */
enum { name_column = 2, help_column = 28, narrow_column = 8, narrow = 64 };

static const struct {
	enum exit_code code;
	const char *meaning;
} exit_rows[] = {
	{exit_fine, "fine"},
	{exit_found, "the input has mistakes; under `diff`: there is a difference"},
	{exit_usage, "the command line has mistakes"},
	{exit_failed, "a file, a repository or a remote failed"},
	{exit_budget, "a Lua flavour or hook used up its budget, or reached for what scripts do not have"},
	{exit_bug, "a bug of this program"},
};

enum { exit_row_count = sizeof(exit_rows) / sizeof(*exit_rows) };

/* "-o, --output TARGET", "--push[=REMOTE]". */
static void add_option_form(struct buf *out, const struct option_row *row, const char *no_letter)
{
	if (row->letter)
		buf_printf(out, "-%c, ", row->letter);
	else
		buf_puts(out, no_letter);
	buf_printf(out, "--%s", row->name);
	if (row->type == option_optional)
		buf_printf(out, "[=%s]", row->value);
	else if (row->type != option_flag)
		buf_printf(out, " %s", row->value);
}

/* Ends a line that began with a name, the text in its column. */
static void add_described(struct buf *out, size_t line_start, const char *text, unsigned width)
{
	unsigned cells = text_cells(str_slice(buf_str(out), line_start, out->length));
	unsigned column = width < narrow ? narrow_column : help_column;

	if (cells + 2 > column) {
		buf_putc(out, '\n');
		cells = 0;
	}
	text_spaces(out, column - cells);
	text_wrap(out, str_from(text), column, column, width);
}

static void add_options(struct buf *out, const struct option_set *set, unsigned width)
{
	/* The common ones, which are the first group, come last. */
	for (uint32_t g = 0; g < set->count; g++) {
		const struct option_group *group = &set->groups[(g + 1) % set->count];

		for (uint32_t i = 0; i < group->count; i++) {
			size_t start = out->length;

			text_spaces(out, name_column);
			add_option_form(out, &group->rows[i], "    ");
			add_described(out, start, group->rows[i].help, width);
		}
	}
}

static void add_commands(struct buf *out, unsigned width)
{
	for (uint32_t i = 0; commands[i]; i++) {
		size_t start = out->length;

		if (commands[i]->hidden)
			continue;
		buf_printf(out, "  %s", commands[i]->name);
		add_described(out, start, commands[i]->summary, width);
	}
}

void help_overview(struct buf *out, unsigned width)
{
	static const struct option_group common = COMMON_OPTIONS;

	text_wrap(out, str_from(purpose), 0, 0, width);
	buf_puts(out, "\nUsage: " PROGRAM " COMMAND [OPTION…] [ARGUMENT…]\n\nCommands:\n");
	add_commands(out, width);
	buf_puts(out, "\nOptions of all commands:\n");
	add_options(out, &(struct option_set){&common, 1}, width);
	buf_puts(out, "\nExit codes:\n");
	for (unsigned i = 0; i < exit_row_count; i++) {
		buf_printf(out, "  %-4d", exit_rows[i].code);
		text_wrap(out, str_from(exit_rows[i].meaning), 6, 6, width);
	}
	buf_puts(out, "\n`" PROGRAM " help COMMAND` tells more about a command.\n");
}

static void add_usage(struct buf *out, const struct cli_command *command)
{
	buf_printf(out, PROGRAM " %s [OPTION…]%s%s", command->name, *command->arguments ? " " : "", command->arguments);
}

static void add_indented(struct buf *out, struct str text)
{
	struct str line;

	while (text.length && str_cut(&text, '\n', &line))
		buf_printf(out, "%s%.*s\n", line.length ? "  " : "", STR_ARG(line));
}

void help_command(struct buf *out, const struct cli_command *command, unsigned width)
{
	buf_printf(out, PROGRAM " %s: ", command->name);
	text_wrap(out, str_from(command->summary), text_cells(buf_str(out)), 0, width);
	buf_puts(out, "\nUsage: ");
	add_usage(out, command);
	buf_puts(out, "\n\n");
	text_wrap(out, str_from(command->description), 0, 0, width);
	buf_puts(out, "\nOptions:\n");
	add_options(out, &command->options, width);
	buf_puts(out, "\nExamples:\n");
	add_indented(out, str_from(command->examples));
}

static void markdown_options(struct buf *out, const struct option_set *set, uint32_t from)
{
	buf_puts(out, "| option | |\n|---|---|\n");
	for (uint32_t g = from; g < set->count; g++) {
		for (uint32_t i = 0; i < set->groups[g].count; i++) {
			buf_puts(out, "| `");
			add_option_form(out, &set->groups[g].rows[i], "");
			buf_printf(out, "` | %s |\n", set->groups[g].rows[i].help);
		}
	}
	buf_putc(out, '\n');
}

/* Each line is a paragraph of its own. */
static void markdown_paragraphs(struct buf *out, struct str text)
{
	struct str line;

	while (str_cut(&text, '\n', &line))
		if (line.length)
			buf_printf(out, "%.*s\n\n", STR_ARG(line));
}

static void markdown_command(struct buf *out, const struct cli_command *command)
{
	buf_printf(out, "## %s\n\n`", command->name);
	add_usage(out, command);
	buf_printf(out, "`: %s.\n\n", command->summary);
	markdown_paragraphs(out, str_from(command->description));
	if (command->options.count > 1)
		markdown_options(out, &command->options, 1);
	buf_printf(out, "```sh\n%s```\n\n", command->examples);
}

void help_markdown(struct buf *out)
{
	static const struct option_group common = COMMON_OPTIONS;

	buf_printf(out, "# The command line\n\n%s\n\n", purpose);
	buf_puts(out, "Options and arguments may stand in any order, `--` ends the options, and of repeated options the last one counts unless it says otherwise. "
		      "Data goes to standard output, everything else to standard error.\n\n"
		      "Options of all commands:\n\n");
	markdown_options(out, &(struct option_set){&common, 1}, 0);
	buf_puts(out, "| exit code | |\n|---|---|\n");
	for (unsigned i = 0; i < exit_row_count; i++)
		buf_printf(out, "| %d | %s |\n", exit_rows[i].code, exit_rows[i].meaning);
	buf_putc(out, '\n');
	for (uint32_t i = 0; commands[i]; i++)
		if (!commands[i]->hidden)
			markdown_command(out, commands[i]);
}
