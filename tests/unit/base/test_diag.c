/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/diag.h"

#include <string.h>

#include "tests/support/test.h"

TEST(diag_codes_are_found_by_name)
{
	enum diag_code code;

	assert_true(diag_code_find(STR("E0106"), &code));
	assert_int_equal(code, diag_E0106);
	assert_string_equal(diag_code_info(code)->name, "E0106");
	assert_int_equal(diag_code_info(code)->severity, diag_error);
	assert_false(diag_code_find(STR("E9999"), &code));
	assert_false(diag_code_find(STR("e0106"), &code));
	assert_false(diag_code_find(STR(""), &code));
}

TEST(diag_sort_goes_by_source_place_and_order_of_report)
{
	TEST_ARENA(a);
	struct source *one = source_new(&a, source_file, STR("a"), STR("0123456789"));
	struct source *two = source_new(&a, source_file, STR("b"), STR("0123456789"));
	struct diag_list list;

	diag_list_init(&list, &a);
	diag_report(&list, diag_E0101, (struct place){two, 0, 1}, "fourth");
	diag_report(&list, diag_E0101, (struct place){one, 5, 1}, "second");
	diag_report(&list, diag_E0102, (struct place){one, 5, 1}, "third");
	diag_report(&list, diag_E0103, (struct place){one, 0, 1}, "first");
	diag_report(&list, diag_E0101, PLACE_NONE, "nowhere");
	diag_sort(&list);
	assert_int_equal(list.count, 5);
	assert_int_equal(list.errors, 5);
	assert_str(list.items[0].message, "nowhere");
	assert_str(list.items[1].message, "first");
	assert_str(list.items[2].message, "second");
	assert_str(list.items[3].message, "third");
	assert_str(list.items[4].message, "fourth");
}

TEST(diag_sort_drops_what_is_repeated)
{
	TEST_ARENA(a);
	struct source *s = source_new(&a, source_file, STR("a"), STR("0123"));
	struct diag_list list;

	diag_list_init(&list, &a);
	diag_sort(&list);
	diag_report(&list, diag_E0101, (struct place){s, 1, 1}, "same");
	diag_report(&list, diag_E0101, (struct place){s, 1, 2}, "same");
	diag_report(&list, diag_E0101, (struct place){s, 1, 1}, "other");
	diag_report(&list, diag_E0102, (struct place){s, 1, 1}, "other");
	diag_sort(&list);
	assert_int_equal(list.count, 3);
	assert_int_equal(list.errors, 3);
}

static struct str suggestion(struct arena *a, const char *word, const char *const *names, size_t count)
{
	struct str *candidates = arena_array(a, struct str, count);
	struct diag_list list;
	struct diag *d;

	for (size_t i = 0; i < count; i++)
		candidates[i] = str_from(names[i]);
	diag_list_init(&list, a);
	d = diag_report(&list, diag_E0101, PLACE_NONE, "x");
	diag_suggest(&list, d, str_from(word), candidates, count);
	return d->help;
}

TEST(diag_suggests_the_nearest_word)
{
	TEST_ARENA(a);
	static const char *const names[] = {"worker", "workers", "launcher"};

	assert_str(suggestion(&a, "wokers", names, 3), "did you mean `workers`?");
	assert_str(suggestion(&a, "Launcher", names, 3), "did you mean `launcher`?");
}

TEST(diag_lists_few_candidates_when_none_is_near)
{
	TEST_ARENA(a);
	static const char *const names[] = {"Running", "All", "None", "a", "b", "c", "d", "e", "f"};

	assert_str(suggestion(&a, "whatever", names, 3), "one of `Running`, `All`, `None`");
	assert_str(suggestion(&a, "whatever", names, 9), "");
	assert_str(suggestion(&a, "whatever", names, 0), "");
	assert_str(suggestion(&a, "x", names, 1), "one of `Running`");
}

TEST(diag_keeps_three_labels)
{
	TEST_ARENA(a);
	struct diag_list list;
	struct diag *d;

	diag_list_init(&list, &a);
	d = diag_report(&list, diag_E0101, PLACE_NONE, "x");
	for (int i = 0; i < 5; i++)
		diag_label(&list, d, PLACE_NONE, "label %d", i);
	assert_int_equal(d->label_count, 3);
	assert_str(d->labels[2].text, "label 2");
}

TEST(diag_fixes_are_for_files_of_the_users)
{
	TEST_ARENA(a);
	struct source *own = source_new(&a, source_file, STR("a"), STR("a: b\n"));
	struct source *built_in = source_new(&a, source_default, STR("<default>"), STR("b"));
	struct diag d = {0};

	diag_fix(&d, PLACE_NONE, STR("c"));
	diag_fix(&d, (struct place){built_in, 0, 1}, STR("c"));
	assert_null(d.fix_at.source);
	diag_fix(&d, (struct place){own, 3, 1}, STR("c"));
	assert_ptr_equal(d.fix_at.source, own);
	assert_str(d.fix_text, "c");
}

/* Where the fix begins and how long it is, for the member `b: 1` in a text. */
static struct place removed(struct arena *a, const char *text, uint32_t key, uint32_t value)
{
	struct source *s = source_new(a, source_file, STR("a"), str_from(text));
	struct diag d = {0};

	diag_fix_remove(&d, (struct place){s, key, 1}, (struct place){s, value, 1});
	return d.fix_at;
}

TEST(diag_removes_a_line_that_holds_nothing_else)
{
	TEST_ARENA(a);

	assert_int_equal(removed(&a, "a: 0\n  b: 1\nc: 2\n", 7, 10).offset, 5);
	assert_int_equal(removed(&a, "a: 0\n  b: 1\nc: 2\n", 7, 10).length, 7);
	assert_int_equal(removed(&a, "a: 0\n  b: 1\r\nc: 2\n", 7, 10).length, 8);
	assert_int_equal(removed(&a, "a: 0\nb: 1", 5, 8).length, 4);
}

TEST(diag_removes_no_line_that_holds_more)
{
	TEST_ARENA(a);

	assert_null(removed(&a, "{a: 0, b: 1}\n", 7, 10).source);
	assert_null(removed(&a, "b: 1 # why\n", 0, 3).source);
	assert_null(removed(&a, "- b: 1\n", 2, 5).source);
}

TEST(messages_do_not_repeat_megabytes)
{
	TEST_ARENA(a);
	struct diag_list list;
	char *word = arena_alloc(&a, 100001);
	struct diag *d;

	for (size_t i = 0; i < 100000; i += 2)
		memcpy(word + i, "\xC3\xBC", 2);
	diag_list_init(&list, &a);
	d = diag_report(&list, diag_E0101, PLACE_NONE, "x`%s`", word);
	diag_help(&list, d, "%s", word);
	diag_label(&list, d, PLACE_NONE, "%s", word);
	assert_int_equal(d->message.length, diag_text_max + 3);
	assert_true(str_ends(d->message, "\xC3\xBC…"));
	assert_int_equal(d->help.length, diag_text_max + 3);
	assert_int_equal(d->labels[0].text.length, diag_text_max + 3);
}

TEST(lines_with_private_keys_are_not_shown)
{
	TEST_ARENA(a);
	struct source *s = source_new(&a, source_file, STR("a"), STR("age: AGE-SECRET-KEY-1XYZ\nb: 1\n"));
	struct diag_list list;
	struct buf out;

	buf_init(&out, 1 << 16);
	diag_list_init(&list, &a);
	diag_report(&list, diag_E0101, (struct place){s, 5, 3}, "no");
	diag_report(&list, diag_E0101, (struct place){s, 25, 1}, "no");
	diag_print(&out, &list, diag_plain);
	assert_null(memmem(out.data, out.length, "SECRET", 6));
	assert_non_null(memmem(out.data, out.length, "1 | (not shown", 14));
	assert_non_null(memmem(out.data, out.length, "2 | b: 1", 8));
	buf_release(&out);
}

TEST(one_file_read_twice_is_one_file_to_repetitions)
{
	TEST_ARENA(a);
	struct source *one = source_new(&a, source_hook, STR("h.lua"), STR("x")), *again = source_new(&a, source_hook, STR("h.lua"), STR("x"));
	struct diag_list list;

	diag_list_init(&list, &a);
	diag_report(&list, diag_E0101, (struct place){one, 0, 1}, "same");
	diag_report(&list, diag_E0101, (struct place){again, 0, 1}, "same");
	diag_sort(&list);
	assert_int_equal(list.count, 1);
}
