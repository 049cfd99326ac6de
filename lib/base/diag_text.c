/* SPDX-License-Identifier: Apache-2.0 */
/* Diagnostics for people: the source line, a caret under what is wrong, what to do. */
#include "lib/base/diag.h"
#include "lib/base/utf8.h"

struct style {
	const char *error, *warning, *rule, *bold, *help, *reset;
};

static const struct style styles[] = {
	[diag_plain] = {"", "", "", "", "", ""},
	[diag_coloured] = {"\033[1;31m", "\033[1;33m", "\033[1;34m", "\033[1m", "\033[1;36m", "\033[0m"},
};

/* Source lines are cut here, so that a file without line ends cannot flood a terminal. */
enum { line_max = 160 };

static unsigned digits(uint32_t n)
{
	unsigned count = 1;

	for (; n >= 10; n /= 10)
		count++;
	return count;
}

static void add_spaces(struct buf *out, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		buf_putc(out, ' ');
}

/* The character at `at`, as it is shown; '?' for what is no character or would disturb a terminal. */
static uint32_t visible(struct str line, size_t at, size_t *out_length)
{
	uint32_t c = 0;

	*out_length = utf8_decode(line, at, &c);
	if (*out_length == 0) {
		*out_length = 1;
		return '?';
	}
	if (c == '\t')
		return ' ';
	return utf8_is_control(c) || c == 0x85 || c == '\r' ? '?' : c;
}

/* Wide characters (CJK, emoji) take two cells, a byte order mark none. */
static unsigned width(uint32_t c)
{
	if (c == 0xFEFF)
		return 0;
	return c >= 0x10000 || (c >= 0x3000 && c < 0xD000) ? 2 : 1;
}

/* Cut after `line_max` bytes, at the end of a character. */
static void add_visible(struct buf *out, struct str line)
{
	for (size_t i = 0, length; i < line.length && i < line_max; i += length) {
		uint32_t c = visible(line, i, &length);

		if (c < 0x80)
			buf_putc(out, (char)c);
		else
			buf_add(out, str_slice(line, i, i + length));
	}
}

/* Cells from the start of the line to `to` bytes in. */
static unsigned cells(struct str line, size_t to)
{
	unsigned n = 0;

	for (size_t i = 0, length; i < to && i < line.length; i += length)
		n += width(visible(line, i, &length));
	return n;
}

/* "   |     ^^^^ text" under a line that was just printed. */
static void add_caret(struct buf *out, struct place at, const struct style *s, const char *colour, unsigned margin, char mark,
		      struct str text)
{
	struct str line = source_line(at.source, at.offset);
	size_t start = at.offset - (size_t)(line.data - at.source->text.data);
	size_t end = start + at.length;
	unsigned from, width;

	if (end > line.length)
		end = line.length;
	if (end > line_max)
		end = line_max;
	from = cells(line, start);
	width = end > start ? cells(line, end) - from : 1;
	add_spaces(out, margin);
	buf_printf(out, " %s|%s ", s->rule, s->reset);
	add_spaces(out, from);
	buf_puts(out, colour);
	for (unsigned i = 0; i < (width ? width : 1); i++)
		buf_putc(out, mark);
	if (text.length)
		buf_printf(out, " %.*s", STR_ARG(text));
	buf_printf(out, "%s\n", s->reset);
}

/* Whoever pastes a message somewhere must not paste a key of age's, ssh's or TLS's with it. */
static bool holds_private_key(struct str line)
{
	return line.length && (memmem(line.data, line.length, "AGE-SECRET-KEY-", 15) || memmem(line.data, line.length, "PRIVATE KEY-----", 16));
}

static void add_snippet(struct buf *out, struct place at, const struct style *s, const char *colour, unsigned margin, char mark,
			struct str text)
{
	struct position p = source_position(at.source, at.offset);
	struct str line = source_line(at.source, at.offset);
	bool shown = at.offset - (size_t)(line.data - at.source->text.data) < line_max;

	add_spaces(out, margin - digits(p.line));
	buf_printf(out, "%s%u |%s ", s->rule, p.line, s->reset);
	if (holds_private_key(line)) {
		buf_puts(out, "(not shown: there is a private key in this line)\n");
		return;
	}
	add_visible(out, line);
	buf_puts(out, line.length > line_max ? "…\n" : "\n");
	if (shown)
		add_caret(out, at, s, colour, margin, mark, text);
}

static void add_location(struct buf *out, struct place at, const struct style *s, unsigned margin, const char *arrow)
{
	struct position p = source_position(at.source, at.offset);

	add_spaces(out, margin);
	buf_printf(out, "%s%s%s %.*s:%u:%u\n", s->rule, arrow, s->reset, STR_ARG(at.source->name), p.line, p.column);
}

/* The line numbers' width, over all places of the diagnostic. */
static unsigned margin_of(const struct diag *d)
{
	unsigned margin = d->at.source ? digits(source_position(d->at.source, d->at.offset).line) : 1;

	for (uint32_t i = 0; i < d->label_count; i++) {
		struct place at = d->labels[i].at;
		unsigned n = at.source ? digits(source_position(at.source, at.offset).line) : 1;

		margin = n > margin ? n : margin;
	}
	return margin;
}

static void add_label(struct buf *out, const struct diag *d, const struct diag_label *label, const struct style *s, unsigned margin)
{
	if (!label->at.source)
		return;
	if (label->at.source != d->at.source)
		add_location(out, label->at, s, margin, ":::");
	add_snippet(out, label->at, s, s->rule, margin, '-', label->text);
}

static void add_diag(struct buf *out, const struct diag *d, const struct style *s)
{
	const struct diag_code_info *info = diag_code_info(d->code);
	bool error = info->severity == diag_error;
	const char *colour = error ? s->error : s->warning;
	unsigned margin = margin_of(d);

	buf_printf(out, "%s%s[%s]%s: %s%.*s%s\n", colour, error ? "error" : "warning", info->name, s->reset, s->bold,
		   STR_ARG(d->message), s->reset);
	if (d->at.source) {
		add_location(out, d->at, s, margin, "-->");
		add_snippet(out, d->at, s, colour, margin, '^', STR_NONE);
	}
	for (uint32_t i = 0; i < d->label_count; i++)
		add_label(out, d, &d->labels[i], s, margin);
	if (d->help.length) {
		add_spaces(out, margin);
		buf_printf(out, " %s=%s %shelp%s: %.*s\n", s->rule, s->reset, s->help, s->reset, STR_ARG(d->help));
	}
	buf_putc(out, '\n');
}

static void add_summary(struct buf *out, const struct diag_list *list)
{
	uint32_t warnings = list->count - list->errors;

	if (list->count > diag_shown_max)
		buf_printf(out, "… and %u more\n", list->count - diag_shown_max);
	if (list->errors)
		buf_printf(out, "%u error%s", list->errors, list->errors == 1 ? "" : "s");
	if (warnings)
		buf_printf(out, "%s%u warning%s", list->errors ? ", " : "", warnings, warnings == 1 ? "" : "s");
	if (list->count)
		buf_putc(out, '\n');
}

void diag_print(struct buf *out, const struct diag_list *list, enum diag_colour colour)
{
	for (uint32_t i = 0; i < list->count && i < diag_shown_max; i++)
		add_diag(out, &list->items[i], &styles[colour]);
	add_summary(out, list);
}

/* The position of `offset`, counted from that of an earlier one in the same source: a sorted list is walked once. */
static struct position position_after(const struct source *s, uint32_t earlier, struct position at, uint32_t offset)
{
	for (uint32_t i = earlier; i < offset && i < s->text.length; i++) {
		unsigned char c = (unsigned char)s->text.data[i];

		if (c == '\n')
			at = (struct position){at.line + 1, 1};
		else
			at.column += (c & 0xC0) != 0x80;
	}
	return at;
}

void diag_print_short(struct buf *out, const struct diag_list *list)
{
	struct place last = PLACE_NONE;
	struct position p = {1, 1};

	for (uint32_t i = 0; i < list->count; i++) {
		const struct diag *d = &list->items[i];
		const struct diag_code_info *info = diag_code_info(d->code);

		if (d->at.source) {
			bool further = d->at.source == last.source && d->at.offset >= last.offset;

			p = further ? position_after(d->at.source, last.offset, p, d->at.offset)
				    : source_position(d->at.source, d->at.offset);
			last = d->at;
			buf_printf(out, "%.*s:%u:%u: ", STR_ARG(d->at.source->name), p.line, p.column);
		}
		buf_printf(out, "%s[%s]: %.*s\n", info->severity == diag_error ? "error" : "warning", info->name, STR_ARG(d->message));
	}
}
