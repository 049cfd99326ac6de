/* SPDX-License-Identifier: Apache-2.0 */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "lib/kube/json.h"
#include "lib/kube/list_split.h"
#include "tests/unit/kube/recorded.h"

/* All of `text`, cut at `cut`; -1 and why when it is refused. */
static int split_cut(struct str text, size_t cut, struct gathered *g, struct list_page *page, struct error *err)
{
	struct list_split s;
	int result;

	list_split_init(&s, 1 << 20);
	result = list_split_add(&s, str_slice(text, 0, cut), gather, g, err);
	if (result == 0)
		result = list_split_add(&s, str_slice(text, cut, text.length), gather, g, err);
	if (result == 0)
		result = list_split_end(&s, page, err);
	list_split_release(&s);
	return result;
}

static int split(const char *text, struct gathered *g, struct list_page *page, struct error *err)
{
	return split_cut(str_from(text), 0, g, page, err);
}

TEST(list_split_gives_items_and_what_the_list_says_wherever_it_stands)
{
	struct list_page page;
	TEST_ARENA(a);
	struct gathered g = {.arena = &a};

	assert_int_equal(split("{\"items\" : [ {\"items\":[1,{}]} ,\"],\\\"\", null,[2] ] ,\"metadata\":{\"continue\":\"c\",\"resourceVersion\":\"7\"}}\n",
			       &g, &page, NULL), 0);
	assert_str(g.text, "{\"items\":[1,{}]}\n\"],\\\"\"\nnull\n[2]\n");
	assert_string_equal(page.resource_version, "7");
	assert_string_equal(page.continue_token, "c");
}

TEST(list_split_takes_empty_lists)
{
	static const char *const empty[] = {
		"{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[]}",
		"{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[ \n ]}",
		"{\"metadata\":{\"resourceVersion\":\"1\",\"continue\":\"\"},\"items\":null}",
		"{\"metadata\":{\"resourceVersion\":\"1\",\"x\":{\"items\":[1]}},\"other\":[\"items\",[2]],\"s\":\"items\"}",
	};

	for (size_t i = 0; i < sizeof(empty) / sizeof(*empty); i++) {
		struct list_page page;
		TEST_ARENA(a);
		struct gathered g = {.arena = &a};

		assert_int_equal(split(empty[i], &g, &page, NULL), 0);
		assert_int_equal(g.count, 0);
		assert_string_equal(page.continue_token, "");
	}
}

TEST(list_split_refuses_what_is_no_list)
{
	static const char *const refused[] = {
		"",
		"<html>{</html>",
		"[]",
		"{}",
		"{}{}",
		"}",
		"{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[}",
		"{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[1,]}",
		"{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[,1]}",
		"{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[1,,2]}",
		"{\"metadata\":{\"resourceVersion\":\"\"},\"items\":[]}",
		"{\"metadata\":{\"resourceVersion\":7},\"items\":[]}",
		"{\"metadata\":{\"resourceVersion\":\"1\",\"continue\":5},\"items\":[]}",
		"{\"metadata\":null,\"items\":[]}",
		"{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[]}x",
		"{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[]",
		"{\"metadata\":{\"resourceVersion\":\"1234567890123456789012345678901234567890123456789012345678901234\"},\"items\":[]}",
	};

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		struct list_page page;
		struct error err = {0};
		TEST_ARENA(a);
		struct gathered g = {.arena = &a};

		if (split(refused[i], &g, &page, &err) == 0)
			fail_msg("accepted: %s", refused[i]);
		assert_int_equal(err.code, error_remote);
	}
}

/* The items as another reader sees them, and as we do. */
static void assert_same_items(struct str text, const struct gathered *g, const struct list_page *page)
{
	cJSON *list = cJSON_ParseWithLength(text.data, text.length), *item;
	struct str rest = g->text, line;

	assert_non_null(list);
	cJSON_ArrayForEach(item, cJSON_GetObjectItem(list, "items"))
	{
		char *printed = cJSON_PrintUnformatted(item), *ours;
		cJSON *again;

		assert_true(str_cut(&rest, '\x1F', &line));
		again = cJSON_ParseWithLength(line.data, line.length);
		ours = cJSON_PrintUnformatted(again);
		assert_string_equal(printed, ours);
		cJSON_free(printed);
		cJSON_free(ours);
		cJSON_Delete(again);
	}
	assert_string_equal(page->resource_version,
			    cJSON_GetObjectItem(cJSON_GetObjectItem(list, "metadata"), "resourceVersion")->valuestring);
	cJSON_Delete(list);
}

static int gather_items(void *payload, struct str text)
{
	struct gathered *g = payload;

	g->text = arena_format(g->arena, "%.*s%.*s\x1F", STR_ARG(g->text), STR_ARG(text));
	return 0;
}

TEST(list_split_agrees_with_another_reader_on_recorded_lists)
{
	static const char *const names[] = {"list_jobs_page_1.json", "list_jobs_page_2.json", "list_jobs_pretty.json"};

	for (size_t i = 0; i < 3; i++) {
		TEST_ARENA(a);
		struct str text = recorded(&a, names[i]);
		struct gathered g = {.arena = &a};
		struct list_page page;
		struct list_split s;

		list_split_init(&s, 1 << 20);
		assert_int_equal(list_split_add(&s, text, gather_items, &g, NULL), 0);
		assert_int_equal(list_split_end(&s, &page, NULL), 0);
		assert_int_equal(s.count, i == 1 ? 1 : 2);
		assert_int_equal(page.continue_token[0] != '\0', i != 1);
		assert_same_items(text, &g, &page);
		list_split_release(&s);
	}
}

TEST(list_split_does_not_care_where_a_list_is_cut)
{
	TEST_ARENA(a);
	struct str text = recorded(&a, "list_jobs_page_1.json");
	struct gathered whole = {.arena = &a};
	struct list_page page, other;

	assert_int_equal(split_cut(text, 0, &whole, &page, NULL), 0);
	for (size_t cut = 1; cut <= text.length; cut++) {
		TEST_ARENA(inner);
		struct gathered g = {.arena = &inner};

		assert_int_equal(split_cut(text, cut, &g, &other, NULL), 0);
		assert_true(str_equal(g.text, whole.text));
		assert_string_equal(other.continue_token, page.continue_token);
	}
}

TEST(list_split_knows_every_list_that_ends_too_early)
{
	TEST_ARENA(a);
	struct str text = str_trim(recorded(&a, "list_jobs_page_2.json"));

	for (size_t length = 0; length < text.length; length++) {
		TEST_ARENA(inner);
		struct gathered g = {.arena = &inner};
		struct list_page page;

		assert_int_equal(split_cut(str_slice(text, 0, length), length, &g, &page, NULL), -1);
	}
}

TEST(list_split_takes_bytes_one_by_one_and_pages_one_after_another)
{
	TEST_ARENA(a);
	struct gathered g = {.arena = &a};
	struct list_split s;
	struct list_page page;

	list_split_init(&s, 1 << 20);
	for (int i = 1; i <= 2; i++) {
		struct str text = recorded(&a, i == 1 ? "list_jobs_page_1.json" : "list_jobs_page_2.json");

		list_split_clear(&s);
		for (size_t k = 0; k < text.length; k++)
			assert_int_equal(list_split_add(&s, str_slice(text, k, k + 1), gather, &g, NULL), 0);
		assert_int_equal(list_split_end(&s, &page, NULL), 0);
	}
	assert_int_equal(g.count, 3);
	assert_string_equal(page.continue_token, "");
	list_split_release(&s);
}

TEST(list_split_limits_items_and_head)
{
	struct error err = {0};
	TEST_ARENA(a);
	struct gathered g = {.arena = &a};
	struct list_split s;

	list_split_init(&s, 8);
	assert_int_equal(list_split_add(&s, STR("{\"items\":[\"123456\",\"1234567\"]"), gather, &g, &err), -1);
	assert_string_equal(err.message, "an item of more than 8 bytes");
	assert_str(g.text, "\"123456\"\n");
	list_split_clear(&s);
	assert_int_equal(list_split_add(&s, STR("{\"x\":\""), gather, &g, &err), 0);
	for (size_t i = 0; i < list_split_shell_max / 1024; i++) {
		char filler[1024];

		memset(filler, 'x', sizeof(filler));
		if (list_split_add(&s, (struct str){filler, sizeof(filler)}, gather, &g, &err) < 0)
			break;
	}
	assert_string_equal(err.message, "a list's head of more than 1048576 bytes");
	list_split_release(&s);
}
