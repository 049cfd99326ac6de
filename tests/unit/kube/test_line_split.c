/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/kube/line_split.h"
#include "tests/unit/kube/recorded.h"

static void split(struct line_split *s, struct gathered *g, struct str bytes)
{
	struct error err = {0};

	if (line_split_add(s, bytes, gather, g, &err) < 0)
		fail_msg("%s", err.message);
}

TEST(line_split_gives_lines_without_their_ends_and_no_empty_ones)
{
	struct line_split s;
	TEST_ARENA(a);
	struct gathered g = {.arena = &a};

	line_split_init(&s, LINE_SPLIT_MAX);
	split(&s, &g, STR("one\r\n\n\r\ntwo\nthree\rfour\nnot yet"));
	assert_str(g.text, "one\ntwo\nthree\rfour\n");
	split(&s, &g, STR("\r"));
	split(&s, &g, STR("\n"));
	assert_str(g.text, "one\ntwo\nthree\rfour\nnot yet\n");
	split(&s, &g, STR_NONE);
	line_split_release(&s);
}

TEST(line_split_does_not_care_where_a_watch_is_cut)
{
	TEST_ARENA(a);
	struct str text = recorded(&a, "watchlist_pods.jsonl");

	for (size_t cut = 0; cut <= text.length; cut++) {
		TEST_ARENA(inner);
		struct gathered g = {.arena = &inner};
		struct line_split s;

		line_split_init(&s, LINE_SPLIT_MAX);
		split(&s, &g, str_slice(text, 0, cut));
		split(&s, &g, str_slice(text, cut, text.length));
		assert_true(str_equal(g.text, text));
		line_split_release(&s);
	}
}

TEST(line_split_takes_a_watch_byte_by_byte)
{
	TEST_ARENA(a);
	struct str text = recorded(&a, "watchlist_pods.jsonl");
	struct gathered g = {.arena = &a};
	struct line_split s;

	line_split_init(&s, LINE_SPLIT_MAX);
	for (size_t i = 0; i < text.length; i++)
		split(&s, &g, str_slice(text, i, i + 1));
	assert_true(str_equal(g.text, text));
	line_split_release(&s);
}

TEST(line_split_refuses_a_line_over_its_maximum_in_one_piece_or_many)
{
	struct error err = {0};
	struct line_split s;
	TEST_ARENA(a);
	struct gathered g = {.arena = &a};

	line_split_init(&s, 4);
	split(&s, &g, STR("1234\n"));
	assert_int_equal(line_split_add(&s, STR("12345\n"), gather, &g, &err), -1);
	assert_string_equal(err.message, "a line of more than 4 bytes");
	line_split_release(&s);
	line_split_init(&s, 4);
	split(&s, &g, STR("123"));
	assert_int_equal(line_split_add(&s, STR("45"), gather, &g, &err), -1);
	assert_int_equal(err.code, error_remote);
	assert_str(g.text, "1234\n");
	line_split_release(&s);
}

TEST(line_split_ends_with_what_its_callback_returned)
{
	struct line_split s;
	TEST_ARENA(a);
	struct gathered g = {.arena = &a, .answer = -7};

	line_split_init(&s, 100);
	assert_int_equal(line_split_add(&s, STR("a\nb\n"), gather, &g, NULL), -7);
	assert_int_equal(g.count, 1);
	line_split_release(&s);
}
