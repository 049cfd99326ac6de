/* SPDX-License-Identifier: Apache-2.0 */
/* Wrapping of text. */
#include "compiler/cli/text.h"
#include "tests/support/test.h"

static void assert_wrapped(const char *text, unsigned column, unsigned indent, unsigned width, const char *expected)
{
	struct buf out;

	buf_init(&out, 10000);
	text_wrap(&out, str_from(text), column, indent, width);
	assert_str(buf_str(&out), expected);
	buf_release(&out);
}

TEST(words_go_to_the_next_line_at_the_width)
{
	assert_wrapped("one two three", 0, 0, 7, "one two\nthree\n");
	assert_wrapped("one two three", 0, 0, 6, "one\ntwo\nthree\n");
	assert_wrapped("one two three", 0, 0, 13, "one two three\n");
}

TEST(later_lines_are_indented)
{
	assert_wrapped("one two three", 4, 4, 8, "one\n    two\n    three\n");
}

TEST(a_word_wider_than_the_line_stays_whole)
{
	assert_wrapped("a incomprehensible b", 0, 0, 5, "a\nincomprehensible\nb\n");
}

TEST(what_is_in_backquotes_is_not_broken)
{
	assert_wrapped("say `one two` now", 0, 0, 8, "say\n`one two`\nnow\n");
	assert_wrapped("an `open quote", 0, 0, 5, "an\n`open quote\n");
}

TEST(characters_count_not_bytes)
{
	assert_int_equal(text_cells(STR("äöü…")), 4);
	assert_wrapped("äöü äöü", 0, 0, 7, "äöü äöü\n");
}

TEST(paragraphs_and_indented_lines_are_kept)
{
	assert_wrapped("one two\n\nthree\n", 0, 0, 4, "one\ntwo\n\nthree\n");
	assert_wrapped("a:\n    one two three\n", 0, 0, 5, "a:\n    one two three\n");
	assert_wrapped("", 0, 0, 5, "\n");
}
