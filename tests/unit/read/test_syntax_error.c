/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/read/read_case.h"

TEST(syntax_tabs_in_the_indentation)
{
	assert_complains("a:\n\tb: 1\n", "2:1 E0101 a tab in the indentation");
}

TEST(syntax_a_line_that_is_no_member)
{
	assert_complains("a: 1\nimage\nb: 2\n", "2:1 E0101 expected `:` after this key");
}

TEST(syntax_a_colon_within_a_value)
{
	READ(c, "run: echo a: b\n");

	assert_int_equal(c.diags.count, 1);
	assert_str(c.diags.items[0].message, "`:` is not allowed here");
	assert_int_equal(c.diags.items[0].at.offset, 11);
	assert_str(read_case_help(&c), "put a value with `: ` in it in quotes; if this is a new key, correct its indentation");
}

TEST(syntax_a_key_in_the_wrong_column_shows_the_map)
{
	READ(c, "a:\n  - x\n b: 1\n");

	assert_str(c.diags.items[0].message, "expected a key");
	assert_int_equal(c.diags.items[0].at.offset, 10);
	assert_int_equal(c.diags.items[0].label_count, 1);
	assert_int_equal(c.diags.items[0].labels[0].at.offset, 0);
}

TEST(syntax_text_after_a_quoted_value)
{
	assert_complains("a: \"b\" c\n", "1:8 E0101 unexpected text after a value");
	assert_complains("a: [b] c\n", "1:8 E0101 unexpected text after a value");
}

TEST(syntax_brackets_and_quotes_that_are_not_closed)
{
	assert_complains("a: [1, 2\nb: 3\n", "1:4 E0101 this `[` is never closed");
	assert_complains("a: [1, 2 # two\nb:\n  c: 3\n", "1:4 E0101 this `[` is never closed");
	assert_complains("a: {b: 1\nc: 3\n", "1:4 E0101 this `{` is never closed");
	assert_complains("a: [\"b\"\n  \"c\"]\n", "2:3 E0101 expected `,` or `]`");
	assert_complains("a: 'x\nb: 1\n", "1:4 E0101 this quotation mark is never closed");
	assert_complains("a: \"x\n---\nb: 1\n", "1:4 E0101 this quotation mark is not closed before the document ends");
}

TEST(syntax_values_that_begin_with_an_indicator)
{
	assert_complains("a: @x\n", "1:4 E0101 a value cannot begin with `@`");
	assert_complains("a: `x`\n", "1:4 E0101 a value cannot begin with ```");
	assert_complains("a: %x\n", "1:4 E0101 a value cannot begin with `%`");
	assert_complains("a: *.sh\n", "1:4 E0101 expected a name after `*` or `&`");
	assert_complains("a: - b\n", "1:4 E0101 a list item cannot begin here");
	assert_complains("a: |x\n", "1:5 E0101 unexpected text after `|` or `>`");
}

TEST(syntax_escapes)
{
	assert_complains("a: \"C:\\dir\"\n", "1:7 E0101 unknown escape in double quotes");
	assert_complains("a: \"\\ud83d\\ude00\"\n", "1:7 E0101 the escape does not name a character");
	assert_complains("a: \"\\xzz\"\n", "1:7 E0101 the escape needs hexadecimal digits");
}

TEST(syntax_a_second_root)
{
	assert_complains(" a: b\nc: d\n", "2:1 E0101 expected `---` or the end of the file");
	assert_complains("- a\nb: 1\n", "2:1 E0101 expected `-`");
}

TEST(syntax_other_complaints_are_the_parser_s_own)
{
	assert_complains("!<x a\n", "1:4 E0101 did not find the expected '>' while scanning a tag");
	assert_complains("%YAML 3.0\n--- a\n", "1:1 E0101 found incompatible YAML document");
}

TEST(syntax_places_are_bytes_and_within_the_text)
{
	READ(c, "é: ü\nö: ä: ß\n");
	READ(d, "a: [\n\n\n");

	assert_int_equal(c.diags.items[0].at.offset, 13);
	assert_int_equal(d.diags.items[0].at.offset, 4);
	assert_int_equal(d.diags.items[0].at.length, 0);
}

TEST(syntax_one_complaint_a_text)
{
	READ(c, "a: @x\nb: @z\n");

	assert_int_equal(c.diags.count, 1);
}
