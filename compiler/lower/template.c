/* SPDX-License-Identifier: Apache-2.0 */
/* Reading templates and filling them in. */
#include "compiler/lower/template.h"

#include <assert.h>

#include "compiler/assets/assets.h"
#include "lib/read/read.h"

struct template_set {
	struct node **trees; /* by asset; NULL for what is no template */
};

static const char folder[] = "templates/";

/* A template is ours: one that cannot be read is a bug, and tests/unit/lower reads them all. */
static struct node *read_template(struct arena *a, const struct asset *asset)
{
	struct source *source = source_new(a, source_template, asset->name, asset->text);
	struct document_list documents = {0};
	struct diag_list diags;
	bool ok;

	diag_list_init(&diags, a);
	ok = read_documents(source, a, &diags, &documents);
	assert(ok && documents.count == 1);
	(void)ok;
	return documents.items[0];
}

struct template_set *template_set_new(struct arena *a)
{
	struct template_set *set = arena_new(a, struct template_set);

	set->trees = arena_array(a, struct node *, asset_count);
	for (unsigned i = 0; i < asset_count; i++)
		if (str_starts(assets[i].name, folder) && str_ends(assets[i].name, ".yaml"))
			set->trees[i] = read_template(a, &assets[i]);
	return set;
}

void template_put(struct arena *a, struct node *values, const char *name, struct node *value)
{
	node_put(a, values, name, value ? value : node_new(a, node_null, PLACE_NONE));
}

void template_put_text(struct arena *a, struct node *values, const char *name, struct str text)
{
	template_put(a, values, name, text.length ? node_new_string(a, text, PLACE_NONE) : NULL);
}

void template_put_int(struct arena *a, struct node *values, const char *name, int64_t value)
{
	template_put(a, values, name, node_new_int(a, value, PLACE_NONE));
}

static struct node *lookup(const struct node *values, struct str name)
{
	struct node *value = node_get_str(values, name);

	assert(value); /* a template names what nobody set */
	return value;
}

/* The name in `${name}` at the front of `s`, and what comes after it; false when there is none. */
static bool cut_name(struct str s, struct str *name, struct str *rest)
{
	size_t close;

	if (!str_starts(s, "${") || (close = str_find(s, '}')) == SIZE_MAX)
		return false;
	*name = str_slice(s, 2, close);
	*rest = str_slice(s, close + 1, s.length);
	return true;
}

static struct str value_text(struct arena *a, const struct node *value)
{
	return value->kind == node_int ? arena_format(a, "%lld", (long long)value->integer) : node_text(value);
}

static struct str fill_text(struct arena *a, struct str text, const struct node *values)
{
	struct str out = STR_NONE, name, after;
	size_t dollar;

	while ((dollar = str_find(text, '$')) != SIZE_MAX) {
		struct str rest = str_slice(text, dollar, text.length);
		bool found = cut_name(rest, &name, &after);

		out = arena_join(a, out, str_slice(text, 0, found ? dollar : dollar + 1));
		if (found)
			out = arena_join(a, out, value_text(a, lookup(values, name)));
		text = found ? after : str_slice(rest, 1, rest.length);
	}
	return out.data ? arena_join(a, out, text) : text;
}

static struct node *fill(const struct node *n, const struct node *values, struct arena *a);

static struct node *fill_string(const struct node *n, const struct node *values, struct arena *a)
{
	struct str name, rest;
	const struct node *value;

	if (!cut_name(n->text, &name, &rest) || rest.length)
		return node_new_string(a, fill_text(a, n->text, values), n->at);
	value = lookup(values, name);
	return value->kind == node_null ? NULL : node_copy(a, value);
}

static struct node *fill_list(const struct node *n, const struct node *values, struct arena *a)
{
	struct node *out = node_new(a, node_list, n->at);

	for (uint32_t i = 0; i < n->item_count; i++) {
		struct node *item = fill(n->items[i], values, a);

		if (item)
			node_add(a, out, item);
	}
	return out;
}

static struct node *fill_map(const struct node *n, const struct node *values, struct arena *a)
{
	struct node *out = node_new(a, node_map, n->at);

	out->members = arena_array(a, struct member, n->member_count);
	out->member_capacity = n->member_count;
	for (uint32_t i = 0; i < n->member_count; i++) {
		const struct member *m = &n->members[i];
		struct node *value = fill(m->value, values, a);

		if (value)
			node_append_member(a, out, (struct member){m->key, m->key_at, value});
	}
	return out;
}

/* NULL: the value is absent. */
static struct node *fill(const struct node *n, const struct node *values, struct arena *a)
{
	switch (n->kind) {
	case node_list:
		return fill_list(n, values, a);
	case node_map:
		return fill_map(n, values, a);
	case node_string:
		return fill_string(n, values, a);
	case node_null:
	case node_bool:
	case node_int:
	case node_float:
		break;
	}
	return node_copy(a, n);
}

static const struct asset *find(const char *name, const char *ending)
{
	size_t length = strlen(name);

	for (unsigned i = 0; i < asset_count; i++) {
		struct str file = str_starts(assets[i].name, folder) ?
			str_slice(assets[i].name, sizeof(folder) - 1, assets[i].name.length) : STR_NONE;

		if (file.length == length + strlen(ending) && str_starts(file, name) && str_is(str_slice(file, length, file.length), ending))
			return &assets[i];
	}
	return NULL;
}

struct node *template_fill(const struct template_set *set, const char *name, const struct node *values, struct arena *a)
{
	const struct asset *asset = find(name, ".yaml");

	assert(asset);
	return fill(set->trees[asset - assets], values, a);
}

struct str template_text(const char *file)
{
	const struct asset *asset = find(file, "");

	assert(asset);
	return asset->text;
}
