/* SPDX-License-Identifier: Apache-2.0 */
/* Splitting words as a POSIX shell does, and where the trouble is when a shell would be needed. */
#include "tests/unit/spec/spec_case.h"

/* The words of `text`, joined by "|" so that empty ones show. */
static struct str split(struct arena *a, const char *text)
{
	struct split_result r;
	struct str out = STR("");

	assert_int_equal(command_split(a, str_from(text), &r), split_ok);
	for (uint32_t i = 0; i < r.count; i++)
		out = arena_format(a, "%.*s%s%.*s", STR_ARG(out), i ? "|" : "", STR_ARG(r.words[i]));
	return out;
}

static void assert_words(const char *text, uint32_t count, const char *expected)
{
	TEST_ARENA(a);
	struct split_result r;

	assert_str(split(&a, text), expected);
	command_split(&a, str_from(text), &r);
	assert_int_equal(r.count, count);
}

TEST(blanks_separate_words)
{
	assert_words("", 0, "");
	assert_words("  \t\n ", 0, "");
	assert_words("a", 1, "a");
	assert_words("  python   train.py\t--epochs=90 ", 3, "python|train.py|--epochs=90");
	assert_words("a\nb\n", 2, "a|b");
}

TEST(single_quotes_keep_everything)
{
	assert_words("'a b'", 1, "a b");
	assert_words("'$HOME `x` \\ \" | & ; < > ( ) * ? [ ] # ~ !'", 1, "$HOME `x` \\ \" | & ; < > ( ) * ? [ ] # ~ !");
	assert_words("'a\nb'", 1, "a\nb");
	assert_words("''", 1, "");
	assert_words("a '' b", 3, "a||b");
	assert_words("''''", 1, "");
	assert_words("a''b", 1, "ab");
	assert_words("it'\\'s", 1, "it\\s");
}

TEST(double_quotes_keep_all_but_dollar_and_backquote)
{
	assert_words("\"a b\"", 1, "a b");
	assert_words("\"\"", 1, "");
	assert_words("x=\"\" y", 2, "x=|y");
	assert_words("\"it's | & ; * # ~\"", 1, "it's | & ; * # ~");
	assert_words("\"a\\\"b\"", 1, "a\"b");
	assert_words("\"a\\\\b\"", 1, "a\\b");
	assert_words("\"\\$5 \\`x\\`\"", 1, "$5 `x`");
	assert_words("\"a\\nb\"", 1, "a\\nb");
	assert_words("\"a\\'b\"", 1, "a\\'b");
}

TEST(a_backslash_keeps_the_next_character)
{
	assert_words("a\\ b", 1, "a b");
	assert_words("\\$HOME \\& \\\\", 3, "$HOME|&|\\");
	assert_words("\\'a", 1, "'a");
	assert_words("\\\"a", 1, "\"a");
	assert_words("\\a", 1, "a");
	assert_words("a\\", 1, "a\\");
}

TEST(a_backslash_at_a_line_end_joins_lines)
{
	assert_words("mpirun \\\n  -n 4", 3, "mpirun|-n|4");
	assert_words("a\\\nb", 1, "ab");
	assert_words("\\\n", 0, "");
	assert_words("\"a\\\nb\"", 1, "ab");
	assert_words("\"a\\\\\nb\"", 1, "a\\\nb");
	assert_words("'a\\\nb'", 1, "a\\\nb");
}

TEST(words_may_hold_characters_that_mean_something_at_their_start_only)
{
	assert_words("a#b x~y", 2, "a#b|x~y");
	assert_words("a=~/x", 1, "a=~/x");
	assert_words("{} ! a{b,c}", 3, "{}|!|a{b,c}");
	assert_words("--x=%d,@:^+ .-_/", 2, "--x=%d,@:^+|.-_/");
	assert_words("gr\303\274n", 1, "gr\303\274n");
}

static void assert_trouble(const char *text, enum split_status status, size_t at)
{
	TEST_ARENA(a);
	struct split_result r;

	assert_int_equal(command_split(&a, str_from(text), &r), status);
	assert_int_equal(r.at, at);
	assert_int_equal(r.length, 1);
}

TEST(what_only_a_shell_could_do_is_found_where_it_stands)
{
	static const char operators[] = "|&;<>()$`*?[]";

	for (const char *c = operators; *c; c++) {
		TEST_ARENA(a);

		assert_trouble(arena_format(&a, "run %c x", *c).data, split_needs_shell, 4);
		assert_trouble(arena_format(&a, "run%cx", *c).data, split_needs_shell, 3);
		assert_trouble(arena_format(&a, "%c", *c).data, split_needs_shell, 0);
	}
	assert_trouble("a #b", split_needs_shell, 2);
	assert_trouble("~/a", split_needs_shell, 0);
	assert_trouble("a ~", split_needs_shell, 2);
	assert_trouble("\"a $b\"", split_needs_shell, 3);
	assert_trouble("\"`\"", split_needs_shell, 1);
	assert_trouble("a 'b' $c", split_needs_shell, 6);
}

TEST(an_unclosed_quote_is_found_where_it_opens)
{
	assert_trouble("'", split_unclosed_quote, 0);
	assert_trouble("a 'b c", split_unclosed_quote, 2);
	assert_trouble("a \"b c", split_unclosed_quote, 2);
	assert_trouble("'a' \"b'", split_unclosed_quote, 4);
	assert_trouble("\"a\\\"", split_unclosed_quote, 0);
	assert_trouble("\"a\\", split_unclosed_quote, 0);
	assert_trouble("it's", split_unclosed_quote, 2);
}

static struct command accept(struct arena *a, const char *text)
{
	struct spec_case c;

	spec_case_accept(&c, a, text);
	return c.spec.launch;
}

TEST(a_string_or_a_list_is_a_command)
{
	TEST_ARENA(a);
	struct command command = accept(&a, "launch: mpirun -n 4 './a b'\n");

	assert_int_equal(command.count, 4);
	assert_str(command.words[3], "./a b");
	assert_non_null(command.node);
	command = accept(&a, "launch: [sh, -c, \"a | b\", \"\"]\n");
	assert_int_equal(command.count, 4);
	assert_str(command.words[2], "a | b");
	assert_str(command.words[3], "");
	command = accept(&a, "launch: >\n  mpirun\n  -n 4\n");
	assert_int_equal(command.count, 3);
	command = accept(&a, "launch: |\n  mpirun \\\n    -n 4\n");
	assert_int_equal(command.count, 3);
}

TEST(a_diagnostic_points_at_the_character)
{
	assert_refused("launch: a | b\n", diag_E0208, "6:11", "`|` in `launch` would need a shell, and there is none");
	assert_refused("launch: 'a | b'\n", diag_E0208, "6:12", "`|` in `launch`");
	assert_refused("launch: \"a $b\"\n", diag_E0208, "6:12", "`$` in `launch`");
	assert_refused("launch: a 'b\n", diag_E0209, "6:11", "this quote in `launch` is not closed");
	/* Where the text is not what the file has letter for letter, the whole value. */
	assert_refused("launch: \"\\x61 | b\"\n", diag_E0208, "6:9", "`|` in `launch`");
	assert_help("launch: a | b\n", "quote it, or ask for a shell: launch: [sh, -c, \"…\"]");
}

TEST(other_values_are_no_commands)
{
	assert_refused("launch: 5\n", diag_E0203, "6:9", "`launch` must be a string or a list of strings, not an integer");
	assert_refused("launch: {a: b}\n", diag_E0203, "6:9", "`launch` must be a string or a list of strings, not a map");
	assert_refused("launch: [mpirun, -n, 4]\n", diag_E0203, "6:22",
		       "`launch` must be a list of strings (put numbers in quotes), not an integer");
	assert_refused("launch: [a, [b]]\n", diag_E0203, "6:13", "`launch` must be a list of strings");
	assert_refused("launch: []\n", diag_E0204, "6:9", "`launch` must not be empty");
	assert_refused("launch: ''\n", diag_E0204, "6:9", "`launch` must not be empty");
	assert_refused("launch: '  '\n", diag_E0204, "6:9", "`launch` must not be empty");
}
