/* SPDX-License-Identifier: Apache-2.0 */
/* libyaml's complaints -> E0101, the commonest of them in plainer words and with advice. */
#include "lib/read/reader.h"

/* Where the caret goes: where the parser gave up, or where the thing it was in the middle of begins. */
enum spot { spot_problem, spot_context };

struct wording {
	const char *problem; /* libyaml 0.2.5's words */
	const char *message;
	const char *help;
	enum spot spot;
	const char *label;   /* what begins at the other spot; may be NULL */
};

static const struct wording wordings[] = {
	{"could not find expected ':'", "expected `:` after this key",
	 "a line of a map is `key: value`; a text of several lines needs quotes or `|`", spot_context, NULL},
	{"mapping values are not allowed in this context", "`:` is not allowed here",
	 "put a value with `: ` in it in quotes; if this is a new key, correct its indentation", spot_problem, NULL},
	{"did not find expected key", "expected a key", "the keys of one map begin in the same column", spot_problem,
	 "the map begins here"},
	{"did not find expected '-' indicator", "expected `-`", "the items of one list begin with `-` in the same column",
	 spot_problem, "the list begins here"},
	{"did not find expected ',' or ']'", "expected `,` or `]`", "put a value that begins with `[` in quotes if it is a text",
	 spot_problem, "the list begins here"},
	{"did not find expected ',' or '}'", "expected `,` or `}`", "put a value that begins with `{` in quotes if it is a text",
	 spot_problem, "the map begins here"},
	{"found unexpected end of stream", "this quotation mark is never closed", NULL, spot_context, NULL},
	{"found unexpected document indicator", "this quotation mark is not closed before the document ends", NULL, spot_context, NULL},
	{"found unknown escape character", "unknown escape in double quotes",
	 "in double quotes `\\` begins an escape; in single quotes it is itself", spot_problem, NULL},
	{"found invalid Unicode character escape code", "the escape does not name a character",
	 "write the character itself; JSON's pairs such as `\\ud83d\\ude00` are not YAML", spot_problem, NULL},
	{"did not find expected hexdecimal number", "the escape needs hexadecimal digits",
	 "in double quotes `\\` begins an escape; in single quotes it is itself", spot_problem, NULL},
	{"block sequence entries are not allowed in this context", "a list item cannot begin here", "begin the list on a line of its own",
	 spot_problem, NULL},
	{"did not find expected alphabetic or numeric character", "expected a name after `*` or `&`",
	 "a value that begins with `*` or `&` must be put in quotes", spot_context, NULL},
	{"did not find expected comment or line break", "unexpected text after `|` or `>`", "the text begins on the next line", spot_problem,
	 NULL},
	{"did not find expected <document start>", "expected `---` or the end of the file", "check the indentation of this line",
	 spot_problem, NULL},
	{"found unexpected ':'", "unexpected `:`", "put a value with `:` in it in quotes here", spot_problem, NULL},
	{"found a tab character that violates indentation", "a tab in the indentation", "YAML indents with spaces only", spot_problem, NULL},
	{"found a tab character where an indentation space is expected", "a tab in the indentation", "YAML indents with spaces only",
	 spot_problem, NULL},
};

static const struct wording *find_wording(const char *problem)
{
	for (size_t i = 0; i < sizeof(wordings) / sizeof(*wordings); i++)
		if (str_is(str_from(problem), wordings[i].problem))
			return &wordings[i];
	return NULL;
}

/* One character; at the end of the text the last one that is not blank. */
static struct place mark_place(struct reader *r, const yaml_mark_t *mark)
{
	struct str before;
	struct place at = {r->source, parser_offset(r, mark), 1};

	if (at.offset < r->source->text.length)
		return at;
	before = str_slice(r->source->text, 0, at.offset);
	while (before.length && str_trim(str_slice(before, before.length - 1, before.length)).length == 0)
		before.length--;
	at.offset = (uint32_t)before.length;
	at.length = 0;
	return at;
}

/* From there to the end of the line, blanks not counted. */
static struct place rest_of_line(struct place at)
{
	struct str rest = str_slice(at.source->text, at.offset, at.source->text.length);
	size_t end = str_find(rest, '\n');
	struct str line = str_slice(rest, 0, end);

	while (line.length && str_trim(str_slice(line, line.length - 1, line.length)).length == 0)
		line.length--;
	at.length = (uint32_t)line.length;
	return at;
}

static void report_worded(struct reader *r, const struct wording *w)
{
	const yaml_parser_t *parser = &r->handle->parser;
	bool at_context = w->spot == spot_context && parser->context;
	struct place at = mark_place(r, at_context ? &parser->context_mark : &parser->problem_mark);
	struct diag *d = diag_report(r->diags, diag_E0101, at_context ? rest_of_line(at) : at, "%s", w->message);

	if (w->label && parser->context)
		diag_label(r->diags, d, mark_place(r, &parser->context_mark), "%s", w->label);
	if (w->help)
		diag_help(r->diags, d, "%s", w->help);
}

/* "found character that cannot start any token": which one decides the advice. */
static void report_first_character(struct reader *r, struct place at)
{
	char c = at.length ? r->source->text.data[at.offset] : ' ';
	struct diag *d;

	if (c == '\t') {
		d = diag_report(r->diags, diag_E0101, at, "a tab in the indentation");
		diag_help(r->diags, d, "YAML indents with spaces only");
		return;
	}
	d = diag_report(r->diags, diag_E0101, at, "a value cannot begin with `%c`", c);
	diag_help(r->diags, d, "put it in quotes");
}

static void report_other(struct reader *r, struct place at)
{
	const yaml_parser_t *parser = &r->handle->parser;
	const char *problem = parser->problem ? parser->problem : "not YAML";

	if (parser->context)
		diag_report(r->diags, diag_E0101, at, "%s %s", problem, parser->context);
	else
		diag_report(r->diags, diag_E0101, at, "%s", problem);
}

/* Does text stand before it in its line? */
static bool follows_text(const struct reader *r, struct place at)
{
	struct str line = source_line(r->source, at.offset);
	size_t start = (size_t)(line.data - r->source->text.data);

	return str_trim(str_slice(line, 0, at.offset - start)).length > 0;
}

/* `"a" b`: the parser expects the next key there, people mean one value. */
static void report_trailing_text(struct reader *r, struct place at)
{
	struct diag *d = diag_report(r->diags, diag_E0101, rest_of_line(at), "unexpected text after a value");

	diag_help(r->diags, d, "put the whole value in quotes, with quotes inside it written twice");
}

static bool begins_with_key(struct str line)
{
	struct str key;

	line = str_trim(line);
	if (str_find(line, ':') == SIZE_MAX)
		return false;
	str_cut(&line, ':', &key);
	for (size_t i = 0; i < key.length; i++)
		if (str_find(STR(" ,\"'[]{}"), key.data[i]) != SIZE_MAX)
			return false;
	return key.length && (!line.length || line.data[0] == ' ');
}

/* In `[a` or `{a: b`, the next line's key is what the parser stumbles on, but the bracket is what is missing. */
static bool is_unclosed(struct reader *r, struct place at)
{
	const yaml_parser_t *parser = &r->handle->parser;
	struct str context = str_from(parser->context);

	if (!str_is(context, "while parsing a flow sequence") && !str_is(context, "while parsing a flow mapping"))
		return false;
	return parser->context_mark.line < parser->problem_mark.line && begins_with_key(source_line(r->source, at.offset));
}

static void report_unclosed(struct reader *r, struct place at)
{
	struct place open = mark_place(r, &r->handle->parser.context_mark);
	char bracket = r->source->text.data[open.offset];
	struct diag *d = diag_report(r->diags, diag_E0101, rest_of_line(open), "this `%c` is never closed", bracket);

	diag_label(r->diags, d, at, "this cannot be part of it");
	diag_help(r->diags, d, "close it with `%c`; put a value that begins with `%c` in quotes if it is a text", bracket == '[' ? ']' : '}',
		  bracket);
}

void syntax_error_report(struct reader *r)
{
	const yaml_parser_t *parser = &r->handle->parser;
	const char *problem = parser->problem ? parser->problem : "";
	const struct wording *w = find_wording(problem);
	struct place at = mark_place(r, &parser->problem_mark);

	if (str_is(str_from(problem), "did not find expected key") && follows_text(r, at))
		report_trailing_text(r, at);
	else if (is_unclosed(r, at))
		report_unclosed(r, at);
	else if (w)
		report_worded(r, w);
	else if (str_is(str_from(problem), "found character that cannot start any token"))
		report_first_character(r, at);
	else
		report_other(r, at);
}
