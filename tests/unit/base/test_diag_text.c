/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/diag.h"
#include "tests/support/test.h"

/* One list, and where it is printed to. */
struct page {
	struct arena arena;
	struct diag_list list;
	struct buf out;
};

static void page_init(struct page *p)
{
	p->arena = test_arena();
	diag_list_init(&p->list, &p->arena);
	buf_init(&p->out, 1 << 20);
}

static void page_release(struct page *p)
{
	buf_release(&p->out);
	arena_release(&p->arena);
}

#define PAGE(p)                                             \
	__attribute__((cleanup(page_release))) struct page p; \
	page_init(&p)

static struct source *text_in(struct page *p, const char *name, const char *text)
{
	return source_new(&p->arena, source_file, str_from(name), str_from(text));
}

static struct str printed(struct page *p)
{
	diag_print(&p->out, &p->list, diag_plain);
	return buf_str(&p->out);
}

TEST(diag_text_shows_line_caret_label_and_help)
{
	PAGE(p);
	struct source *s = text_in(&p, "job.yaml", "a: 1\nb: 2\na: 3\n");
	struct diag *d = diag_report(&p.list, diag_E0106, (struct place){s, 10, 1}, "duplicate key `a`");

	diag_label(&p.list, d, (struct place){s, 0, 1}, "first written here");
	diag_help(&p.list, d, "keep one");
	assert_str(printed(&p), "error[E0106]: duplicate key `a`\n"
				" --> job.yaml:3:1\n"
				"3 | a: 3\n"
				"  | ^\n"
				"1 | a: 1\n"
				"  | - first written here\n"
				"  = help: keep one\n"
				"\n"
				"1 error\n");
}

TEST(diag_text_names_the_other_file_of_a_label)
{
	PAGE(p);
	struct source *s = text_in(&p, "job.yaml", "mpi: foo");
	struct source *other = text_in(&p, "mpicc.yaml", "\n\n\n\n\n\n\n\n\n  mpi: bar");
	struct diag *d = diag_report(&p.list, diag_E0101, (struct place){s, 5, 3}, "no");

	diag_label(&p.list, d, (struct place){other, 16, 3}, "default");
	assert_str(printed(&p), "error[E0101]: no\n"
				"  --> job.yaml:1:6\n"
				" 1 | mpi: foo\n"
				"   |      ^^^\n"
				"  ::: mpicc.yaml:10:8\n"
				"10 |   mpi: bar\n"
				"   |        --- default\n"
				"\n"
				"1 error\n");
}

TEST(diag_text_carets_stand_under_wide_characters)
{
	PAGE(p);
	struct source *s = text_in(&p, "a", "日本: é 😀x");

	diag_report(&p.list, diag_E0101, (struct place){s, 0, 6}, "kanji");
	diag_report(&p.list, diag_E0101, (struct place){s, 8, 2}, "e");
	diag_report(&p.list, diag_E0101, (struct place){s, 15, 1}, "x");
	assert_str(printed(&p), "error[E0101]: kanji\n"
				" --> a:1:1\n"
				"1 | 日本: é 😀x\n"
				"  | ^^^^\n\n"
				"error[E0101]: e\n"
				" --> a:1:5\n"
				"1 | 日本: é 😀x\n"
				"  |       ^\n\n"
				"error[E0101]: x\n"
				" --> a:1:8\n"
				"1 | 日本: é 😀x\n"
				"  |           ^\n\n"
				"3 errors\n");
}

TEST(diag_text_keeps_bad_bytes_off_the_terminal)
{
	PAGE(p);
	struct source *s = text_in(&p, "a", "\xEF\xBB\xBF\tx\x1B[31m \xFF \xC2\x9B y");

	diag_report(&p.list, diag_E0102, (struct place){s, 11, 1}, "bad");
	assert_str(printed(&p), "error[E0102]: bad\n"
				" --> a:1:9\n"
				"1 | \xEF\xBB\xBF x?[31m ? ? y\n"
				"  |         ^\n\n"
				"1 error\n");
}

TEST(diag_text_an_empty_place_has_one_caret)
{
	PAGE(p);
	struct source *s = text_in(&p, "a", "key:");

	diag_report(&p.list, diag_E0101, (struct place){s, 4, 0}, "end");
	assert_str(printed(&p), "error[E0101]: end\n --> a:1:5\n1 | key:\n  |     ^\n\n1 error\n");
}

TEST(diag_text_a_span_over_lines_is_marked_on_the_first)
{
	PAGE(p);
	struct source *s = text_in(&p, "a", "ab\ncd\n");

	diag_report(&p.list, diag_E0101, (struct place){s, 1, 4}, "span");
	assert_str(printed(&p), "error[E0101]: span\n --> a:1:2\n1 | ab\n  |  ^\n\n1 error\n");
}

TEST(diag_text_needs_no_place)
{
	PAGE(p);
	struct diag *d = diag_report(&p.list, diag_E0101, PLACE_NONE, "nowhere");

	diag_label(&p.list, d, PLACE_NONE, "not shown");
	assert_str(printed(&p), "error[E0101]: nowhere\n\n1 error\n");
}

TEST(diag_text_nothing_is_printed_for_an_empty_list)
{
	PAGE(p);

	assert_str(printed(&p), "");
}

TEST(diag_text_long_lines_are_cut_at_a_character)
{
	PAGE(p);
	char text[400];
	struct source *s;
	struct str shown;

	text[0] = 'x';
	for (size_t i = 1; i + 1 < sizeof(text); i += 2) {
		text[i] = (char)0xC3;
		text[i + 1] = (char)0xA9;
	}
	s = source_new(&p.arena, source_file, STR("a"), (struct str){text, 399});
	diag_report(&p.list, diag_E0101, (struct place){s, 0, 399}, "long");
	diag_report(&p.list, diag_E0101, (struct place){s, 301, 2}, "beyond");
	shown = printed(&p);
	assert_int_equal(shown.length, str_find_last(shown, 's') + 2);
	assert_true(shown.length < 1000);
	for (size_t i = 1; i < shown.length; i++)
		assert_false(shown.data[i - 1] == (char)0xC3 && shown.data[i] != (char)0xA9);
}

TEST(diag_text_shows_fifty_and_counts_the_rest)
{
	PAGE(p);

	for (unsigned i = 0; i < diag_shown_max + 3; i++)
		diag_report(&p.list, diag_E0101, PLACE_NONE, "number %u", i);
	assert_true(str_ends(printed(&p), "error[E0101]: number 49\n\n… and 3 more\n53 errors\n"));
}

TEST(diag_text_short_form_has_one_line_each)
{
	PAGE(p);
	struct source *s = text_in(&p, "a.yaml", "one\ntwo\nthré x\n"), *other = text_in(&p, "b.yaml", "y\nz");

	diag_report(&p.list, diag_E0101, (struct place){s, 1, 1}, "first");
	diag_report(&p.list, diag_E0101, (struct place){s, 1, 1}, "same place");
	diag_report(&p.list, diag_E0101, (struct place){s, 14, 1}, "last");
	diag_report(&p.list, diag_E0101, (struct place){other, 2, 1}, "other");
	diag_report(&p.list, diag_E0101, (struct place){s, 4, 1}, "unsorted");
	diag_report(&p.list, diag_E0101, PLACE_NONE, "nowhere");
	diag_print_short(&p.out, &p.list);
	assert_str(buf_str(&p.out), "a.yaml:1:2: error[E0101]: first\n"
				    "a.yaml:1:2: error[E0101]: same place\n"
				    "a.yaml:3:6: error[E0101]: last\n"
				    "b.yaml:2:1: error[E0101]: other\n"
				    "a.yaml:2:1: error[E0101]: unsorted\n"
				    "error[E0101]: nowhere\n");
}

TEST(diag_text_colours_are_switched_off_again)
{
	PAGE(p);
	struct source *s = text_in(&p, "a", "x");

	diag_report(&p.list, diag_E0101, (struct place){s, 0, 1}, "no");
	diag_print(&p.out, &p.list, diag_coloured);
	assert_str(buf_str(&p.out), "\033[1;31merror[E0101]\033[0m: \033[1mno\033[0m\n"
				    " \033[1;34m-->\033[0m a:1:1\n"
				    "\033[1;34m1 |\033[0m x\n"
				    "  \033[1;34m|\033[0m \033[1;31m^\033[0m\n\n"
				    "1 error\n");
}
