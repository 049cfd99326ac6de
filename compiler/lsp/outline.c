/* SPDX-License-Identifier: Apache-2.0 */
/* One pass from the document's beginning to the cursor, with a stack of the maps and lists that are open. */
#include "compiler/lsp/outline.h"

#include <string.h>

enum { step_max = 64 };

struct step {
	enum { step_block, step_map, step_list } kind; /* by indentation, {…}, […] */
	size_t indent;				       /* of a block's keys */
	struct str key;				       /* the last one read; empty: none yet */
};

struct scan {
	struct str text;
	size_t at, end; /* the cursor is `end`: nothing behind it is looked at */
	struct step steps[step_max];
	uint32_t depth;
	size_t token; /* where the key or value at hand began */
	bool in_key;
};

static char peek(const struct scan *s, size_t ahead)
{
	return s->at + ahead < s->end ? s->text.data[s->at + ahead] : '\n';
}

static struct step *top(struct scan *s)
{
	return s->depth ? &s->steps[s->depth - 1] : NULL;
}

static bool in_flow(struct scan *s)
{
	return s->depth && top(s)->kind != step_block;
}

static void push(struct scan *s, struct step step)
{
	if (s->depth < step_max)
		s->steps[s->depth++] = step;
}

static struct str unquoted(struct str word)
{
	word = str_trim(word);
	if (word.length >= 2 && (word.data[0] == '"' || word.data[0] == '\'') && word.data[word.length - 1] == word.data[0])
		return str_slice(word, 1, word.length - 1);
	return word;
}

static void begin_token(struct scan *s, bool in_key)
{
	while (s->at < s->end && s->text.data[s->at] == ' ')
		s->at++;
	s->token = s->at;
	s->in_key = in_key;
}

static void skip_comment(struct scan *s)
{
	while (s->at < s->end && s->text.data[s->at] != '\n')
		s->at++;
}

/* A line that begins in block style: `- ` steps, indentation, perhaps a key. */
static void begin_line(struct scan *s)
{
	size_t start = s->at;

	while (peek(s, 0) == ' ')
		s->at++;
	if (peek(s, 0) == '#')
		skip_comment(s);
	if (s->at < s->end && (peek(s, 0) == '\n' || peek(s, 0) == '\r'))
		return; /* nothing ends by a blank line or a comment */
	while (peek(s, 0) == '-' && (peek(s, 1) == ' ')) {
		while (s->depth && top(s)->indent > s->at - start)
			s->depth--;
		s->at += 2;
		while (peek(s, 0) == ' ')
			s->at++;
	}
	while (s->depth && top(s)->indent >= s->at - start)
		s->depth--;
	push(s, (struct step){step_block, s->at - start, STR_NONE});
	begin_token(s, true);
}

static void skip_quoted(struct scan *s)
{
	char quote = s->text.data[s->at++];

	for (; s->at < s->end && s->text.data[s->at] != quote; s->at++)
		if (quote == '"' && s->text.data[s->at] == '\\')
			s->at++;
	if (s->at > s->end)
		s->at = s->end;
}

static void take_key(struct scan *s)
{
	top(s)->key = unquoted(str_slice(s->text, s->token, s->at));
	s->at++;
	begin_token(s, false);
}

static void open_flow(struct scan *s, char bracket)
{
	push(s, (struct step){bracket == '{' ? step_map : step_list, 0, STR_NONE});
	s->at++;
	begin_token(s, bracket == '{');
}

static void close_flow(struct scan *s)
{
	s->depth--;
	s->at++;
	begin_token(s, false);
}

static void next_item(struct scan *s)
{
	top(s)->key = STR_NONE;
	s->at++;
	begin_token(s, top(s)->kind == step_map);
}

/* One character, or what it begins. */
static void advance(struct scan *s)
{
	char c = s->text.data[s->at];
	bool first = s->at == s->token;

	if (c == '\n') {
		s->at++;
		if (!in_flow(s))
			begin_line(s);
		else if (first)
			begin_token(s, s->in_key);
		return;
	}
	if (first && (c == '"' || c == '\''))
		skip_quoted(s);
	if (s->at >= s->end)
		return;
	if (c == '#' && (first || s->text.data[s->at - 1] == ' '))
		skip_comment(s);
	else if (c == ':' && s->in_key && top(s) && (strchr(" \n\r", peek(s, 1)) || s->at + 1 == s->end))
		take_key(s);
	else if ((c == '{' || c == '[') && first)
		open_flow(s, c);
	else if ((c == '}' || c == ']') && in_flow(s))
		close_flow(s);
	else if (c == ',' && in_flow(s))
		next_item(s);
	else
		s->at++;
}

/* The last line of dashes before the cursor begins the document. */
static size_t document_start(struct str text, size_t offset)
{
	size_t start = 0;

	for (size_t i = 0; i + 4 <= offset && i + 4 <= text.length; i++)
		if (memcmp(text.data + i, "---", 3) == 0 && strchr(" \n\r", text.data[i + 3]) && (i == 0 || text.data[i - 1] == '\n'))
			start = i;
	while (start && start < offset && text.data[start] != '\n')
		start++;
	return start < offset && start ? start + 1 : start;
}

struct outline outline_at(struct str text, size_t offset, struct arena *a)
{
	struct scan s = {.text = text, .end = offset < text.length ? offset : text.length};
	struct outline out = {.document = document_start(text, s.end)};

	s.at = out.document;
	out.path = STR("");
	begin_line(&s);
	while (s.at < s.end)
		advance(&s);
	if (s.token > s.end)
		s.token = s.end;
	for (uint32_t i = 0; i < s.depth; i++)
		if (s.steps[i].key.length)
			out.path = arena_format(a, "%.*s%s%.*s", STR_ARG(out.path), out.path.length ? "." : "", STR_ARG(s.steps[i].key));
	out.in_key = s.in_key;
	out.flow = in_flow(&s);
	out.word = str_slice(text, s.token, s.end);
	out.word_start = s.token;
	return out;
}

size_t outline_word_end(struct str text, size_t offset)
{
	while (offset < text.length && text.data[offset] && !strchr(" \t\r\n:,{}[]'\"#", text.data[offset]))
		offset++;
	return offset;
}
