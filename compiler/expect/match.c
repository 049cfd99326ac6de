/* SPDX-License-Identifier: Apache-2.0 */
/* Whether one tree is contained in another, and where it is not. */
#include "compiler/expect/expect.h"

struct comparison {
	struct str run;
	struct arena *arena;
	struct mismatch *first;
	uint32_t count;
};

static void miss(struct comparison *c, const struct node *expected, const struct node *actual, struct str path)
{
	if (c->count++ == 0)
		*c->first = (struct mismatch){expected, actual, path};
}

/* Whether the text is that, or is it but for "-RUN" somewhere within. */
static bool same_text(const struct comparison *c, struct str expected, struct str actual)
{
	struct str run = arena_format(c->arena, "-%.*s", STR_ARG(c->run));

	if (str_equal(expected, actual))
		return true;
	if (!c->run.length || expected.length + run.length != actual.length)
		return false;
	for (size_t i = 0; i <= expected.length; i++)
		if (str_equal(str_slice(actual, i, i + run.length), run))
			return str_equal(str_slice(actual, 0, i), str_slice(expected, 0, i)) &&
			       str_equal(str_slice(actual, i + run.length, actual.length), str_slice(expected, i, expected.length));
	return false;
}

static void compare(struct comparison *c, const struct node *expected, const struct node *actual, struct str path);

static void compare_maps(struct comparison *c, const struct node *expected, const struct node *actual, struct str path)
{
	for (uint32_t i = 0; i < expected->member_count; i++) {
		const struct member *m = &expected->members[i];

		compare(c, m->value, node_get_str(actual, m->key),
			arena_format(c->arena, "%.*s%s%.*s", STR_ARG(path), path.length ? "." : "", STR_ARG(m->key)));
	}
}

/* The item that has most of it tells best what is missing. */
static void compare_item(struct comparison *c, const struct node *expected, const struct node *list, struct str path)
{
	struct mismatch found, best = {expected, NULL, path};
	uint32_t least = UINT32_MAX;

	for (uint32_t i = 0; i < list->item_count && least; i++) {
		uint32_t count = expect_compare(expected, list->items[i], c->run, c->arena, &found);

		if (count >= least)
			continue;
		least = count;
		if (expected->kind == node_map && count)
			best = (struct mismatch){found.expected, found.actual,
						 arena_format(c->arena, "%.*s[%u]%s%.*s", STR_ARG(path), i, found.path.length ? "." : "",
							      STR_ARG(found.path))};
	}
	if (least)
		miss(c, best.expected, best.actual, best.path);
}

static void compare(struct comparison *c, const struct node *expected, const struct node *actual, struct str path)
{
	bool same;

	if (expected->kind == node_null && (!actual || actual->kind == node_null))
		return;
	if (!actual || expected->kind != actual->kind) {
		miss(c, expected, actual, path);
	} else if (expected->kind == node_map) {
		compare_maps(c, expected, actual, path);
	} else if (expected->kind == node_list) {
		for (uint32_t i = 0; i < expected->item_count; i++)
			compare_item(c, expected->items[i], actual, path);
	} else {
		same = expected->kind == node_string ? same_text(c, expected->text, actual->text) : node_equal(expected, actual);
		if (!same)
			miss(c, expected, actual, path);
	}
}

uint32_t expect_compare(const struct node *expected, const struct node *actual, struct str run, struct arena *a, struct mismatch *out)
{
	struct comparison c = {.run = run, .arena = a, .first = out};

	compare(&c, expected, actual, STR(""));
	return c.count;
}
