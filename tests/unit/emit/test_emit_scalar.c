/* SPDX-License-Identifier: Apache-2.0 */
/* Which style a string gets and how its lines break; tests/golden-yaml compares many more with kubectl. */
#include "compiler/emit/emit.h"
#include "tests/support/tree_text.h"

#define assert_string(text, yaml) assert_string_text(STR(text), yaml, __FILE__, __LINE__)

/* As the value of a member. */
static void assert_string_text(struct str text, const char *yaml, const char *file, int line)
{
	TEST_ARENA(a);
	struct node *map = node_new(&a, node_map, PLACE_NONE);
	struct buf out;

	node_put_text(&a, map, "k", text);
	buf_init(&out, 1 << 20);
	_assert_int_equal(emit_yaml(map, &out, NULL) == 0, 1, file, line);
	test_assert_str(buf_str(&out), yaml, file, line);
	buf_release(&out);
}

TEST(strings_stand_plain_where_they_can)
{
	assert_string("text", "k: text\n");
	assert_string("two words", "k: two words\n");
	assert_string("nginx:1.25", "k: nginx:1.25\n");
	assert_string("-n", "k: -n\n");
	assert_string("a#b", "k: a#b\n");
	assert_string("it's", "k: it's\n");
	assert_string("<<", "k: <<\n");
	assert_string("日本", "k: 日本\n");
}

TEST(strings_that_look_like_something_else_are_in_double_quotes)
{
	assert_string("", "k: \"\"\n");
	assert_string("no", "k: \"no\"\n");
	assert_string("1", "k: \"1\"\n");
	assert_string("0777", "k: \"0777\"\n");
	assert_string("1:30", "k: \"1:30\"\n");
	assert_string("2001-01-01", "k: \"2001-01-01\"\n");
	assert_string("null", "k: \"null\"\n");
}

TEST(a_key_that_readers_would_merge_by_is_quoted)
{
	TEST_ARENA(a);
	struct node *map = node_new(&a, node_map, PLACE_NONE);
	struct buf out;

	node_put_text(&a, map, "<<", STR("<<"));
	buf_init(&out, 1 << 20);
	assert_int_equal(emit_yaml(map, &out, NULL), 0);
	assert_str(buf_str(&out), "\"<<\": <<\n");
	buf_release(&out);
}

TEST(strings_that_would_be_syntax_are_in_single_quotes)
{
	assert_string("a: b", "k: 'a: b'\n");
	assert_string("a:", "k: 'a:'\n");
	assert_string("a #b", "k: 'a #b'\n");
	assert_string("- a", "k: '- a'\n");
	assert_string("-", "k: '-'\n");
	assert_string("---", "k: '---'\n");
	assert_string("...", "k: '...'\n");
	assert_string("{x}", "k: '{x}'\n");
	assert_string("'a", "k: '''a'\n");
	assert_string(" a", "k: ' a'\n");
	assert_string("a ", "k: 'a '\n");
}

TEST(strings_that_cannot_be_printed_are_escaped)
{
	assert_string("a\tb", "k: \"a\\tb\"\n");
	assert_string("a\rb", "k: \"a\\rb\"\n");
	assert_string("\x07\x1B\x7F", "k: \"\\a\\e\\x7F\"\n");
	assert_string("a\0b", "k: \"a\\0b\"\n");
	assert_string("😀", "k: \"\\U0001F600\"\n");
	assert_string("\xC2\x85", "k: \"\\N\"\n");
	assert_string("a\ufeff", "k: \"a\\uFEFF\"\n");
	assert_string("\ufeff" "ab", "k: \"\\uFEFF\\x61\\x62\"\n");
	assert_string("\t\"\\", "k: \"\\t\\\"\\\\\"\n");
}

TEST(strings_of_several_lines_are_literal)
{
	assert_string("a\n", "k: |\n  a\n");
	assert_string("a\nb", "k: |-\n  a\n  b\n");
	assert_string("a\n\n", "k: |+\n  a\n\n");
	assert_string("\n", "k: |2+\n\n");
	assert_string(" a\nb\n", "k: |2\n   a\n  b\n");
	assert_string("\na\n", "k: |2\n\n  a\n");
	assert_string("#!/bin/sh\nset -e\n\necho\n", "k: |\n  #!/bin/sh\n  set -e\n\n  echo\n");
}

TEST(strings_of_several_lines_that_cannot_be_literal_are_escaped)
{
	assert_string("a \nb", "k: \"a \\nb\"\n");
	assert_string("a\n ", "k: \"a\\n \"\n");
	assert_string("a\n\tb", "k: \"a\\n\\tb\"\n");
}

TEST(strings_with_line_separators_are_broken_as_go_yaml_does)
{
	assert_string("a\u2028b", "k: 'a\u2028  b'\n");
	assert_string("a\nb\u2028c", "k: |-\n  a\n  b\u2028  c\n");
	assert_string("a \u2028b", "k: \"a \\Lb\"\n");
}

#define WORD79 "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww"

TEST(strings_are_broken_at_the_first_space_after_column_80)
{
	assert_string(WORD79 " b c", "k: " WORD79 "\n  b c\n");
	assert_string("a " WORD79 " b", "k: a " WORD79 "\n  b\n");
	assert_string(WORD79 WORD79, "k: " WORD79 WORD79 "\n");
	assert_string(WORD79 "  b", "k: " WORD79 "  b\n");
	assert_string(WORD79 ": b c", "k: '" WORD79 ":\n  b c'\n");
	assert_string("\t" WORD79 " b c", "k: \"\\t" WORD79 "\n  b c\"\n");
	assert_string("\t" WORD79 "  b", "k: \"\\t" WORD79 "\n  \\ b\"\n");
	assert_string(WORD79 " ", "k: '" WORD79 " '\n");
}

TEST(strings_are_measured_in_characters)
{
	assert_string("éééééééééééééééééééééééééééééééééééééééééééééééééééééé a b", "k: éééééééééééééééééééééééééééééééééééééééééééééééééééééé a b\n");
}
