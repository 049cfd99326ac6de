/* SPDX-License-Identifier: Apache-2.0 */
/* Diagnostics in, `results` of a ResourceList out: a caller shows its user files and fields, not lines of standard input. */
#include "compiler/cli/krm.h"

static bool is_within(struct place inner, struct place outer)
{
	return inner.source && inner.source == outer.source && inner.offset >= outer.offset &&
	       inner.offset - outer.offset < outer.length;
}

static const struct krm_origin *origin_of(const struct krm_list *list, struct place at)
{
	for (uint32_t i = 0; i < list->origin_count; i++)
		if (is_within(at, list->origins[i].item->at))
			return &list->origins[i];
	return NULL;
}

static bool find_field(const struct node *n, struct place at, struct arena *a, struct str path, struct str *out);

static bool find_in_map(const struct node *map, struct place at, struct arena *a, struct str path, struct str *out)
{
	for (uint32_t i = 0; i < map->member_count; i++) {
		const struct member *m = &map->members[i];
		struct str below = path.length ? arena_format(a, "%.*s.%.*s", STR_ARG(path), STR_ARG(m->key)) : m->key;

		if (m->key_at.source == at.source && m->key_at.offset == at.offset)
			return *out = below, true;
		if (find_field(m->value, at, a, below, out))
			return true;
	}
	return false;
}

/* The path of the key or value that stands just there; "spec.containers[0].image". */
static bool find_field(const struct node *n, struct place at, struct arena *a, struct str path, struct str *out)
{
	if (n->at.source == at.source && n->at.offset == at.offset && path.length && n->kind != node_map)
		return *out = path, true;
	if (n->kind == node_map)
		return find_in_map(n, at, a, path, out);
	for (uint32_t i = 0; n->kind == node_list && i < n->item_count; i++)
		if (find_field(n->items[i], at, a, arena_format(a, "%.*s[%u]", STR_ARG(path), i), out))
			return true;
	return false;
}

static void put_reference(struct node *result, const struct node *object, struct arena *a)
{
	static const char *const fields[] = {"apiVersion", "kind"}, *const metadata[] = {"namespace", "name"};
	struct node *reference = node_ensure_map(a, result, "resourceRef");

	for (int i = 0; i < 2; i++) {
		struct str own = node_text(node_get(object, fields[i]));
		struct str inner = node_text(node_get(node_get(object, "metadata"), metadata[i]));

		if (own.length)
			node_put_text(a, reference, fields[i], own);
		if (inner.length)
			node_put_text(a, reference, metadata[i], inner);
	}
}

static void put_field(struct node *result, const struct node *object, struct place at, struct arena *a)
{
	struct str path;

	if (find_field(object, at, a, STR_NONE, &path))
		node_put_text(a, node_ensure_map(a, result, "field"), "path", path);
}

/* The index is text in annotations and a number in results. */
static void put_file(struct node *result, struct str path, const struct node *index, struct arena *a)
{
	struct node *file;
	int64_t number;

	if (!path.length)
		return;
	file = node_ensure_map(a, result, "file");
	node_put_text(a, file, "path", path);
	if (index && str_to_int(index->text, &number))
		node_put(a, file, "index", node_new_int(a, number, PLACE_NONE));
}

/* `in_file`: what to name the line of; PLACE_NONE: no line. */
static struct str message_of(const struct diag *d, struct place in_file, struct arena *a)
{
	struct str text = d->message;

	if (in_file.source)
		text = arena_format(a, "line %u: %.*s", source_position(in_file.source, in_file.offset).line, STR_ARG(text));
	return d->help.length ? arena_format(a, "%.*s; %.*s", STR_ARG(text), STR_ARG(d->help)) : text;
}

/* What an option did to a job is the job's. */
static struct place place_of(const struct diag *d)
{
	bool option = d->at.source && d->at.source->kind == source_option;

	return option && d->label_count ? d->labels[0].at : d->at;
}

static struct node *result_of(const struct krm_list *list, const struct diag *d, struct arena *a)
{
	const struct diag_code_info *info = diag_code_info(d->code);
	const struct place at = place_of(d);
	const struct krm_origin *origin = origin_of(list, at);
	const struct source *source = at.source;
	bool in_file = !origin && source && source->kind != source_option && source != list->root->at.source;
	struct node *result = node_new(a, node_map, PLACE_NONE);

	node_put_text(a, result, "message", message_of(d, in_file ? at : PLACE_NONE, a));
	node_put_text(a, result, "severity", info->severity == diag_error ? STR("error") : STR("warning"));
	node_put_text(a, node_ensure_map(a, result, "tags"), "code", str_from(info->name));
	if (origin) {
		put_reference(result, origin->item, a);
		put_field(result, origin->item, at, a);
		put_file(result, origin->path, origin->index, a);
	} else if (in_file) {
		put_file(result, source->name, NULL, a);
	} else if (list->config && is_within(at, list->config->at)) {
		put_reference(result, list->config, a);
		put_field(result, list->config, at, a);
	}
	return result;
}

void krm_put_results(struct krm_list *list, const struct diag_list *diags, struct arena *a)
{
	struct node *results;

	if (!diags->count)
		return;
	results = node_ensure_list(a, list->root, "results");
	for (uint32_t i = 0; i < diags->count; i++)
		node_add(a, results, result_of(list, &diags->items[i], a));
}
