/* SPDX-License-Identifier: Apache-2.0 */
/* Collecting diagnostics: codes, labels, suggestions, order. Printing is diag_text.c. */
#include "lib/base/diag.h"

#include <stdlib.h>
#include <string.h>

static const struct diag_code_info codes[] = {
#define DIAG(code, title, explanation) {#code, title, explanation, #code[0] == 'E' ? diag_error : diag_warning},
#include "lib/base/diag_codes.def"
#undef DIAG
};

const struct diag_code_info *diag_code_info(enum diag_code code)
{
	return &codes[code];
}

bool diag_code_find(struct str name, enum diag_code *out)
{
	for (unsigned i = 0; i < diag_code_count; i++) {
		if (!str_is(name, codes[i].name))
			continue;
		*out = (enum diag_code)i;
		return true;
	}
	return false;
}

void diag_list_init(struct diag_list *list, struct arena *arena)
{
	*list = (struct diag_list){.arena = arena};
}

/* Cut at the end of a character. */
static struct str format_short(struct arena *a, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
static struct str format_short(struct arena *a, const char *format, va_list args)
{
	struct str text = arena_vformat(a, format, args);
	size_t end = diag_text_max;

	if (text.length <= diag_text_max)
		return text;
	while (end && ((unsigned char)text.data[end] & 0xC0) == 0x80)
		end--;
	return arena_join(a, str_slice(text, 0, end), STR("…"));
}

struct diag *diag_report(struct diag_list *list, enum diag_code code, struct place at, const char *format, ...)
{
	struct diag *d;
	va_list args;

	arena_grow(list->arena, list->items, list->count, list->capacity);
	d = &list->items[list->count];
	*d = (struct diag){.code = code, .at = at, .order = list->count};
	va_start(args, format);
	d->message = format_short(list->arena, format, args);
	va_end(args);
	list->count++;
	list->errors += codes[code].severity == diag_error;
	return d;
}

void diag_list_append(struct diag_list *list, const struct diag_list *more)
{
	for (uint32_t i = 0; i < more->count; i++) {
		arena_grow(list->arena, list->items, list->count, list->capacity);
		list->items[list->count] = more->items[i];
		list->items[list->count].order = list->count;
		list->count++;
	}
	list->errors += more->errors;
}

void diag_help(struct diag_list *list, struct diag *d, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	d->help = format_short(list->arena, format, args);
	va_end(args);
}

void diag_label(struct diag_list *list, struct diag *d, struct place at, const char *format, ...)
{
	va_list args;

	if (d->label_count == diag_label_max)
		return;
	va_start(args, format);
	d->labels[d->label_count++] = (struct diag_label){at, format_short(list->arena, format, args)};
	va_end(args);
}

void diag_fix(struct diag *d, struct place at, struct str text)
{
	if (!at.source || (at.source->kind != source_file && at.source->kind != source_project))
		return;
	d->fix_at = at;
	d->fix_text = text;
}

void diag_fix_remove(struct diag *d, struct place key, struct place value)
{
	struct str line, trimmed;
	size_t start;

	if (!key.source || key.source != value.source)
		return;
	line = source_line(key.source, key.offset);
	trimmed = str_trim(line);
	start = (size_t)(line.data - key.source->text.data);
	if (trimmed.data != key.source->text.data + key.offset || trimmed.data + trimmed.length != key.source->text.data + value.offset + value.length)
		return;
	/* With its line end, CR LF or LF, unless it is the file's last. */
	line = str_slice(key.source->text, start, key.source->text.length);
	line.length = str_find(line, '\n') == SIZE_MAX ? line.length : str_find(line, '\n') + 1;
	diag_fix(d, (struct place){key.source, (uint32_t)start, (uint32_t)line.length}, STR(""));
}

/* Near enough: at most two edits, and fewer than half of the word. */
static const struct str *nearest(struct str word, const struct str *candidates, size_t count)
{
	const struct str *best = NULL;
	size_t least = 3;

	for (size_t i = 0; i < count; i++) {
		size_t distance = str_distance(word, candidates[i]);

		if (distance >= least || distance * 2 > word.length)
			continue;
		least = distance;
		best = &candidates[i];
	}
	return best;
}

struct str diag_suggest(struct diag_list *list, struct diag *d, struct str word, const struct str *candidates, size_t count)
{
	const struct str *best = nearest(word, candidates, count);
	struct str all = STR_NONE;

	if (best) {
		diag_help(list, d, "did you mean `%.*s`?", STR_ARG(*best));
		return *best;
	}
	if (count == 0 || count > 8)
		return STR_NONE;
	for (size_t i = 0; i < count; i++)
		all = arena_format(list->arena, "%.*s%s`%.*s`", STR_ARG(all), i ? ", " : "", STR_ARG(candidates[i]));
	diag_help(list, d, "one of %.*s", STR_ARG(all));
	return STR_NONE;
}

static struct str place_name(struct place at)
{
	return at.source ? at.source->name : STR_NONE;
}

static int by_place(const void *left, const void *right)
{
	const struct diag *a = left, *b = right;
	int c = str_compare(place_name(a->at), place_name(b->at));

	if (c)
		return c;
	if (a->at.offset != b->at.offset)
		return a->at.offset < b->at.offset ? -1 : 1;
	return a->order < b->order ? -1 : 1;
}

/* A file that several threads have read is one file. */
static bool same_source(const struct source *a, const struct source *b)
{
	return a == b || (a && b && a->kind == b->kind && str_equal(a->name, b->name));
}

static bool repeated(const struct diag *a, const struct diag *b)
{
	return a->code == b->code && same_source(a->at.source, b->at.source) && a->at.offset == b->at.offset &&
	       str_equal(a->message, b->message);
}

void diag_sort(struct diag_list *list)
{
	uint32_t kept = 0;

	if (list->count == 0)
		return;
	qsort(list->items, list->count, sizeof(*list->items), by_place);
	list->errors = 0;
	for (uint32_t i = 0; i < list->count; i++) {
		if (kept && repeated(&list->items[kept - 1], &list->items[i]))
			continue;
		list->items[kept++] = list->items[i];
		list->errors += codes[list->items[i].code].severity == diag_error;
	}
	list->count = kept;
}
