/* SPDX-License-Identifier: Apache-2.0 */
/* What a plain scalar is, and whether readers agree about it. */
#include "lib/read/scalar.h"

/* What the first character can begin; most strings end their test here. */
enum hint { hint_none, hint_word, hint_number };

static enum hint hint_of(char c)
{
	switch (c) {
	case 'y': case 'Y': case 'n': case 'N': case 't': case 'T': case 'f': case 'F': case 'o': case 'O': case '~':
		return hint_word;
	case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
	case '+': case '-': case '.':
		return hint_number;
	default:
		return hint_none;
	}
}

struct word {
	const char *text;
	enum scalar_class class;
};

enum { longest_word = 5, words_max = 7 };

/* By their length, for most strings that begin like a word have another. Each row ends with a word without text. */
static const struct word words[longest_word + 1][words_max] = {
	[1] = {{"~", scalar_null}, {"y", scalar_doubtful}, {"Y", scalar_doubtful}, {"n", scalar_doubtful}, {"N", scalar_doubtful}},
	[2] = {{"no", scalar_doubtful}, {"No", scalar_doubtful}, {"NO", scalar_doubtful},
	       {"on", scalar_doubtful}, {"On", scalar_doubtful}, {"ON", scalar_doubtful}},
	[3] = {{"yes", scalar_doubtful}, {"Yes", scalar_doubtful}, {"YES", scalar_doubtful},
	       {"off", scalar_doubtful}, {"Off", scalar_doubtful}, {"OFF", scalar_doubtful}},
	[4] = {{"true", scalar_bool}, {"True", scalar_bool}, {"TRUE", scalar_bool},
	       {"null", scalar_null}, {"Null", scalar_null}, {"NULL", scalar_null}},
	[5] = {{"false", scalar_bool}, {"False", scalar_bool}, {"FALSE", scalar_bool}},
};

static const struct word special_floats[] = {
	{".nan", scalar_float}, {".NaN", scalar_float}, {".NAN", scalar_float},
	{".inf", scalar_float}, {".Inf", scalar_float}, {".INF", scalar_float},
	{"+.inf", scalar_float}, {"+.Inf", scalar_float}, {"+.INF", scalar_float},
	{"-.inf", scalar_float}, {"-.Inf", scalar_float}, {"-.INF", scalar_float},
	{NULL, scalar_string},
};

static enum scalar_class look_up(const struct word *row, struct str text)
{
	for (; row->text; row++)
		if (str_is(text, row->text))
			return row->class;
	return scalar_string;
}

static enum scalar_class classify_word(struct str text)
{
	return text.length <= longest_word ? look_up(words[text.length], text) : scalar_string;
}

static enum scalar_class classify_number(struct str text)
{
	enum number_shape shape = number_core(text);

	if (shape == number_none) {
		if (look_up(special_floats, text) == scalar_float)
			return scalar_float;
		return scalar_go_text(text) ? scalar_string : scalar_doubtful;
	}
	if (shape == number_float)
		return number_go(text) ? scalar_float : scalar_doubtful;
	/* A decimal integer too large for Go is a float there; that it does not fit is reported as such. */
	if (number_leads_zero(text) || !number_go(text))
		return scalar_doubtful;
	return scalar_int;
}

enum scalar_class scalar_classify(struct str text)
{
	if (text.length == 0)
		return scalar_null;
	switch (hint_of(text.data[0])) {
	case hint_word:
		return classify_word(text);
	case hint_number:
		return classify_number(text);
	case hint_none:
		break;
	}
	return scalar_string;
}

bool scalar_go_text(struct str text)
{
	if (text.length == 0)
		return false;
	switch (hint_of(text.data[0])) {
	case hint_word:
		return classify_word(text) == scalar_string;
	case hint_number:
		return !number_go(text) && !number_is_base60(text) && !scalar_is_timestamp(text) &&
		       look_up(special_floats, text) == scalar_string;
	case hint_none:
		break;
	}
	return true;
}
