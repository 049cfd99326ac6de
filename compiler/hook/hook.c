/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a hook and checks that what comes back is a list of complete, different objects. */
#include "compiler/hook/hook.h"

#include <stdlib.h>

static void report_at(struct diag_list *diags, const struct hook *hook, enum diag_code code, const struct node *at,
		      struct str message)
{
	struct place place = at && place_is_users(at->at) ? at->at : (struct place){hook->source, 0, 0};
	struct diag *d = diag_report(diags, code, place, "%.*s", STR_ARG(message));

	if (hook->user.source)
		diag_label(diags, d, hook->user, "after the hook `%.*s` that is named here", STR_ARG(hook->source->name));
}

/* "objects[3]" or, where it has them, "Job train-launcher". */
static struct str object_name(struct arena *a, const struct node *object, uint32_t index)
{
	struct str kind = node_text(node_get(object, "kind")), name = node_text(node_path(object, "metadata.name"));

	if (kind.length && name.length)
		return arena_format(a, "%.*s %.*s", STR_ARG(kind), STR_ARG(name));
	if (kind.length)
		return arena_format(a, "objects[%u], a %.*s,", index + 1, STR_ARG(kind));
	return arena_format(a, "objects[%u]", index + 1);
}

enum { kind_max = 63 };

static bool is_kind(struct str kind)
{
	for (size_t i = 0; i < kind.length; i++) {
		char c = kind.data[i];
		bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');

		if (!letter && (i == 0 || c < '0' || c > '9'))
			return false;
	}
	return kind.length <= kind_max;
}

static bool check_object(const struct hook *hook, const struct node *object, uint32_t index, struct diag_list *diags)
{
	static const char *const needed[] = {"apiVersion", "kind", "metadata.name"};
	struct arena *a = diags->arena;
	bool complete = true;

	if (!node_is(object, node_map)) {
		report_at(diags, hook, diag_E0520, object,
			  arena_format(a, "objects[%u] is %s, not an object", index + 1, node_kind_name(object->kind)));
		return false;
	}
	for (size_t i = 0; i < sizeof(needed) / sizeof(*needed); i++) {
		if (node_text(node_path(object, needed[i])).length)
			continue;
		report_at(diags, hook, diag_E0521, object,
			  arena_format(a, "%.*s has no `%s`", STR_ARG(object_name(a, object, index)), needed[i]));
		complete = false;
	}
	if (is_kind(node_text(node_get(object, "kind"))))
		return complete;
	report_at(diags, hook, diag_E0524, object,
		  arena_format(a, "objects[%u] has the invalid kind `%.*s`", index + 1, STR_ARG(node_text(node_get(object, "kind")))));
	return false;
}

struct identity {
	struct str parts[4]; /* group, kind, namespace, name */
	uint32_t index;
};

static struct identity identity_of(const struct node *object, uint32_t index)
{
	const struct node *metadata = node_get(object, "metadata");
	struct str version = node_text(node_get(object, "apiVersion"));
	size_t slash = str_find(version, '/');

	return (struct identity){{str_slice(version, 0, slash == SIZE_MAX ? 0 : slash), node_text(node_get(object, "kind")),
				  node_text(node_get(metadata, "namespace")), node_text(node_get(metadata, "name"))},
				 index};
}

static int compare_parts(const struct identity *a, const struct identity *b)
{
	int c = 0;

	for (int i = 3; i >= 0 && c == 0; i--)
		c = str_compare(a->parts[i], b->parts[i]);
	return c;
}

static int by_identity(const void *left, const void *right)
{
	const struct identity *a = left, *b = right;
	int c = compare_parts(a, b);

	return c ? c : (a->index > b->index) - (a->index < b->index);
}

static bool check_different(const struct hook *hook, const struct node *objects, struct arena *a, struct diag_list *diags)
{
	struct identity *ids = arena_array(a, struct identity, objects->item_count);
	bool different = true;

	for (uint32_t i = 0; i < objects->item_count; i++)
		ids[i] = identity_of(objects->items[i], i);
	qsort(ids, objects->item_count, sizeof(*ids), by_identity);
	for (uint32_t i = 1; i < objects->item_count; i++) {
		const struct node *object = objects->items[ids[i].index];

		if (compare_parts(&ids[i], &ids[i - 1]) != 0)
			continue;
		report_at(diags, hook, diag_E0522, object,
			  arena_format(diags->arena, "%.*s is there twice: objects[%u] and objects[%u]",
				       STR_ARG(object_name(diags->arena, object, ids[i].index)), ids[i - 1].index + 1,
				       ids[i].index + 1));
		different = false;
	}
	return different;
}

static bool check_result(const struct hook *hook, const struct node *objects, struct arena *a, struct diag_list *diags)
{
	bool complete = true;

	if (!node_is(objects, node_list)) {
		report_at(
			diags, hook, diag_E0520, NULL,
			arena_format(diags->arena, "the hook returned %s, not a list of objects", node_kind_name(objects->kind)));
		return false;
	}
	if (objects->item_count == 0) {
		report_at(diags, hook, diag_E0523, NULL, STR("the hook left no object at all"));
		return false;
	}
	for (uint32_t i = 0; i < objects->item_count; i++)
		complete &= check_object(hook, objects->items[i], i, diags);
	return complete && check_different(hook, objects, a, diags);
}

bool hook_run(const struct hook *hook, const struct script_limits *limits, const struct node *job, struct node *objects,
	      struct arena *a, struct diag_list *diags, struct node **out)
{
	const struct node *args[] = {objects, job};
	struct node *result;
	struct script *script;
	bool ok;

	if (!script_open_cached(hook->cache, hook->source, hook->user, limits, a, diags, &script))
		return false;
	ok = script_call(script, script_has(script, NULL) ? NULL : "hook", args, 2, &result);
	script_close(script);
	if (!ok || !check_result(hook, result, a, diags))
		return false;
	*out = result;
	return true;
}
