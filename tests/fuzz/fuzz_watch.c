/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes as a watch: the same lines however they are cut, and events within them. */
#include <string.h>

#include "lib/kube/json.h"
#include "lib/kube/line_split.h"
#include "lib/kube/watch_event.h"
#include "tests/fuzz/fuzz.h"

enum { line_max = 1000 };

struct lines {
	struct arena *arena;
	struct str text;
};

static void check_event(struct str line)
{
	struct watch_event e;

	if (watch_event_read(line, &e, NULL) < 0)
		return;
	FUZZ_CHECK(e.object.data >= line.data && e.object.data + e.object.length <= line.data + line.length, "%.*s", STR_ARG(line));
	FUZZ_CHECK(json_check(line) && json_check(e.object), "%.*s", STR_ARG(line));
	FUZZ_CHECK(!e.initial_events_end || e.type == watch_bookmark, "%.*s", STR_ARG(line));
	FUZZ_CHECK(e.type != watch_error || e.status.code != kube_code_ok, "%.*s", STR_ARG(line));
	FUZZ_CHECK(strlen(e.resource_version) < sizeof(e.resource_version), "%.*s", STR_ARG(line));
}

static int take(void *payload, struct str line)
{
	struct lines *l = payload;

	check_event(line);
	l->text = arena_format(l->arena, "%.*s%.*s\n", STR_ARG(l->text), STR_ARG(line));
	return 0;
}

/* In pieces of `piece` bytes. */
static struct str split(struct arena *a, struct str input, size_t piece, int *result)
{
	struct lines l = {.arena = a};
	struct line_split s;

	line_split_init(&s, line_max);
	*result = 0;
	for (size_t i = 0; i < input.length && *result == 0; i += piece)
		*result = line_split_add(&s, str_slice(input, i, i + piece), take, &l, NULL);
	line_split_release(&s);
	return l.text;
}

void fuzz_input(struct arena *a, struct str input)
{
	static const size_t pieces[] = {1, 2, 7, 64};
	int result, other;
	struct str whole;

	if (input.length == 0 || input.length > 8192)
		return;
	whole = split(a, input, input.length, &result);
	for (size_t i = 0; i < 4; i++) {
		FUZZ_CHECK(str_equal(split(a, input, pieces[i], &other), whole), "cut every %zu bytes", pieces[i]);
		FUZZ_CHECK(other == result, "cut every %zu bytes", pieces[i]);
	}
}
