/* SPDX-License-Identifier: Apache-2.0 */
/* The table of commands and the words so far in, candidates out. */
#include "compiler/cli/complete.h"

#include "compiler/cli/command.h"

enum { offer_files = 0, offer_nothing = 4, offer_folders = 16 };

struct completion {
	struct buf *out;
	struct str word;    /* to be completed */
	struct str before;  /* what each candidate begins with: "--target=" */
	int offer;
};

static const struct option_group common_groups[] = {COMMON_OPTIONS};
static const struct option_set common_set = {common_groups, 1};

static void add(struct completion *c, const char *dashes, const char *text, const char *what)
{
	struct str name = str_from(text), wish = c->word;

	if (*dashes && !str_starts(wish, "--"))
		wish = STR_NONE;
	else
		wish = str_slice(wish, *dashes ? 2 : 0, wish.length);
	if (!str_equal(str_slice(name, 0, wish.length), wish))
		return;
	buf_printf(c->out, "%.*s%s%s%s%s\n", STR_ARG(c->before), dashes, text, *what ? "\t" : "", what);
}

static void add_commands(struct completion *c)
{
	for (uint32_t i = 0; commands[i]; i++)
		if (!commands[i]->hidden)
			add(c, "", commands[i]->name, commands[i]->summary);
}

static void add_words(struct completion *c, const char *const *words)
{
	for (uint32_t i = 0; words[i]; i++)
		add(c, "", words[i], "");
}

static void add_kind(struct completion *c, enum option_complete complete)
{
	c->offer = complete == complete_file ? offer_files : complete == complete_folder ? offer_folders : offer_nothing;
}

static void add_options(struct completion *c, const struct option_set *set)
{
	for (uint32_t g = 0; g < set->count; g++)
		for (uint32_t i = 0; i < set->groups[g].count; i++)
			add(c, "--", set->groups[g].rows[i].name, set->groups[g].rows[i].help);
}

static void add_value(struct completion *c, const struct option_row *row)
{
	if (row->choices)
		add_words(c, row->choices);
	else
		add_kind(c, row->complete);
}

static bool is_row(const struct option_row *row, struct str word)
{
	if (str_starts(word, "--"))
		return str_is(str_slice(word, 2, word.length), row->name);
	return word.length == 2 && word.data[0] == '-' && word.data[1] == row->letter;
}

/* NULL: the word is no option. */
static const struct option_row *find(const struct option_set *set, struct str word)
{
	for (uint32_t g = 0; g < set->count; g++)
		for (uint32_t i = 0; i < set->groups[g].count; i++)
			if (is_row(&set->groups[g].rows[i], word))
				return &set->groups[g].rows[i];
	return NULL;
}

static bool takes_next_word(const struct option_row *row)
{
	return row && row->type != option_flag && row->type != option_optional;
}

static void add_arguments(struct completion *c, const struct cli_command *command)
{
	if (command->names_commands)
		add_commands(c);
	else if (command->argument_choices)
		add_words(c, command->argument_choices);
	else
		add_kind(c, command->complete);
}

static void add_after_command(struct completion *c, const struct cli_command *command, struct str previous)
{
	const struct option_row *row = find(&command->options, previous);
	size_t equals = str_starts(c->word, "--") ? str_find(c->word, '=') : SIZE_MAX;

	if (takes_next_word(row)) {
		add_value(c, row);
	} else if (equals != SIZE_MAX) {
		row = find(&command->options, str_slice(c->word, 0, equals));
		c->before = str_slice(c->word, 0, equals + 1);
		c->word = str_slice(c->word, equals + 1, c->word.length);
		if (row && row->type != option_flag)
			add_value(c, row);
	} else if (str_starts(c->word, "-")) {
		add_options(c, &command->options);
	} else {
		add_arguments(c, command);
	}
}

/* The first word that is neither an option nor an option's value. */
static int find_command(char *const *words, int count)
{
	for (int i = 0; i < count; i++) {
		struct str word = str_from(words[i]);

		if (takes_next_word(find(&common_set, word)))
			i++;
		else if (!str_starts(word, "-"))
			return i;
	}
	return -1;
}

void complete(char *const *words, int count, struct buf *out)
{
	struct completion c = {.out = out, .word = count ? str_from(words[count - 1]) : STR(""), .offer = offer_nothing};
	struct str previous = count > 1 ? str_from(words[count - 2]) : STR_NONE;
	int at = find_command(words, count - 1);
	const struct cli_command *command = at < 0 ? NULL : command_find(str_from(words[at]));
	const struct cli_command before = {.options = common_set};

	if (command)
		add_after_command(&c, command, previous);
	else if (at < 0 && (str_starts(c.word, "-") || takes_next_word(find(&common_set, previous))))
		add_after_command(&c, &before, previous);
	else if (at < 0)
		add_commands(&c);
	buf_printf(out, ":%d\n", c.offer);
}
