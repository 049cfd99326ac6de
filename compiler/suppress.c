/* SPDX-License-Identifier: Apache-2.0 */
/* Comments that allow warnings: found in the text, held against the diagnostics of their line. */
#include "compiler/suppress.h"

#include <string.h>

enum { codes_max = 8 };

struct allowance {
	struct place at;              /* the comment */
	struct place whole;           /* what to remove with it: its line, or the blanks before it */
	uint32_t from, to;            /* bytes of the line that it speaks of */
	enum diag_code codes[codes_max];
	bool used[codes_max];
	uint32_t count;
};

static bool holds(struct place at, const struct source *source, uint32_t offset)
{
	return at.source == source && offset >= at.offset && offset < at.offset + at.length;
}

/* Whether the byte is one of a scalar or a key: a `#` there begins no comment. */
static bool in_scalar(const struct node *n, const struct source *source, uint32_t offset)
{
	if (n->kind != node_list && n->kind != node_map)
		return holds(n->at, source, offset);
	for (uint32_t i = 0; n->kind == node_list && i < n->item_count; i++)
		if (in_scalar(n->items[i], source, offset))
			return true;
	for (uint32_t i = 0; n->kind == node_map && i < n->member_count; i++)
		if (holds(n->members[i].key_at, source, offset) || in_scalar(n->members[i].value, source, offset))
			return true;
	return false;
}

static bool in_text(const struct text *t, uint32_t offset)
{
	for (uint32_t i = 0; i < t->documents.count; i++)
		if (in_scalar(t->documents.items[i], t->source, offset))
			return true;
	return false;
}

static size_t line_end(struct str text, size_t at)
{
	size_t n = str_find(str_slice(text, at, text.length), '\n');

	return n == SIZE_MAX ? text.length : at + n;
}

static bool says_nothing(struct str line)
{
	line = str_trim(line);
	return line.length == 0 || line.data[0] == '#';
}

/* The line of the comment, or the next with something on it where the comment stands alone. */
static void find_line(struct str text, size_t comment, struct allowance *a)
{
	size_t newline = str_find_last(str_slice(text, 0, comment), '\n');
	size_t start = newline == SIZE_MAX ? 0 : newline + 1, end = line_end(text, start), from = comment;
	bool alone = says_nothing(str_slice(text, start, comment));

	while (from > start && (text.data[from - 1] == ' ' || text.data[from - 1] == '\t'))
		from--;
	a->at = (struct place){a->at.source, (uint32_t)comment, (uint32_t)(str_trim(str_slice(text, comment, end)).length)};
	a->whole = (struct place){a->at.source, (uint32_t)from, (uint32_t)(end - from)};
	if (alone)
		a->whole = (struct place){a->at.source, (uint32_t)start, (uint32_t)(end - start + (end < text.length))};
	while (says_nothing(str_slice(text, start, end)) && end < text.length) {
		start = end + 1;
		end = line_end(text, start);
	}
	a->from = (uint32_t)start;
	a->to = (uint32_t)end;
}

static bool refuse(struct diag_list *diags, struct place at, const char *why, struct str word, const char *help)
{
	struct diag *d = diag_report(diags, diag_E0901, at, why, STR_ARG(word));

	diag_help(diags, d, "%s", help);
	return false;
}

static bool add_code(struct diag_list *diags, struct allowance *a, struct str name)
{
	enum diag_code code;

	name = str_trim(name);
	if (!diag_code_find(name, &code))
		return refuse(diags, a->at, "there is no diagnostic `%.*s` to allow", name, "docs/DIAGNOSTICS.md lists them");
	if (diag_code_info(code)->severity == diag_error)
		return refuse(diags, a->at, "`%.*s` is an error, which cannot be allowed", name, "only warnings (W…) can");
	if (a->count < codes_max)
		a->codes[a->count++] = code;
	return true;
}

/* `comment` follows `mpicc:`. False: it is none of ours, or was reported. */
static bool parse(struct diag_list *diags, struct str comment, struct allowance *a)
{
	static const char form[] = "# mpicc: allow(W0905) why it is meant";
	struct str rest = str_trim(comment), verb, inside, code;
	bool ok = true;

	if (str_find(rest, '(') == SIZE_MAX || str_find(rest, '(') > str_find(rest, ' '))
		return false;
	str_cut(&rest, '(', &verb);
	if (!str_is(verb, "allow"))
		return refuse(diags, a->at, "`%.*s` is nothing a comment can ask for", verb, form);
	if (str_find(rest, ')') == SIZE_MAX)
		return refuse(diags, a->at, "the comment%.*s has no `)`", STR_NONE, form);
	str_cut(&rest, ')', &inside);
	if (str_trim(rest).length == 0)
		return refuse(diags, a->at, "the comment%.*s does not say why", STR_NONE, form);
	while (ok && str_cut(&inside, ',', &code))
		ok = add_code(diags, a, code);
	return ok;
}

/* The next comment that begins `# mpicc:`, from *at on; *at is then behind it. */
static bool next_comment(const struct text *t, size_t *at, struct str *out_rest, size_t *out_offset)
{
	struct str text = t->source->text;
	static const char word[] = "mpicc:";

	while (*at < text.length) {
		const char *hash = memchr(text.data + *at, '#', text.length - *at);
		size_t offset = hash ? (size_t)(hash - text.data) : text.length;
		struct str rest = str_slice(text, offset + 1, line_end(text, offset < text.length ? offset : text.length));
		bool begins = offset == 0 || (offset < text.length && strchr(" \t\n", text.data[offset - 1]));

		*at = offset + 1;
		if (!hash || !begins || !str_starts(str_trim(rest), word) || in_text(t, (uint32_t)offset))
			continue;
		*out_rest = str_slice(str_trim(rest), sizeof(word) - 1, rest.length);
		*out_offset = offset;
		*at = line_end(text, offset);
		return true;
	}
	return false;
}

static bool allows(struct allowance *a, const struct diag *d)
{
	if (d->at.source != a->at.source || d->at.offset < a->from || d->at.offset >= a->to)
		return false;
	for (uint32_t i = 0; i < a->count; i++)
		if (a->codes[i] == d->code)
			return a->used[i] = true;
	return false;
}

static void take_out(struct allowance *a, struct diag_list *diags)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < diags->count; i++)
		if (!allows(a, &diags->items[i]))
			diags->items[kept++] = diags->items[i];
	diags->count = kept;
}

static void report_unused(const struct allowance *a, struct diag_list *diags)
{
	for (uint32_t i = 0; i < a->count; i++) {
		struct diag *d;

		if (a->used[i])
			continue;
		d = diag_report(diags, diag_W0901, a->at, "the comment allows %s, which is not reported here",
				diag_code_info(a->codes[i])->name);
		diag_help(diags, d, "remove it");
		if (a->count == 1)
			diag_fix(d, a->whole, STR(""));
	}
}

static void apply(const struct text *t, struct diag_list *diags, uint32_t errors)
{
	struct str rest;
	size_t at = 0, offset;

	while (next_comment(t, &at, &rest, &offset)) {
		struct allowance a = {.at = {t->source, 0, 0}};

		find_line(t->source->text, offset, &a);
		if (!parse(diags, rest, &a))
			continue;
		take_out(&a, diags);
		/* What was not checked for a mistake elsewhere was not reported either. */
		if (!errors)
			report_unused(&a, diags);
	}
}

void suppress(const struct text_list *texts, struct diag_list *diags)
{
	uint32_t errors = diags->errors;

	for (uint32_t i = 0; i < texts->count; i++)
		apply(&texts->items[i], diags, errors);
}
