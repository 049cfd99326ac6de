/* SPDX-License-Identifier: Apache-2.0 */
/* Merged lines -> hunks with context. */
#include "compiler/cli/unified.h"

#include "compiler/cli/line_diff.h"
#include "compiler/cli/text.h"
#include "lib/base/scratch.h"

struct colours {
	const char *head, *hunk, *added, *removed, *reset;
};

static const struct colours palettes[] = {
	{"", "", "", "", ""},
	{"\033[1m", "\033[36m", "\033[32m", "\033[31m", "\033[0m"},
};

struct hunk {
	uint32_t from, to;                 /* in the merged lines */
	uint32_t old_line, new_line;       /* before it */
	uint32_t old_count, new_count;
};

static void add_head(struct buf *out, const struct change *change, const struct colours *c)
{
	bool added = change->kind == change_added, removed = change->kind == change_removed;
	struct str path = change->path;

	buf_printf(out, "%sdiff --git a/%.*s b/%.*s%s\n", c->head, STR_ARG(path), STR_ARG(path), c->reset);
	if (added)
		buf_printf(out, "%snew file mode 100644%s\n", c->head, c->reset);
	if (removed)
		buf_printf(out, "%sdeleted file mode 100644%s\n", c->head, c->reset);
	buf_printf(out, "%s--- %s%.*s%s\n", c->head, added ? "/dev/null" : "a/", STR_ARG(added ? STR_NONE : path), c->reset);
	buf_printf(out, "%s+++ %s%.*s%s\n", c->head, removed ? "/dev/null" : "b/", STR_ARG(removed ? STR_NONE : path), c->reset);
}

/* The next lines that differ, with context; two groups whose contexts touch are one. False: there are none. */
static bool next_hunk(const struct line_diff *d, struct hunk *h)
{
	uint32_t same = 0, at = h->to;

	while (at < d->count && d->lines[at].kind == line_same)
		at++;
	if (at == d->count)
		return false;
	h->from = at - h->to > unified_context ? at - unified_context : h->to;
	for (h->to = at; at < d->count && same <= 2 * unified_context; at++) {
		same = d->lines[at].kind == line_same ? same + 1 : 0;
		if (!same)
			h->to = at + 1;
	}
	h->to = d->count - h->to > unified_context ? h->to + unified_context : d->count;
	return true;
}

static void count_lines(const struct line_diff *d, uint32_t from, uint32_t to, uint32_t *out_old, uint32_t *out_new)
{
	*out_old = *out_new = 0;
	for (uint32_t i = from; i < to; i++) {
		*out_old += d->lines[i].kind != line_added;
		*out_new += d->lines[i].kind != line_removed;
	}
}

/* "12,3": the first line and how many; an empty side is given by the line before it. */
static void add_range(struct buf *out, char sign, uint32_t before, uint32_t count)
{
	buf_printf(out, "%c%u", sign, count ? before + 1 : before);
	if (count != 1)
		buf_printf(out, ",%u", count);
}

static void add_line(struct buf *out, const struct diff_line *line, const struct colours *c)
{
	static const char signs[] = {' ', '-', '+'};
	const char *colour = line->kind == line_added ? c->added : line->kind == line_removed ? c->removed : "";
	bool ends = str_ends(line->text, "\n");

	buf_printf(out, "%s%c", colour, signs[line->kind]);
	buf_add(out, str_slice(line->text, 0, line->text.length - ends));
	buf_printf(out, "%s\n", *colour ? c->reset : "");
	if (!ends)
		buf_puts(out, "\\ No newline at end of file\n");
}

static void add_hunk(struct buf *out, const struct line_diff *d, const struct hunk *h, const struct colours *c)
{
	buf_printf(out, "%s@@ ", c->hunk);
	add_range(out, '-', h->old_line, h->old_count);
	buf_putc(out, ' ');
	add_range(out, '+', h->new_line, h->new_count);
	buf_printf(out, " @@%s\n", c->reset);
	for (uint32_t i = h->from; i < h->to; i++)
		add_line(out, &d->lines[i], c);
}

void unified_print(struct buf *out, struct arena *a, const struct change *change, bool colour)
{
	struct arena *scratch = scratch_new(a); /* comparing thousands must not add up */
	struct line_diff d;
	struct hunk h = {0};
	uint32_t last = 0, old_between, new_between;

	line_diff(scratch, change->before, change->after, &d);
	add_head(out, change, &palettes[colour]);
	while (next_hunk(&d, &h)) {
		count_lines(&d, last, h.from, &old_between, &new_between);
		h.old_line += h.old_count + old_between;
		h.new_line += h.new_count + new_between;
		count_lines(&d, h.from, h.to, &h.old_count, &h.new_count);
		add_hunk(out, &d, &h, &palettes[colour]);
		last = h.to;
	}
	arena_release(scratch);
}

void unified_count(struct arena *a, const struct change *change, uint32_t *out_added, uint32_t *out_removed)
{
	struct arena *scratch = scratch_new(a);
	struct line_diff d;

	line_diff(scratch, change->before, change->after, &d);
	*out_added = d.added;
	*out_removed = d.removed;
	arena_release(scratch);
}

static void add_signs(struct buf *out, char sign, uint32_t count, const char *colour, const char *reset)
{
	if (!count)
		return;
	buf_puts(out, colour);
	while (count--)
		buf_putc(out, sign);
	buf_puts(out, reset);
}

/* At least one sign for what is not nothing. */
static uint32_t scaled(uint32_t count, uint32_t most, uint32_t room)
{
	if (most <= room || count == 0)
		return count;
	return (uint32_t)((uint64_t)count * room / most) + ((uint64_t)count * room < most);
}

/* What unified_stat knows of all files before it prints the first. */
struct stat {
	struct line_diff *sums; /* of each file; only the counts */
	uint32_t most;          /* lines that change in one file */
	unsigned long long added, removed;
	unsigned column;        /* of the widest path's end */
};

static void measure(struct arena *a, const struct change *changes, uint32_t count, struct stat *out)
{
	struct arena *scratch = scratch_new(a);

	*out = (struct stat){.sums = arena_array(a, struct line_diff, count), .most = 1};
	for (uint32_t i = 0; i < count; i++) {
		unsigned cells = text_cells(changes[i].path);
		struct line_diff *d = &out->sums[i];

		line_diff(scratch, changes[i].before, changes[i].after, d);
		arena_release(scratch);
		out->added += d->added;
		out->removed += d->removed;
		out->most = d->added + d->removed > out->most ? d->added + d->removed : out->most;
		out->column = cells > out->column ? cells : out->column;
	}
}

void unified_stat(struct buf *out, struct arena *a, const struct change *changes, uint32_t count, unsigned width, bool colour)
{
	const struct colours *c = &palettes[colour];
	struct stat stat;
	uint32_t room;

	measure(a, changes, count, &stat);
	room = width > stat.column + 20 ? width - stat.column - 10 : 10;
	for (uint32_t i = 0; i < count; i++) {
		const struct line_diff *d = &stat.sums[i];

		buf_printf(out, " %.*s", STR_ARG(changes[i].path));
		text_spaces(out, stat.column - text_cells(changes[i].path));
		buf_printf(out, " | %4u ", d->added + d->removed);
		add_signs(out, '+', scaled(d->added, stat.most, room), c->added, c->reset);
		add_signs(out, '-', scaled(d->removed, stat.most, room), c->removed, c->reset);
		buf_putc(out, '\n');
	}
	buf_printf(out, " %u file%s changed, %llu line%s added, %llu removed\n", count, count == 1 ? "" : "s", stat.added,
		   stat.added == 1 ? "" : "s", stat.removed);
}
