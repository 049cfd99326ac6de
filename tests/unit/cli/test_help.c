/* SPDX-License-Identifier: Apache-2.0 */
/* Help and completion say everything that the tables say. */
#include "compiler/cli/help.h"

#include <stdio.h>
#include <string.h>

#include "compiler/cli/completion.h"
#include "tests/support/test.h"

static void assert_contains(const struct buf *text, const char *part)
{
	if (!memmem(text->data, text->length, part, strlen(part)))
		fail_msg("`%s` is missing", part);
}

/* Calls `check` for each option of each command that users see. */
static void each_option(const struct buf *text, const struct cli_command *command,
			void (*check)(const struct buf *text, const struct cli_command *command, const struct option_row *row))
{
	for (uint32_t g = 0; g < command->options.count; g++)
		for (uint32_t i = 0; i < command->options.groups[g].count; i++)
			check(text, command, &command->options.groups[g].rows[i]);
}

static void check_help(const struct buf *text, const struct cli_command *command, const struct option_row *row)
{
	char form[64];

	(void)command;
	snprintf(form, sizeof(form), "--%s", row->name);
	assert_contains(text, form);
	if (!row->letter)
		return;
	snprintf(form, sizeof(form), "-%c, --%s", row->letter, row->name);
	assert_contains(text, form);
}

TEST(help_of_a_command_has_its_options_and_examples)
{
	for (uint32_t i = 0; commands[i]; i++) {
		struct buf text;

		buf_init(&text, 100000);
		help_command(&text, commands[i], 80);
		assert_contains(&text, commands[i]->summary);
		assert_contains(&text, "Examples:\n  ");
		each_option(&text, commands[i], check_help);
		buf_release(&text);
	}
}

TEST(the_overview_has_all_commands_but_hidden_ones)
{
	struct buf text;

	buf_init(&text, 100000);
	help_overview(&text, 80);
	for (uint32_t i = 0; commands[i]; i++)
		if (!commands[i]->hidden)
			assert_contains(&text, commands[i]->summary);
	assert_null(memmem(text.data, text.length, cmd_docs.summary, strlen(cmd_docs.summary)));
	buf_release(&text);
}

TEST(help_keeps_to_the_width)
{
	struct buf text;
	struct str rest, line;

	buf_init(&text, 100000);
	help_command(&text, &cmd_compile, 60);
	rest = buf_str(&text);
	while (str_cut(&rest, '\n', &line) && !str_is(line, "Examples:"))
		if (line.length > 70) /* characters of more than a byte */
			fail_msg("too wide: %.*s", STR_ARG(line));
	buf_release(&text);
}

TEST(names_and_letters_of_options_are_unique)
{
	for (uint32_t c = 0; commands[c]; c++) {
		const struct option_set *set = &commands[c]->options;
		const char *names[64];
		char letters[64];
		size_t count = 0;

		assert_ptr_equal(set->groups[0].rows, common_option_rows);
		for (uint32_t g = 0; g < set->count; g++) {
			for (uint32_t i = 0; i < set->groups[g].count; i++) {
				const struct option_row *row = &set->groups[g].rows[i];

				for (size_t n = 0; n < count; n++) {
					assert_string_not_equal(row->name, names[n]);
					assert_true(!row->letter || row->letter != letters[n]);
				}
				names[count] = row->name;
				letters[count++] = row->letter;
			}
		}
	}
}

TEST(rows_say_what_their_type_needs)
{
	for (uint32_t c = 0; commands[c]; c++) {
		for (uint32_t g = 0; g < commands[c]->options.count; g++) {
			for (uint32_t i = 0; i < commands[c]->options.groups[g].count; i++) {
				const struct option_row *row = &commands[c]->options.groups[g].rows[i];

				assert_non_null(row->help);
				assert_true(row->type == option_flag || row->value);
				assert_true((row->type == option_choice) == (row->choices != NULL));
				assert_true((row->type == option_optional) == (row->implied != NULL));
				assert_true(row->type != option_int || row->maximum > row->minimum);
				assert_null(strchr(row->help, '|'));
			}
		}
	}
}

static void check_bash(const struct buf *text, const struct cli_command *command, const struct option_row *row)
{
	char form[64];

	if (row->type == option_flag || row->type == option_optional)
		return;
	snprintf(form, sizeof(form), "%s:--%s", command->name, row->name);
	assert_contains(text, form);
}

static void check_fish(const struct buf *text, const struct cli_command *command, const struct option_row *row)
{
	char form[96];

	snprintf(form, sizeof(form), "'__fish_seen_subcommand_from %s' -l %s", command->name, row->name);
	assert_contains(text, form);
}

static void check_completion(void (*print)(struct buf *out),
			     void (*check)(const struct buf *text, const struct cli_command *command, const struct option_row *row))
{
	struct buf text;

	buf_init(&text, 1000000);
	print(&text);
	assert_false(text.failed);
	for (uint32_t i = 0; commands[i]; i++)
		if (!commands[i]->hidden)
			each_option(&text, commands[i], check);
	buf_release(&text);
}

static void check_name(const struct buf *text, const struct cli_command *command, const struct option_row *row)
{
	char form[64];

	(void)command;
	snprintf(form, sizeof(form), "--%s", row->name);
	assert_contains(text, form);
}

TEST(completion_knows_every_option)
{
	check_completion(completion_bash, check_name);
	check_completion(completion_bash, check_bash);
	check_completion(completion_zsh, check_name);
	check_completion(completion_fish, check_fish);
}

TEST(commands_are_found_and_suggested)
{
	assert_ptr_equal(command_find(STR("compile")), &cmd_compile);
	assert_ptr_equal(command_find(STR("docs")), &cmd_docs);
	assert_null(command_find(STR("compil")));
	assert_null(command_find(STR_NONE));
	assert_str(command_nearest(STR("compil")), "compile");
	assert_str(command_nearest(STR("exlpain")), "explain");
	assert_str(command_nearest(STR("frobnicate")), "");
	/* Hidden commands are not suggested. */
	assert_str(command_nearest(STR("doc")), "");
}
