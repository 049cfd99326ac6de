/* SPDX-License-Identifier: Apache-2.0 */
/* Scalar events -> nodes: text, place, and the type that a tag or the looks give. */
#include "lib/read/reader.h"

#include <stdlib.h>
#include <string.h>

/* What stands in the source when nothing was folded or escaped, so that it need not be copied. */
static struct str written_text(const struct reader *r, struct place at, yaml_scalar_style_t style)
{
	struct str written = str_slice(r->source->text, at.offset, at.offset + at.length);

	if (style != YAML_PLAIN_SCALAR_STYLE && written.length >= 2)
		written = str_slice(written, 1, written.length - 1);
	return written;
}

/* Block scalars end where their last line does, not where the next token begins. */
static struct place without_trailing_blanks(struct place at)
{
	struct str written = str_slice(at.source->text, at.offset, at.offset + at.length);

	while (written.length && str_trim(str_slice(written, written.length - 1, written.length)).length == 0)
		written.length--;
	at.length = (uint32_t)written.length;
	return at;
}

static enum node_style style_of(yaml_scalar_style_t style)
{
	if (style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE)
		return style_block;
	return style == YAML_PLAIN_SCALAR_STYLE ? style_plain : style_quoted;
}

struct node *scalar_read(struct reader *r)
{
	const yaml_event_t *event = &r->handle->event;
	yaml_scalar_style_t style = event->data.scalar.style;
	struct str value = {(const char *)event->data.scalar.value, event->data.scalar.length};
	struct place at = parser_event_place(r);
	struct str written = written_text(r, at, style);
	struct node *n = node_new(r->a, node_string, at);

	n->style = style_of(style);
	if (n->style == style_block)
		n->at = without_trailing_blanks(at);
	if (str_equal(value, written)) {
		n->text = value.length ? written : STR("");
		return n;
	}
	n->text = arena_str(r->a, value);
	if (style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
		encoding_check_escapes(r, n->text, at);
	return n;
}

bool tag_read(struct reader *r, const yaml_char_t *tag, struct place at, struct str *out)
{
	static const char *const known[] = {"str", "int", "bool", "float", "null", "map", "seq"};
	static const char prefix[] = "tag:yaml.org,2002:";
	struct str name = str_from((const char *)tag), shown = name;
	struct diag *d;

	*out = STR_NONE;
	if (!tag)
		return true;
	if (str_starts(name, prefix)) {
		*out = str_slice(name, sizeof(prefix) - 1, name.length);
		for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
			if (str_is(*out, known[i]))
				return true;
		shown = arena_join(r->a, STR("!!"), *out);
	}
	*out = STR_NONE;
	d = diag_report(r->diags, diag_E0108, at, "unknown tag `%.*s`", STR_ARG(shown));
	diag_help(r->diags, d, "take it out; known are `!!str`, `!!int`, `!!bool`, `!!float`, `!!null`, `!!map` and `!!seq`");
	return false;
}

static void set_int(struct reader *r, struct node *n)
{
	struct diag *d;

	n->kind = node_int;
	if (number_to_int(n->text, &n->integer))
		return;
	d = diag_report(r->diags, diag_E0112, n->at, "integer `%.*s` does not fit 64 bits", STR_ARG(n->text));
	diag_help(r->diags, d, "put it in quotes if it is a text");
}

static void set_float(struct reader *r, struct node *n)
{
	struct diag *d;

	n->kind = node_float;
	if (number_core(n->text) != number_none) {
		/* libyaml's own copy ends in NUL; the program never sets a locale, so the point is a point. */
		n->number = strtod((const char *)r->handle->event.data.scalar.value, NULL);
		return;
	}
	d = diag_report(r->diags, diag_E0112, n->at, "`%.*s` is not a number that JSON, and so Kubernetes, can hold", STR_ARG(n->text));
	diag_help(r->diags, d, "put it in quotes if it is a text");
}

static void set_kind(struct reader *r, struct node *n, enum scalar_class class)
{
	switch (class) {
	case scalar_null:
		n->kind = node_null;
		break;
	case scalar_bool:
		n->kind = node_bool;
		n->boolean = n->text.data[0] == 't' || n->text.data[0] == 'T';
		break;
	case scalar_int:
		set_int(r, n);
		break;
	case scalar_float:
		set_float(r, n);
		break;
	case scalar_string:
	case scalar_doubtful:
		break;
	}
}

static bool tag_fits(struct str tag, enum scalar_class class)
{
	if (str_is(tag, "int"))
		return class == scalar_int;
	if (str_is(tag, "float"))
		return class == scalar_float || class == scalar_int;
	if (str_is(tag, "bool"))
		return class == scalar_bool;
	return str_is(tag, "null") && class == scalar_null;
}

static void type_by_tag(struct reader *r, struct node *n, struct str tag)
{
	enum scalar_class class = scalar_classify(n->text);

	if (str_is(tag, "str"))
		return;
	if (!tag_fits(tag, class))
		diag_report(r->diags, diag_E0113, n->at, "`%.*s` is not what its tag `!!%.*s` says", STR_ARG(n->text), STR_ARG(tag));
	else
		set_kind(r, n, str_is(tag, "float") ? scalar_float : class);
}

void scalar_type(struct reader *r, struct node *n)
{
	enum scalar_class class;
	struct str tag;

	if (!tag_read(r, r->handle->event.data.scalar.tag, n->at, &tag))
		return;
	if (tag.length) {
		type_by_tag(r, n, tag);
		return;
	}
	if (n->style != style_plain)
		return;
	class = scalar_classify(n->text);
	if (class == scalar_doubtful)
		scalar_report_doubtful(r, n->text, n->at, "value");
	else
		set_kind(r, n, class);
}

/* What a YAML 1.1 reader makes of the word. */
static const char *as_boolean(struct str text)
{
	switch (text.data[0]) {
	case 'y': case 'Y':
		return "true";
	case 'n': case 'N':
		return "false";
	default:
		return text.length == 2 ? "true" : "false"; /* on, off */
	}
}

static bool is_octal(struct str text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] < '0' || text.data[i] > '7')
			return false;
	return true;
}

static void help_with_doubt(struct reader *r, struct diag *d, struct str text)
{
	if (strchr("yYnNoO", text.data[0]))
		diag_help(r->diags, d, "write `\"%.*s\"` for the text or `%s` for the boolean", STR_ARG(text), as_boolean(text));
	else if (number_leads_zero(text) && is_octal(text))
		diag_help(r->diags, d, "write `\"%.*s\"` for the text or `0o%.*s` for the octal number", STR_ARG(text),
			  STR_ARG(str_slice(text, 1, text.length)));
	else
		diag_help(r->diags, d, "write `\"%.*s\"` for the text", STR_ARG(text));
}

void scalar_report_doubtful(struct reader *r, struct str text, struct place at, const char *what)
{
	struct diag *d = diag_report(r->diags, diag_E0105, at, "%s `%.*s` means different things to different YAML readers", what,
				     STR_ARG(text));

	help_with_doubt(r, d, text);
}
