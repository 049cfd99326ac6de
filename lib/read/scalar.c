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

/* By their length, for most strings that begin like a word have another. */
static const struct word words_1[] = {
	{"~", scalar_null}, {"y", scalar_doubtful}, {"Y", scalar_doubtful}, {"n", scalar_doubtful}, {"N", scalar_doubtful},
};
static const struct word words_2[] = {
	{"no", scalar_doubtful}, {"No", scalar_doubtful}, {"NO", scalar_doubtful},
	{"on", scalar_doubtful}, {"On", scalar_doubtful}, {"ON", scalar_doubtful},
};
static const struct word words_3[] = {
	{"yes", scalar_doubtful}, {"Yes", scalar_doubtful}, {"YES", scalar_doubtful},
	{"off", scalar_doubtful}, {"Off", scalar_doubtful}, {"OFF", scalar_doubtful},
};
static const struct word words_4[] = {
	{"true", scalar_bool}, {"True", scalar_bool}, {"TRUE", scalar_bool},
	{"null", scalar_null}, {"Null", scalar_null}, {"NULL", scalar_null},
};
static const struct word words_5[] = {
	{"false", scalar_bool}, {"False", scalar_bool}, {"FALSE", scalar_bool},
};

static const struct word special_floats[] = {
	{".nan", scalar_float}, {".NaN", scalar_float}, {".NAN", scalar_float},
	{".inf", scalar_float}, {".Inf", scalar_float}, {".INF", scalar_float},
	{"+.inf", scalar_float}, {"+.Inf", scalar_float}, {"+.INF", scalar_float},
	{"-.inf", scalar_float}, {"-.Inf", scalar_float}, {"-.INF", scalar_float},
};

static enum scalar_class look_up(const struct word *table, size_t count, struct str text)
{
	for (size_t i = 0; i < count; i++)
		if (text.data[0] == *table[i].text && str_is(text, table[i].text))
			return table[i].class;
	return scalar_string;
}

#define LOOK_UP(table) look_up(table, sizeof(table) / sizeof(*(table)), text)

static enum scalar_class classify_word(struct str text)
{
	switch (text.length) {
	case 1:
		return LOOK_UP(words_1);
	case 2:
		return LOOK_UP(words_2);
	case 3:
		return LOOK_UP(words_3);
	case 4:
		return LOOK_UP(words_4);
	case 5:
		return LOOK_UP(words_5);
	default:
		return scalar_string;
	}
}

static enum scalar_class classify_special(struct str text)
{
	return LOOK_UP(special_floats);
}

static enum scalar_class classify_number(struct str text)
{
	enum number_shape shape = number_core(text);

	if (shape == number_none) {
		if (classify_special(text) == scalar_float)
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
		       classify_special(text) == scalar_string;
	case hint_none:
		break;
	}
	return true;
}
