/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes as a LIST: the same items however they are cut, and those that a reader of the whole text sees. */
#include <string.h>

#include "lib/kube/json.h"
#include "lib/kube/list_split.h"
#include "tests/fuzz/fuzz.h"

enum { item_max = 2000 };

struct items {
	struct arena *arena;
	struct str text;
	uint64_t count;
	struct list_page page;
	int result;
};

static int take(void *payload, struct str item)
{
	struct items *l = payload;

	l->text = arena_format(l->arena, "%.*s%.*s\n", STR_ARG(l->text), STR_ARG(item));
	l->count++;
	return 0;
}

static struct items split(struct arena *a, struct str input, size_t piece)
{
	struct items l = {.arena = a};
	struct list_split s;

	list_split_init(&s, item_max);
	for (size_t i = 0; i < input.length && l.result == 0; i += piece)
		l.result = list_split_add(&s, str_slice(input, i, i + piece), take, &l, NULL);
	if (l.result == 0)
		l.result = list_split_end(&s, &l.page, NULL);
	list_split_release(&s);
	return l;
}

static unsigned count_keys(struct str object, const char *wanted)
{
	struct str key, value;
	unsigned count = 0;

	while (json_next_member(&object, &key, &value))
		count += json_is(key, wanted);
	return count;
}

/* A list that is JSON as a whole has the items that json_next_item walks. */
static void check_whole(struct arena *a, struct str input, const struct items *l)
{
	struct str rest = json_get(str_trim(input), "items"), item;
	struct items walked = {.arena = a};

	if (!json_check(input) || l->result < 0 || count_keys(str_trim(input), "items") > 1)
		return;
	while (json_next_item(&rest, &item))
		take(&walked, item);
	FUZZ_CHECK(walked.count == l->count && str_equal(walked.text, l->text), "%.*s", STR_ARG(input));
}

void fuzz_input(struct arena *a, struct str input)
{
	static const size_t pieces[] = {1, 3, 50};
	struct items whole;

	if (input.length == 0 || input.length > 8192)
		return;
	whole = split(a, input, input.length);
	for (size_t i = 0; i < 3; i++) {
		struct items other = split(a, input, pieces[i]);

		FUZZ_CHECK(other.result == whole.result && str_equal(other.text, whole.text), "cut every %zu bytes", pieces[i]);
		FUZZ_CHECK(strcmp(other.page.resource_version, whole.page.resource_version) == 0, "cut every %zu bytes", pieces[i]);
	}
	check_whole(a, input, &whole);
}
