/* SPDX-License-Identifier: Apache-2.0 */
/* Commands: a string split as a shell would split it, or a list of words. */
#include "compiler/spec/field_types.h"

#include <string.h>

/* What would mean something to a shell when it stands outside quotes. */
static const char shell_only[] = "|&;<>()$`*?[]{}!#~\n";

struct splitter {
	struct arena *arena;
	struct str text;
	size_t at;
	char *word;         /* as long as the text at most */
	size_t length;
	bool in_word;
	struct split_result *out;
	uint32_t capacity;
};

static void end_word(struct splitter *s)
{
	struct split_result *out = s->out;

	if (!s->in_word)
		return;
	arena_grow(s->arena, out->words, out->count, s->capacity);
	out->words[out->count++] = arena_str(s->arena, (struct str){s->word, s->length});
	s->length = 0;
	s->in_word = false;
}

static void add(struct splitter *s, char c)
{
	s->word[s->length++] = c;
	s->in_word = true;
}

static enum split_status trouble(struct splitter *s, enum split_status status, size_t at, size_t length)
{
	s->out->at = at;
	s->out->length = length;
	return status;
}

static enum split_status single_quoted(struct splitter *s)
{
	size_t open = s->at++;

	s->in_word = true;
	while (s->at < s->text.length && s->text.data[s->at] != '\'')
		add(s, s->text.data[s->at++]);
	if (s->at == s->text.length)
		return trouble(s, split_unclosed_quote, open, 1);
	s->at++;
	return split_ok;
}

/* Within double quotes a backslash keeps itself except before \ " $ ` and line ends, which go with it (POSIX 2.2.3). */
static enum split_status double_quoted(struct splitter *s)
{
	size_t open = s->at++;

	s->in_word = true;
	while (s->at < s->text.length && s->text.data[s->at] != '"') {
		char c = s->text.data[s->at];
		char next = s->at + 1 < s->text.length ? s->text.data[s->at + 1] : '\0';
		bool escaped = c == '\\' && next && strchr("\\\"$`\n", next);

		if (c == '$' || c == '`')
			return trouble(s, split_needs_shell, s->at, 1);
		if (!escaped)
			add(s, c);
		else if (next != '\n')
			add(s, next);
		s->at += escaped ? 2 : 1;
	}
	if (s->at == s->text.length)
		return trouble(s, split_unclosed_quote, open, 1);
	s->at++;
	return split_ok;
}

/* A `#` or `~` matters only at the start of a word, `{}` and `!` alone are words as well: those are taken as they are. */
static bool needs_shell(const struct splitter *s, char c)
{
	if (c == '#' || c == '~')
		return !s->in_word;
	if (c == '!' || c == '{' || c == '}')
		return false;
	return c && strchr(shell_only, c);
}

static enum split_status one_character(struct splitter *s)
{
	char c = s->text.data[s->at];

	if (c == '\'')
		return single_quoted(s);
	if (c == '"')
		return double_quoted(s);
	if (c == '\\' && s->at + 1 < s->text.length) {
		s->at++;
		if (s->text.data[s->at] != '\n')
			add(s, s->text.data[s->at]);
	} else if (c == ' ' || c == '\t' || c == '\n') {
		end_word(s); /* a line end too: block scalars are one command */
	} else if (needs_shell(s, c)) {
		return trouble(s, split_needs_shell, s->at, 1);
	} else {
		add(s, c);
	}
	s->at++;
	return split_ok;
}

enum split_status command_split(struct arena *a, struct str text, struct split_result *out)
{
	struct splitter s = {.arena = a, .text = text, .out = out};

	*out = (struct split_result){0};
	s.word = arena_alloc(a, text.length + 1);
	while (s.at < text.length) {
		enum split_status status = one_character(&s);

		if (status != split_ok)
			return status;
	}
	end_word(&s);
	return split_ok;
}

/* The place of byte `at` of a scalar's text; exact when the scalar stands as it is, else the whole scalar. */
static struct place inside(const struct node *value, const struct split_result *r)
{
	struct place p = value->at;

	if (!p.source || p.length < value->text.length)
		return p;
	for (uint32_t quote = 0; quote < 2; quote++) {
		struct str seen = str_slice(p.source->text, p.offset + quote, p.offset + quote + value->text.length);

		if (str_equal(seen, value->text))
			return (struct place){p.source, p.offset + quote + (uint32_t)r->at, (uint32_t)r->length};
	}
	return p;
}

static bool split_string(struct decoder *d, const struct field *field, const struct node *value, struct command *out)
{
	struct split_result r;
	enum split_status status = command_split(d->arena, value->text, &r);
	struct diag *diag;

	if (status == split_unclosed_quote) {
		diag_report(d->diags, diag_E0209, inside(value, &r), "this quote in `%s` is not closed", field->path);
		return false;
	}
	if (status == split_needs_shell) {
		diag = diag_report(d->diags, diag_E0208, inside(value, &r), "`%.*s` in `%s` would need a shell, and there is none",
				   STR_ARG(str_slice(value->text, r.at, r.at + r.length)), field->path);
		diag_help(d->diags, diag, "quote it, or ask for a shell: %s: [sh, -c, \"…\"]", field->path);
		return false;
	}
	*out = (struct command){r.words, r.count, value};
	return true;
}

static bool list_words(struct decoder *d, const struct field *field, const struct node *value, struct command *out)
{
	bool ok = true;

	*out = (struct command){arena_array(d->arena, struct str, value->item_count), value->item_count, value};
	for (uint32_t i = 0; i < value->item_count; i++) {
		const struct node *item = value->items[i];

		if (item->kind != node_string)
			ok = field_wrong_kind(d, field, item, "a list of strings (put numbers in quotes)");
		else
			out->words[i] = item->text;
	}
	return ok;
}

static bool decode_command(struct decoder *d, const struct field *field, const struct node *value, void *slot)
{
	struct command *out = slot;
	bool ok;

	if (value->kind == node_string)
		ok = split_string(d, field, value, out);
	else if (value->kind == node_list)
		ok = list_words(d, field, value, out);
	else
		return field_wrong_kind(d, field, value, "a string or a list of strings");
	if (!ok || out->count)
		return ok;
	diag_report(d->diags, diag_E0204, value->at, "`%s` must not be empty", field->path);
	return false;
}

const struct field_type field_command = {
	"command", "words as for a shell, or a list of words",
	"{oneOf: [{type: string, minLength: 1}, {type: array, items: {type: string}, minItems: 1}]}", decode_command};
