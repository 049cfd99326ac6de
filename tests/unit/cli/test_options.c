/* SPDX-License-Identifier: Apache-2.0 */
/* Options: every form of writing one, and every way to get it wrong. */
#include "compiler/cli/options.h"
#include "tests/support/test.h"

struct slots {
	bool all, quiet;
	struct str name, path, remote;
	int64_t count;
	int colour;
	struct option_arguments files;
};

static const char *const colours[] = {"auto", "always", "never", NULL};

static const struct option_row rows[] = {
	{.name = "all", .letter = 'a', .type = option_flag, .offset = offsetof(struct slots, all)},
	{.name = "name", .letter = 'n', .type = option_text, .offset = offsetof(struct slots, name), .value = "NAME"},
	{.name = "path", .type = option_text, .may_be_empty = true, .offset = offsetof(struct slots, path), .value = "PATH"},
	{.name = "push", .letter = 'p', .type = option_optional, .offset = offsetof(struct slots, remote), .value = "R", .implied = "origin"},
	{.name = "count", .letter = 'c', .type = option_int, .offset = offsetof(struct slots, count), .value = "N", .minimum = -5, .maximum = 100},
	{.name = "color", .type = option_choice, .offset = offsetof(struct slots, colour), .value = "WHEN", .choices = colours},
	{.name = "file", .letter = 'f', .type = option_texts, .offset = offsetof(struct slots, files), .value = "FILE"},
};
/* A struct within the struct. */
static const struct option_row quiet_row[] = {{.name = "quiet", .letter = 'q', .type = option_flag}};
static const struct option_group groups[] = {{rows, 7, 0}, {quiet_row, 1, offsetof(struct slots, quiet)}};
static const struct option_set set = {groups, 2};

struct parsed {
	bool ok;
	struct slots slots;
	struct option_arguments arguments;
	struct usage usage;
};

#define PARSE(a, ...) parse((a), options_anywhere, (char *[]){__VA_ARGS__, NULL})

static struct parsed parse(struct arena *a, enum option_order order, char **argv)
{
	struct parsed p = {.slots = {.count = 7}};
	int argc = 0;

	while (argv[argc])
		argc++;
	p.ok = options_parse(&set, order, a, argv, argc, &p.slots, &p.arguments, &p.usage);
	return p;
}

static void assert_refused(struct parsed p, const char *message, const char *help)
{
	assert_false(p.ok);
	assert_str(p.usage.message, message);
	assert_str(p.usage.help, help);
}

TEST(options_are_zero_or_as_before_when_absent)
{
	TEST_ARENA(a);
	struct parsed p = parse(&a, options_anywhere, (char *[]){NULL});

	assert_true(p.ok);
	assert_int_equal(p.arguments.count, 0);
	assert_int_equal(p.slots.count, 7);
	assert_null(p.slots.name.data);
}

TEST(values_stand_behind_a_blank_or_an_equals_sign)
{
	TEST_ARENA(a);

	assert_str(PARSE(&a, "--name", "x").slots.name, "x");
	assert_str(PARSE(&a, "--name=x=y").slots.name, "x=y");
	assert_str(PARSE(&a, "-n", "x").slots.name, "x");
	assert_str(PARSE(&a, "-nx").slots.name, "x");
	assert_str(PARSE(&a, "-n=x").slots.name, "x");
	assert_str(PARSE(&a, "--name", "-").slots.name, "-");
	assert_int_equal(PARSE(&a, "-c", "-5").slots.count, -5);
}

TEST(an_option_may_keep_all_its_values)
{
	TEST_ARENA(a);
	struct parsed p = PARSE(&a, "--file", "x", "y", "-fz", "--name", "n", "--file=x");

	assert_true(p.ok);
	assert_int_equal(p.slots.files.count, 3);
	assert_str(p.slots.files.items[0], "x");
	assert_str(p.slots.files.items[1], "z");
	assert_str(p.slots.files.items[2], "x");
	assert_int_equal(p.arguments.count, 1);
	assert_refused(PARSE(&a, "--file="), "option `--file` has an empty value", "");
	assert_refused(PARSE(&a, "--file"), "option `--file` needs a value: FILE", "");
}

TEST(letters_may_be_put_together)
{
	TEST_ARENA(a);
	struct parsed p = PARSE(&a, "-aqn", "x");

	assert_true(p.ok && p.slots.all && p.slots.quiet);
	assert_str(p.slots.name, "x");
	assert_str(PARSE(&a, "-qnx").slots.name, "x");
}

TEST(options_and_arguments_mix_and_two_dashes_end_options)
{
	TEST_ARENA(a);
	struct parsed p = PARSE(&a, "one", "-q", "-", "--all", "two", "--", "--name", "--");

	assert_true(p.ok && p.slots.quiet && p.slots.all);
	assert_int_equal(p.arguments.count, 5);
	assert_str(p.arguments.items[0], "one");
	assert_str(p.arguments.items[1], "-");
	assert_str(p.arguments.items[2], "two");
	assert_str(p.arguments.items[3], "--name");
	assert_str(p.arguments.items[4], "--");
}

TEST(the_last_of_repeated_options_counts)
{
	TEST_ARENA(a);
	struct parsed p = PARSE(&a, "-n", "x", "--color=never", "--name=y", "--color=always");

	assert_str(p.slots.name, "y");
	assert_int_equal(p.slots.colour, 1);
}

TEST(an_optional_value_needs_the_equals_sign)
{
	TEST_ARENA(a);
	struct parsed p = PARSE(&a, "--push", "upstream");

	assert_str(p.slots.remote, "origin");
	assert_int_equal(p.arguments.count, 1);
	assert_str(PARSE(&a, "--push=upstream").slots.remote, "upstream");
	assert_str(PARSE(&a, "-p").slots.remote, "origin");
	assert_refused(PARSE(&a, "--push="), "option `--push` has an empty value", "");
}

TEST(before_arguments_means_stop_at_the_first)
{
	TEST_ARENA(a);
	struct parsed p = parse(&a, options_before_arguments, (char *[]){"-q", "compile", "--nonsense", NULL});

	assert_true(p.ok && p.slots.quiet);
	assert_int_equal(p.arguments.used, 1);
	assert_int_equal(p.arguments.count, 0);
}

TEST(unknown_options_suggest_the_nearest)
{
	TEST_ARENA(a);

	assert_refused(PARSE(&a, "--nmae=x"), "unknown option `--nmae`", "did you mean `--name`?");
	assert_refused(PARSE(&a, "--quite"), "unknown option `--quite`", "did you mean `--quiet`?");
	assert_refused(PARSE(&a, "--zebra"), "unknown option `--zebra`", "");
	assert_refused(PARSE(&a, "-z"), "unknown option `-z`", "");
	assert_refused(PARSE(&a, "-qz"), "unknown option `-z`", "");
	assert_refused(PARSE(&a, "-\xC3\xA9"), "unknown option `-\xC3\xA9`", "");
	assert_refused(PARSE(&a, "--=x"), "unknown option `--`", "");
	/* Beginnings of names are not enough: a new option would change what they mean. */
	assert_refused(PARSE(&a, "--nam=x"), "unknown option `--nam`", "did you mean `--name`?");
}

TEST(missing_and_empty_values_are_refused)
{
	TEST_ARENA(a);

	assert_refused(PARSE(&a, "--name"), "option `--name` needs a value: NAME", "");
	assert_refused(PARSE(&a, "-qn"), "option `-n` needs a value: NAME", "");
	assert_refused(PARSE(&a, "--name="), "option `--name` has an empty value", "");
	assert_refused(PARSE(&a, "--name", ""), "option `--name` has an empty value", "");
	assert_refused(PARSE(&a, "--count="), "option `--count` has an empty value", "");
	assert_true(PARSE(&a, "--path=").ok);
	assert_non_null(PARSE(&a, "--path=").slots.path.data);
}

TEST(an_option_in_the_place_of_a_value_is_a_forgotten_value)
{
	TEST_ARENA(a);

	assert_refused(PARSE(&a, "--name", "--all"), "option `--name` needs a value before `--all`", "write `--name=--all` if that is the value");
	assert_refused(PARSE(&a, "--name", "--color=never"), "option `--name` needs a value before `--color=never`",
		       "write `--name=--color=never` if that is the value");
	assert_refused(PARSE(&a, "-n", "-q"), "option `-n` needs a value before `-q`", "write `--name=-q` if that is the value");
	assert_refused(PARSE(&a, "-n", "--"), "option `-n` needs a value before `--`", "write `--name=--` if that is the value");
	assert_str(PARSE(&a, "--name=--all").slots.name, "--all");
	assert_str(PARSE(&a, "--name", "--strange").slots.name, "--strange");
}

TEST(flags_take_no_value)
{
	TEST_ARENA(a);

	assert_refused(PARSE(&a, "--all=yes"), "option `--all` takes no value", "");
	assert_refused(PARSE(&a, "--all="), "option `--all` takes no value", "");
}

TEST(integers_are_checked)
{
	TEST_ARENA(a);

	assert_int_equal(PARSE(&a, "--count=100").slots.count, 100);
	assert_refused(PARSE(&a, "--count=101"), "option `--count` must be from -5 to 100, not 101", "");
	assert_refused(PARSE(&a, "--count", "-6"), "option `--count` must be from -5 to 100, not -6", "");
	assert_refused(PARSE(&a, "--count=ten"), "option `--count` must be an integer, not `ten`", "");
	assert_refused(PARSE(&a, "--count=1e1"), "option `--count` must be an integer, not `1e1`", "");
	assert_refused(PARSE(&a, "--count=99999999999999999999"), "option `--count` must be an integer, not `99999999999999999999`", "");
}

TEST(choices_are_checked_and_suggested)
{
	TEST_ARENA(a);

	assert_int_equal(PARSE(&a, "--color", "never").slots.colour, 2);
	assert_refused(PARSE(&a, "--color=nevr"), "option `--color` must be one of `auto`, `always`, `never`, not `nevr`",
		       "did you mean `never`?");
	assert_refused(PARSE(&a, "--color=blue"), "option `--color` must be one of `auto`, `always`, `never`, not `blue`", "");
	assert_refused(PARSE(&a, "--color=Never"), "option `--color` must be one of `auto`, `always`, `never`, not `Never`",
		       "did you mean `never`?");
}
