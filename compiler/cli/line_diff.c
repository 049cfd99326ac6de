/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shortest edit script by E. Myers, "An O(ND) Difference Algorithm and Its
 * Variations" (1986), the greedy form: for each number of edits, how far each
 * diagonal (lines of `before` minus lines of `after`) gets.
 */
#include "compiler/cli/line_diff.h"

#include <string.h>

struct lines {
	struct str *items;
	int32_t count;
};

struct comparison {
	struct arena *arena;
	struct lines before, after; /* the middle, without what is common at both ends */
	struct line_diff *out;
};

static struct lines split(struct arena *a, struct str text)
{
	struct lines out = {0};
	size_t count = 0;

	for (size_t i = 0; i < text.length; i++)
		count += text.data[i] == '\n' || i + 1 == text.length;
	out.items = arena_array(a, struct str, count);
	while (text.length) {
		size_t end = str_find(text, '\n');

		end = end == SIZE_MAX ? text.length : end + 1;
		out.items[out.count++] = str_slice(text, 0, end);
		text = str_slice(text, end, text.length);
	}
	return out;
}

static void add(struct comparison *c, enum line_kind kind, struct str text)
{
	c->out->lines[c->out->count++] = (struct diff_line){kind, text};
	c->out->added += kind == line_added;
	c->out->removed += kind == line_removed;
}

static void add_all(struct comparison *c, enum line_kind kind, const struct str *items, int32_t count)
{
	for (int32_t i = 0; i < count; i++)
		add(c, kind, items[i]);
}

static int32_t follow(const struct comparison *c, int32_t x, int32_t y)
{
	while (x < c->before.count && y < c->after.count && str_equal(c->before.items[x], c->after.items[y]))
		x++, y++;
	return x;
}

/* Where diagonal k begins with one edit more: a line down from k+1, or one to the right from k-1. */
static int32_t step(const int32_t *v, int32_t k, int32_t edits)
{
	bool down = k == -edits || (k != edits && v[k - 1] < v[k + 1]);

	return down ? v[k + 1] : v[k - 1] + 1;
}

/*
 * trace[d] points at the middle of the furthest x of each diagonal after d - 1
 * edits. Returns the number of edits, or -1 when there are too many.
 */
static int32_t find_path(const struct comparison *c, const int32_t **trace)
{
	int32_t most = c->before.count + c->after.count;
	int32_t *v = arena_array(c->arena, int32_t, 2 * line_diff_max + 5);

	if (most > line_diff_max)
		most = line_diff_max;
	v += line_diff_max + 2;
	for (int32_t d = 0; d <= most; d++) {
		int32_t *copy = arena_array(c->arena, int32_t, 2 * (size_t)d + 3);

		memcpy(copy, v - d - 1, (2 * (size_t)d + 3) * sizeof(*copy));
		trace[d] = copy + d + 1;
		for (int32_t k = -d; k <= d; k += 2) {
			int32_t x = step(v, k, d);

			v[k] = x = follow(c, x, x - k);
			if (x >= c->before.count && x - k >= c->after.count)
				return d;
		}
	}
	return -1;
}

/* Walks back from the end, noting the edits, and then forward. */
static void add_path(struct comparison *c, const int32_t **trace, int32_t edits)
{
	enum line_kind *script = arena_array(c->arena, enum line_kind, (size_t)edits);
	int32_t *at = arena_array(c->arena, int32_t, (size_t)edits); /* x at which each edit begins */
	int32_t x = c->before.count, y = c->after.count;

	for (int32_t d = edits; d > 0; d--) {
		int32_t k = x - y;
		bool down = k == -d || (k != d && trace[d][k - 1] < trace[d][k + 1]);

		k += down ? 1 : -1;
		x = trace[d][k];
		y = x - k;
		script[d - 1] = down ? line_added : line_removed;
		at[d - 1] = x;
	}
	x = y = 0;
	for (int32_t d = 0; d < edits; d++) {
		for (; x < at[d]; x++, y++)
			add(c, line_same, c->before.items[x]);
		if (script[d] == line_added)
			add(c, line_added, c->after.items[y++]);
		else
			add(c, line_removed, c->before.items[x++]);
	}
	add_all(c, line_same, c->before.items + x, c->before.count - x);
}

static void compare_middle(struct comparison *c)
{
	bool both = c->before.count && c->after.count;
	const int32_t **trace = both ? arena_array(c->arena, const int32_t *, line_diff_max + 1) : NULL;
	int32_t edits = both ? find_path(c, trace) : -1;

	if (edits >= 0) {
		add_path(c, trace, edits);
		return;
	}
	add_all(c, line_removed, c->before.items, c->before.count);
	add_all(c, line_added, c->after.items, c->after.count);
}

void line_diff(struct arena *a, struct str before, struct str after, struct line_diff *out)
{
	struct comparison c = {.arena = a, .before = split(a, before), .after = split(a, after), .out = out};
	int32_t shorter = c.before.count < c.after.count ? c.before.count : c.after.count, head = 0, tail = 0;
	const struct str *tail_lines;

	*out = (struct line_diff){arena_array(a, struct diff_line, (size_t)c.before.count + (size_t)c.after.count), 0, 0, 0};
	while (head < shorter && str_equal(c.before.items[head], c.after.items[head]))
		add(&c, line_same, c.before.items[head++]);
	while (tail < shorter - head &&
	       str_equal(c.before.items[c.before.count - 1 - tail], c.after.items[c.after.count - 1 - tail]))
		tail++;
	tail_lines = c.before.items + c.before.count - tail;
	c.before = (struct lines){c.before.items + head, c.before.count - head - tail};
	c.after = (struct lines){c.after.items + head, c.after.count - head - tail};
	compare_middle(&c);
	add_all(&c, line_same, tail_lines, tail);
}
