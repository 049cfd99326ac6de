/* SPDX-License-Identifier: Apache-2.0 */
/* argv -> slots and arguments, by the rows of option tables. */
#include "compiler/cli/options.h"

#include "compiler/cli/suggest.h"

struct parse {
	const struct option_set *set;
	struct arena *arena;
	char **argv;
	int argc, next;
	void *slots;
	struct option_arguments *out;
	struct usage *usage;
};

/* An option as it was found, with where its value goes. */
struct found {
	const struct option_row *row;
	void *slot;
	struct str shown; /* as the user wrote it: "--branch", "-b" */
};

#define fail(p, ...) ((p)->usage->message = arena_format((p)->arena, __VA_ARGS__), false)

static bool find(struct parse *p, struct str name, char letter, struct found *out)
{
	for (uint32_t g = 0; g < p->set->count; g++) {
		const struct option_group *group = &p->set->groups[g];

		for (uint32_t i = 0; i < group->count; i++) {
			const struct option_row *row = &group->rows[i];

			if (letter ? row->letter != letter : !str_is(name, row->name))
				continue;
			out->row = row;
			out->slot = (char *)p->slots + group->base + row->offset;
			return true;
		}
	}
	return false;
}

static bool unknown(struct parse *p, struct str name)
{
	struct suggestion s = suggestion_begin(name);

	for (uint32_t g = 0; g < p->set->count; g++)
		for (uint32_t i = 0; i < p->set->groups[g].count; i++)
			suggestion_offer(&s, str_from(p->set->groups[g].rows[i].name));
	if (s.best.length)
		p->usage->help = arena_format(p->arena, "did you mean `--%.*s`?", STR_ARG(s.best));
	return fail(p, "unknown option `--%.*s`", STR_ARG(name));
}

static bool store_int(struct parse *p, const struct found *f, struct str value)
{
	const struct option_row *row = f->row;
	int64_t number;

	if (!str_to_int(value, &number))
		return fail(p, "option `%.*s` must be an integer, not `%.*s`", STR_ARG(f->shown), STR_ARG(value));
	if (number < row->minimum || number > row->maximum)
		return fail(p, "option `%.*s` must be from %lld to %lld, not %lld", STR_ARG(f->shown), (long long)row->minimum,
			    (long long)row->maximum, (long long)number);
	*(int64_t *)f->slot = number;
	return true;
}

static bool store_choice(struct parse *p, const struct found *f, struct str value)
{
	struct suggestion s = suggestion_begin(value);
	struct str all = STR_NONE;

	for (int i = 0; f->row->choices[i]; i++) {
		if (str_is(value, f->row->choices[i])) {
			*(int *)f->slot = i;
			return true;
		}
		suggestion_offer(&s, str_from(f->row->choices[i]));
		all = arena_format(p->arena, "%.*s%s`%s`", STR_ARG(all), i ? ", " : "", f->row->choices[i]);
	}
	if (s.best.length)
		p->usage->help = arena_format(p->arena, "did you mean `%.*s`?", STR_ARG(s.best));
	return fail(p, "option `%.*s` must be one of %.*s, not `%.*s`", STR_ARG(f->shown), STR_ARG(all), STR_ARG(value));
}

static void add_word(struct parse *p, struct option_arguments *to, struct str word)
{
	arena_grow(p->arena, to->items, to->count, to->capacity);
	to->items[to->count++] = word;
}

static bool store(struct parse *p, const struct found *f, struct str value)
{
	if (value.length == 0 && !f->row->may_be_empty)
		return fail(p, "option `%.*s` has an empty value", STR_ARG(f->shown));
	switch (f->row->type) {
	case option_int:
		return store_int(p, f, value);
	case option_choice:
		return store_choice(p, f, value);
	case option_texts:
		add_word(p, f->slot, value);
		return true;
	default:
		*(struct str *)f->slot = value;
		return true;
	}
}

/* `--repo --branch main` is a forgotten value far more often than a strange one. */
static bool looks_forgotten(struct parse *p, struct str value)
{
	struct found other;
	struct str name;

	if (!str_starts(value, "-") || value.length < 2)
		return false;
	if (!str_starts(value, "--"))
		return value.length == 2 && find(p, STR_NONE, value.data[1], &other);
	name = str_slice(value, 2, str_find(value, '='));
	return name.length == 0 || find(p, name, 0, &other);
}

static bool take_next_word(struct parse *p, const struct found *f)
{
	struct str value;

	if (p->next == p->argc)
		return fail(p, "option `%.*s` needs a value: %s", STR_ARG(f->shown), f->row->value);
	value = str_from(p->argv[p->next]);
	if (looks_forgotten(p, value)) {
		p->usage->help = arena_format(p->arena, "write `--%s=%.*s` if that is the value", f->row->name, STR_ARG(value));
		return fail(p, "option `%.*s` needs a value before `%.*s`", STR_ARG(f->shown), STR_ARG(value));
	}
	p->next++;
	return store(p, f, value);
}

/* `value` is NULL where none was attached with `=`. */
static bool take(struct parse *p, const struct found *f, const struct str *value)
{
	if (f->row->type == option_flag) {
		if (value)
			return fail(p, "option `%.*s` takes no value", STR_ARG(f->shown));
		*(bool *)f->slot = true;
		return true;
	}
	if (value)
		return store(p, f, *value);
	if (f->row->type != option_optional)
		return take_next_word(p, f);
	*(struct str *)f->slot = str_from(f->row->implied);
	return true;
}

static bool take_long(struct parse *p, struct str word)
{
	size_t equals = str_find(word, '=');
	struct str name = str_slice(word, 2, equals);
	struct str value = equals == SIZE_MAX ? STR_NONE : str_slice(word, equals + 1, word.length);
	struct found f = {.shown = str_slice(word, 0, equals)};

	if (!find(p, name, 0, &f))
		return unknown(p, name);
	return take(p, &f, equals == SIZE_MAX ? NULL : &value);
}

/* -q, -qe prod, -eprod, -e=prod. */
static bool take_letters(struct parse *p, struct str word)
{
	for (size_t i = 1; i < word.length; i++) {
		struct found f = {.shown = arena_format(p->arena, "-%c", word.data[i])};
		struct str rest = str_slice(word, i + 1, word.length);

		if (!find(p, STR_NONE, word.data[i], &f))
			return fail(p, "unknown option `%.*s`", STR_ARG((unsigned char)word.data[i] < 0x80 ? f.shown : word));
		if (f.row->type == option_flag || f.row->type == option_optional) {
			if (!take(p, &f, NULL))
				return false;
			continue;
		}
		if (str_starts(rest, "="))
			rest = str_slice(rest, 1, rest.length);
		return take(p, &f, i + 1 < word.length ? &rest : NULL);
	}
	return true;
}

static bool parse_words(struct parse *p, enum option_order order)
{
	bool ended = false;

	while (p->next < p->argc) {
		struct str word = str_from(p->argv[p->next]);
		bool option = !ended && str_starts(word, "-") && word.length > 1;

		if (!option && order == options_before_arguments)
			return true;
		p->next++;
		if (!option)
			add_word(p, p->out, word);
		else if (str_is(word, "--"))
			ended = true;
		else if (!(str_starts(word, "--") ? take_long(p, word) : take_letters(p, word)))
			return false;
	}
	return true;
}

bool options_parse(const struct option_set *set, enum option_order order, struct arena *a, char **argv, int argc, void *slots,
		   struct option_arguments *out, struct usage *out_usage)
{
	struct parse p = {.set = set, .arena = a, .argv = argv, .argc = argc, .slots = slots, .out = out, .usage = out_usage};
	bool ok;

	*out = (struct option_arguments){0};
	*out_usage = (struct usage){0};
	ok = parse_words(&p, order);
	out->used = p.next;
	return ok;
}
