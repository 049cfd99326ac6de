/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/read/read_case.h"

TEST(reads_maps_lists_and_scalars)
{
	assert_reads("a: 1\nb:\n- x\n- {c: [true, ~]}\nd:\n  e: text of words\n",
		     "{\"a\":1,\"b\":[\"x\",{\"c\":[true,null]}],\"d\":{\"e\":\"text of words\"}}");
	assert_reads("[]", "[]");
	assert_reads("{}", "{}");
	assert_reads("text", "\"text\"");
	assert_reads("a:\n", "{\"a\":null}");
	assert_reads("- - - 1\n  - 2\n", "[[[1],2]]");
}

TEST(reads_json)
{
	assert_reads("{\"a\": [1, 2.5, \"x\\ty\", null, false],\t\"b\":{\"c\": {}}}", "{\"a\":[1,2.5,\"x\\ty\",null,false],\"b\":{\"c\":{}}}");
}

TEST(reads_every_kind_of_string)
{
	assert_reads("a: plain\n  on two lines\nb: 'it''s'\nc: \"a\\u00e9\\n\\x41\"\nd: |\n  x\n   y\n\ne: >-\n  x\n  z\nf: |+\n  x\n\n",
		     "{\"a\":\"plain on two lines\",\"b\":\"it's\",\"c\":\"aé\\nA\",\"d\":\"x\\n y\\n\",\"e\":\"x z\",\"f\":\"x\\n\\n\"}");
	assert_reads("''", "\"\"");
	assert_reads("a: \"\"\n", "{\"a\":\"\"}");
}

TEST(remembers_how_scalars_were_written)
{
	READ(c, "[a, 'b', \"c\", 1]");
	READ(d, "- |\n  x\n- >\n  y\n");

	assert_int_equal(c.documents.items[0]->items[0]->style, style_plain);
	assert_int_equal(c.documents.items[0]->items[1]->style, style_quoted);
	assert_int_equal(c.documents.items[0]->items[2]->style, style_quoted);
	assert_int_equal(c.documents.items[0]->items[3]->style, style_plain);
	assert_int_equal(d.documents.items[0]->items[0]->style, style_block);
	assert_int_equal(d.documents.items[0]->items[1]->style, style_block);
}

TEST(keeps_numbers_as_they_were_written)
{
	READ(c, "[0x1F, 1.50, True]");

	assert_str(c.documents.items[0]->items[0]->text, "0x1F");
	assert_str(c.documents.items[0]->items[1]->text, "1.50");
	assert_str(c.documents.items[0]->items[2]->text, "True");
}

TEST(members_stay_in_the_order_they_were_written)
{
	READ(c, "{b: 1, a: 2, c: 3}");

	assert_str(c.documents.items[0]->members[0].key, "b");
	assert_str(c.documents.items[0]->members[1].key, "a");
	assert_str(c.documents.items[0]->members[2].key, "c");
}

TEST(documents_without_content_are_left_out)
{
	assert_reads("", "");
	assert_reads("\n\n", "");
	assert_reads("# only a comment\n", "");
	assert_reads("---\n", "");
	assert_reads("---\n---\n# x\n---\na: 1\n---\n...\n---\n[]\n", "{\"a\":1}\n[]");
	assert_reads("--- null\n", "null");
}

TEST(earlier_documents_survive_a_syntax_error)
{
	READ(c, "a: 1\n---\nb: 2\n---\nc: [\n");

	assert_false(c.ok);
	assert_int_equal(c.documents.count, 2);
	assert_int_equal(c.diags.count, 1);
}

TEST(a_text_without_end_of_line_is_whole)
{
	assert_reads("a: b", "{\"a\":\"b\"}");
	assert_reads("a: |\n  x", "{\"a\":\"x\"}");
}

TEST(windows_line_ends_are_line_ends)
{
	assert_reads("a: 1\r\nb: |\r\n  x\r\n  z\r\n", "{\"a\":1,\"b\":\"x\\nz\\n\"}");
}

TEST(keys_keep_their_text_whatever_they_look_like)
{
	assert_reads("1: a\ntrue: b\n1.0: c\n0x1F: d\n'no': e\n\"null\": f\n", "{\"0x1F\":\"d\",\"1\":\"a\",\"1.0\":\"c\",\"no\":\"e\",\"null\":\"f\",\"true\":\"b\"}");
	assert_reads("? long\n: 1\n", "{\"long\":1}");
	assert_reads("'': 1\n", "{\"\":1}");
}

TEST(doubtful_keys_are_reported)
{
	assert_complains("on: 1\n", "1:1 E0105 key `on` means different things to different YAML readers");
	assert_complains("a: {n: 1}\n", "1:5 E0105 key `n` means different things to different YAML readers");
}

TEST(keys_that_are_no_strings_are_reported)
{
	assert_complains("~: 1\n", "1:1 E0107 null cannot be a key");
	assert_complains("null: 1\n", "1:1 E0107 null cannot be a key");
	assert_complains("? \n: 1\n", "1:2 E0107 null cannot be a key");
	assert_complains("? [a]\n: 1\n", "1:3 E0107 a list cannot be a key");
	assert_complains("{{x: 1}: 2}\n", "1:2 E0107 a map cannot be a key");
}

TEST(a_template_left_in_the_text_is_one_mistake_with_advice)
{
	READ(c, "a: {{ .x }}\n");

	assert_int_equal(c.diags.count, 1);
	assert_int_equal(c.diags.items[0].code, diag_E0107);
	assert_str(read_case_help(&c), "a value that begins with `{{` must be put in quotes");
	assert_complains("{{ .x }}: 1\n", "1:2 E0107 a map cannot be a key");
}

TEST(several_mistakes_are_all_reported)
{
	assert_complains("a: no\nb: 08\na: 1\nc: .inf\n", "1:4 E0105 value `no` means different things to different YAML readers\n"
							   "2:4 E0105 value `08` means different things to different YAML readers\n"
							   "3:1 E0106 duplicate key `a`\n"
							   "4:4 E0112 `.inf` is not a number that JSON, and so Kubernetes, can hold");
}
