/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/read/read_case.h"

/* What the place covers in the text. */
static struct str covered(struct place at)
{
	return str_slice(at.source->text, at.offset, at.offset + at.length);
}

static struct str value(const struct read_case *c, const char *path)
{
	return covered(node_path(c->documents.items[0], path)->at);
}

TEST(places_cover_scalars_with_their_quotes)
{
	READ(c, "a:   plain text  # comment\nb: 'x'\nc: \"é\\n\"\nd: 12\ne: !!str z\nf:\ng: two\n  lines\n");

	assert_str(value(&c, "a"), "plain text");
	assert_str(value(&c, "b"), "'x'");
	assert_str(value(&c, "c"), "\"é\\n\"");
	assert_str(value(&c, "d"), "12");
	assert_str(value(&c, "e"), "!!str z");
	assert_str(value(&c, "f"), "");
	assert_str(value(&c, "g"), "two\n  lines");
}

TEST(places_of_block_scalars_end_with_their_text)
{
	READ(c, "a: |\n  x\n  z\n\n# comment\nb: >-\n  w\n\n\nc: 1\n");

	assert_str(value(&c, "a"), "|\n  x\n  z");
	assert_str(value(&c, "b"), ">-\n  w");
}

TEST(places_cover_keys)
{
	READ(c, "'a b' : 1\né:\n  \"c\": 2\n? d\n: 3\n");
	struct node *root = c.documents.items[0];

	assert_str(covered(root->members[0].key_at), "'a b'");
	assert_str(covered(root->members[1].key_at), "é");
	assert_str(covered(root->members[1].value->members[0].key_at), "\"c\"");
	assert_str(covered(root->members[2].key_at), "d");
}

TEST(places_cover_collections_to_their_last_child)
{
	READ(c, "a:\n  b: 1\n  c:\n  - x\n  - z: 2 # comment\n\n# comment\nd: [1, {e: 2} ]  \nf: {}\ng:\n  h:\n\ni: 1\n");

	assert_str(value(&c, "a"), "b: 1\n  c:\n  - x\n  - z: 2");
	assert_str(value(&c, "a.c"), "- x\n  - z: 2");
	assert_str(value(&c, "d"), "[1, {e: 2} ]");
	assert_str(value(&c, "f"), "{}");
	assert_str(value(&c, "g"), "h:");
	assert_int_equal(c.documents.items[0]->at.offset, 0);
	assert_int_equal(c.documents.items[0]->at.length, c.source->text.length - 1);
}

TEST(places_end_with_an_alias_that_ends_a_collection)
{
	READ(c, "a: &x {long: value}\nb:\n- *x\nc: 1\n");

	assert_str(value(&c, "b"), "- *x");
}

TEST(places_are_bytes_after_wide_characters)
{
	READ(c, "# 日本 😀\né: 日本\n\"😀\": [ä, ö, {ü: ß}]\nlast: x\n");
	struct node *root = c.documents.items[0];

	assert_str(covered(root->members[0].key_at), "é");
	assert_str(covered(root->members[0].value->at), "日本");
	assert_str(covered(root->members[1].key_at), "\"😀\"");
	assert_str(covered(root->members[1].value->at), "[ä, ö, {ü: ß}]");
	assert_str(covered(root->members[1].value->items[2]->members[0].value->at), "ß");
	assert_str(covered(root->members[2].value->at), "x");
}

TEST(places_are_bytes_after_windows_line_ends_and_a_mark)
{
	READ(c, "\xEF\xBB\xBF" "a: é\r\nb:\r\n  - x\r\n  - ö\r\n");

	assert_str(value(&c, "a"), "é");
	assert_str(value(&c, "b"), "- x\r\n  - ö");
}

TEST(places_of_texts_that_stand_as_they_are_need_no_copy)
{
	READ(c, "[plain, 'quoted', 'it''s']");
	struct node *list = c.documents.items[0];

	assert_ptr_equal(list->items[0]->text.data, c.source->text.data + 1);
	assert_ptr_equal(list->items[1]->text.data, c.source->text.data + 9);
	assert_str(list->items[2]->text, "it's");
}

TEST(places_in_later_documents_count_from_the_text_s_start)
{
	READ(c, "a: é\n---\nb: x\n");

	assert_int_equal(c.documents.items[1]->members[0].value->at.offset, 13);
}
