/* SPDX-License-Identifier: Apache-2.0 */
/* The announcement from the rows of our options, and options from what an Application sets. */
#include "compiler/cli/argocd.h"

#include "compiler/cli/suggest.h"
#include "lib/read/read.h"

static const char *const offered[] = {"env", "target", "keys"};
enum { offered_count = sizeof(offered) / sizeof(*offered) };

static const struct option_row *offered_row(const char *name)
{
	uint32_t i = 0;

	while (!str_is(str_from(name), input_option_rows[i].name))
		i++;
	return &input_option_rows[i];
}

static struct node *announce(struct arena *a, const struct option_row *row)
{
	struct node *map = node_new(a, node_map, PLACE_NONE);

	node_put_text(a, map, "name", str_from(row->name));
	node_put_text(a, map, "tooltip", str_from(row->help));
	node_put_text(a, map, "collectionType", STR("string"));
	node_put_text(a, map, "string", str_from(row->choices ? row->choices[0] : ""));
	return map;
}

struct node *argocd_announcement(struct arena *a)
{
	struct node *list = node_new(a, node_list, PLACE_NONE);

	for (uint32_t i = 0; i < offered_count; i++)
		node_add(a, list, announce(a, offered_row(offered[i])));
	return list;
}

#define fail(a, usage, ...) ((usage)->message = arena_format((a), __VA_ARGS__), false)

static bool is_offered(struct arena *a, struct str name, struct usage *out_usage)
{
	struct suggestion s = suggestion_begin(name);

	for (uint32_t i = 0; i < offered_count; i++) {
		if (str_is(name, offered[i]))
			return true;
		suggestion_offer(&s, str_from(offered[i]));
	}
	out_usage->help = s.best.length ? arena_format(a, "did you mean `%.*s`?", STR_ARG(s.best)) :
					  STR("the parameters are `env`, `target` and `keys`");
	return fail(a, out_usage, "unknown parameter `%.*s`", STR_ARG(name));
}

/* As a word of the command line, so that values are checked where options are. */
static bool take(struct arena *a, const struct node *parameter, struct input_options *out, struct usage *out_usage)
{
	static const struct option_group group = {input_option_rows, input_option_count, 0};
	static const struct option_set set = {&group, 1};
	struct str name = node_text(node_get(parameter, "name"));
	const struct node *value = node_get(parameter, "string");
	struct option_arguments none;
	struct str word;

	if (!is_offered(a, name, out_usage))
		return false;
	if (!node_is(value, node_string))
		return fail(a, out_usage, "parameter `%.*s` must be a string", STR_ARG(name));
	if (value->text.length == 0)
		return true;
	if (str_find(value->text, '\0') != SIZE_MAX)
		return fail(a, out_usage, "parameter `%.*s` holds a NUL", STR_ARG(name));
	word = arena_format(a, "--%.*s=%.*s%c", STR_ARG(name), STR_ARG(value->text), '\0');
	return options_parse(&set, options_anywhere, a, (char *[]){(char *)word.data}, 1, out, &none, out_usage);
}

bool argocd_parameters(struct arena *a, struct str text, struct input_options *out, struct usage *out_usage)
{
	const struct source *source = source_new(a, source_option, STR("ARGOCD_APP_PARAMETERS"), text);
	struct document_list documents = {0};
	struct input_options options = *out;
	struct diag_list diags;

	diag_list_init(&diags, a);
	if (!read_documents(source, a, &diags, &documents) || documents.count > 1)
		return fail(a, out_usage, "ARGOCD_APP_PARAMETERS is no JSON");
	if (documents.count == 0 || documents.items[0]->kind == node_null)
		return true;
	if (documents.items[0]->kind != node_list)
		return fail(a, out_usage, "ARGOCD_APP_PARAMETERS is no list");
	for (uint32_t i = 0; i < documents.items[0]->item_count; i++)
		if (!take(a, documents.items[0]->items[i], &options, out_usage))
			return false;
	*out = options;
	return true;
}
