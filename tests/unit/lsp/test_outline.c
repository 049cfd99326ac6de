/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "compiler/lsp/outline.h"
#include "tests/support/test.h"

/* "PATH key WORD" or "PATH value WORD" at the mark. */
static struct str seen(struct arena *a, const char *marked)
{
	const char *mark = strchr(marked, '|');
	struct str before = {marked, (size_t)(mark - marked)};
	struct outline o = outline_at(arena_join(a, before, str_from(mark + 1)), before.length, a);

	assert_true(o.word_start + o.word.length == before.length || o.word.length == 0);
	return arena_format(a, "%.*s %s %.*s", STR_ARG(o.path), o.in_key ? "key" : "value", STR_ARG(o.word));
}

TEST(indentation_says_where_a_key_belongs)
{
	TEST_ARENA(a);

	assert_str(seen(&a, "|"), " key ");
	assert_str(seen(&a, "kind: MPIJob\nwor|kers: 2\n"), " key wor");
	assert_str(seen(&a, "launcher:\n  |"), "launcher key ");
	assert_str(seen(&a, "launcher:\n  ranks: true\n\n  # why\n  re|"), "launcher key re");
	assert_str(seen(&a, "launcher:\n  ranks: true\n|"), " key ");
	assert_str(seen(&a, "a:\n  b:\n    c:\n  d|"), "a key d");
}

TEST(a_value_belongs_to_its_key)
{
	TEST_ARENA(a);

	assert_str(seen(&a, "target: |"), "target value ");
	assert_str(seen(&a, "launcher:\n  ranks: tr|ue"), "launcher.ranks value tr");
	assert_str(seen(&a, "image: a:b|"), "image value a:b");
	assert_str(seen(&a, "\"image\": 'a|"), "image value 'a");
	assert_str(seen(&a, "x: 'it''s: a' # b: c\ny: |"), "y value ");
}

TEST(items_of_lists_belong_to_the_list)
{
	TEST_ARENA(a);

	assert_str(seen(&a, "mounts:\n- volume: x\n  path: |"), "mounts.path value ");
	assert_str(seen(&a, "mounts:\n  - volume: x\n  - |"), "mounts key ");
	assert_str(seen(&a, "hooks:\n- a.lua\nclean: |"), "clean value ");
	assert_str(seen(&a, "hooks: [a.lua, b|"), "hooks value b");
}

TEST(brackets_go_over_lines)
{
	TEST_ARENA(a);

	assert_str(seen(&a, "metadata: {name: pi, na|"), "metadata key na");
	assert_str(seen(&a, "metadata: {name: pi, labels: {a: b|"), "metadata.labels.a value b");
	assert_str(seen(&a, "metadata: {labels: {a: b}, |"), "metadata key ");
	assert_str(seen(&a, "launcher: {\n  ranks: true,\n  |"), "launcher key ");
	assert_str(seen(&a, "launcher: {ranks: true}\nkeys: |"), "keys value ");
	assert_str(seen(&a, "}]: |"), "}] value ");
}

TEST(each_document_begins_anew)
{
	TEST_ARENA(a);

	assert_str(seen(&a, "launcher:\n  ranks: true\n---\n  |"), " key ");
	assert_str(seen(&a, "---\nkind: |"), "kind value ");
}

TEST(hundreds_of_levels_do_no_harm)
{
	TEST_ARENA(a);
	char text[2000];

	memset(text, '{', sizeof(text));
	assert_true(outline_at((struct str){text, sizeof(text)}, sizeof(text), &a).flow);
	memset(text, '}', sizeof(text));
	assert_false(outline_at((struct str){text, sizeof(text)}, sizeof(text), &a).flow);
}
