/* SPDX-License-Identifier: Apache-2.0 */
/* The walk through an object beside its schema. Scalars are schema_scalar.c, rules of whole lists and maps schema_group.c. */
#include "compiler/validate/schema_walk.h"

#include <assert.h>

#include "compiler/validate/format.h"

/* Versions of groups that Kubernetes had once (its deprecated API migration guide). */
static const struct gone {
	const char *version, *now;
	unsigned until;
} gone[] = {
	{"apps/v1beta1", "apps/v1", 15},
	{"apps/v1beta2", "apps/v1", 15},
	{"batch/v1beta1", "batch/v1", 24},
	{"batch/v2alpha1", "batch/v1", 20},
	{"extensions/v1beta1", "apps/v1 or networking.k8s.io/v1", 21},
	{"policy/v1beta1", "policy/v1", 24},
	{"rbac.authorization.k8s.io/v1alpha1", "rbac.authorization.k8s.io/v1", 22},
	{"rbac.authorization.k8s.io/v1beta1", "rbac.authorization.k8s.io/v1", 21},
	{"scheduling.k8s.io/v1beta1", "scheduling.k8s.io/v1", 21},
};

static void walk_node(const struct walk *w, uint32_t index, const struct node *n, const struct step *step);

static void walk_list(const struct walk *w, const struct schema_type *type, const struct node *list, const struct step *step)
{
	for (uint32_t i = 0; i < list->item_count; i++) {
		struct step here = {.up = step, .set = w->set, .within = type, .index = i};

		walk_node(w, type->item, list->items[i], &here);
	}
	if (list->item_count < type->low)
		walk_report(w, step, diag_E0806, list->at, "%.*s needs at least %lld item%s", STR_ARG(walk_name(w, step)),
			    (long long)type->low, type->low == 1 ? "" : "s");
	else if (list->item_count > type->high)
		walk_report(w, step, diag_E0806, list->at, "%.*s has %u items, %lld is the most", STR_ARG(walk_name(w, step)),
			    list->item_count, (long long)type->high);
	walk_entries(w, type, list, step);
}

/* A type that a field's value or its items have. */
static const struct schema_type *content(const struct walk *w, const struct schema_type *type)
{
	return type->kind == schema_list ? &w->set->types[type->item] : type;
}

/* What stands a level too high or too low is a field of a neighbour. */
static void suggest_place(const struct walk *w, struct diag *d, const struct schema_type *type, struct str name,
			  const struct step *step)
{
	const struct schema_row *rows = w->set->rows + type->rows;

	for (uint32_t i = 0; i < type->count; i++) {
		const struct schema_type *below = content(w, &w->set->types[rows[i].type]);

		if (walk_has(w, &rows[i]) && below->kind == schema_map && schema_row_find(w->set, below, name)) {
			diag_help(w->diags, d, "`%.*s` is a field of `%s`", STR_ARG(name), w->set->texts + rows[i].text);
			return;
		}
	}
	for (; step; step = step->up) {
		if (step->within->kind != schema_map || !schema_row_find(step->set, step->within, name))
			continue;
		diag_help(w->diags, d, "`%.*s` is a field of %.*s", STR_ARG(name), STR_ARG(walk_name(w, step->up)));
		return;
	}
}

static void report_unknown(const struct walk *w, const struct schema_type *type, const struct member *m, const struct step *step)
{
	struct diag *d = walk_report(w, step, diag_E0801, m->key_at, "unknown field `%.*s` in %.*s", STR_ARG(m->key),
				     STR_ARG(walk_name(w, step)));

	walk_suggest(w, d, type, m->key);
	if (!str_starts(d->help, "did you mean"))
		suggest_place(w, d, type, m->key, step);
}

static void walk_member(const struct walk *w, const struct schema_type *type, const struct member *m, const struct step *step)
{
	const struct schema_row *row = schema_row_find(w->set, type, m->key);
	struct step here = {.up = step, .set = w->set, .within = type, .key = m->key};

	if (!here.key.data)
		here.key.data = "";
	if (walk_has_enough(w) || (w->encrypted && !step && str_is(m->key, "sops")))
		return;
	if (!row && !type->item)
		report_unknown(w, type, m, step);
	else if (row && !walk_has(w, row))
		walk_report_version(w, step, m->key_at, m->key, row->since, row->until);
	else
		walk_node(w, row ? row->type : type->item, m->value, &here);
}

/* Whether a field that was reported as unknown is meant to be this one: then it is not missing as well. */
static bool is_misspelt(const struct walk *w, const struct schema_type *type, const struct node *map, struct str name)
{
	for (uint32_t i = 0; !type->item && i < map->member_count; i++) {
		struct str key = map->members[i].key;
		size_t edits = str_distance(key, name);

		if (edits <= 2 && edits * 2 <= key.length && !schema_row_find(w->set, type, key))
			return true;
	}
	return false;
}

static void report_missing(const struct walk *w, const struct schema_type *type, const struct node *map, const struct step *step)
{
	const struct schema_row *rows = w->set->rows + type->rows;

	for (uint32_t i = 0; i < type->count; i++) {
		struct str name;

		if (w->target->version > rows[i].required || !walk_has(w, &rows[i]))
			continue;
		name = schema_text(w->set, rows[i].text);
		if ((!node_get_str(map, name) || node_is(node_get_str(map, name), node_null)) && !is_misspelt(w, type, map, name))
			walk_report(w, step, diag_E0804, map->at, "field `%.*s` is missing in %.*s", STR_ARG(name),
				    STR_ARG(walk_name(w, step)));
	}
}

static void walk_keys(const struct walk *w, const struct schema_type *type, const struct node *map, const struct step *step)
{
	for (uint32_t i = 0; i < map->member_count; i++) {
		const struct member *m = &map->members[i];
		struct diag *d;

		if (format_accepts(type->format, m->key) || walk_has_enough(w))
			continue;
		d = walk_report(w, step, diag_E0807, m->key_at, "`%.*s` in %.*s must be %s", STR_ARG(m->key),
				STR_ARG(walk_name(w, step)), format_name(type->format));
		diag_help(w->diags, d, "%s", format_help(type->format));
	}
}

static void walk_map(const struct walk *w, const struct schema_type *type, const struct node *map, const struct step *step)
{
	if (type->format)
		walk_keys(w, type, map, step);
	for (uint32_t i = 0; i < map->member_count; i++)
		walk_member(w, type, &map->members[i], step);
	report_missing(w, type, map, step);
	walk_choice(w, type, map, step);
}

static void walk_metadata(const struct walk *w, const struct node *n, const struct step *step)
{
	struct walk kubernetes = *w;

	kubernetes.set = &schema_kubernetes;
	walk_node(&kubernetes, schema_metadata_type(), n, step);
}

/* A null says that the member is not there. */
static void walk_node(const struct walk *w, uint32_t index, const struct node *n, const struct step *step)
{
	const struct schema_type *type = &w->set->types[index];

	if (type->kind == schema_any || n->kind == node_null || walk_has_enough(w))
		return;
	if (w->encrypted && str_starts(node_text(n), "ENC[AES256_GCM,"))
		return;
	if (type->kind == schema_metadata)
		walk_metadata(w, n, step);
	else if (type->kind == schema_list && n->kind == node_list)
		walk_list(w, type, n, step);
	else if (type->kind == schema_map && n->kind == node_map)
		walk_map(w, type, n, step);
	else
		walk_scalar(w, type, n, step);
}

static void report_gone(const struct walk *w, const struct node *version)
{
	for (size_t i = 0; i < sizeof(gone) / sizeof(*gone); i++) {
		struct diag *d;

		if (!str_is(node_text(version), gone[i].version))
			continue;
		d = walk_report(w, NULL, diag_E0810, version->at, "Kubernetes has no `%s` since 1.%u", gone[i].version,
				gone[i].until + 1);
		diag_help(w->diags, d, "now it is %s", gone[i].now);
	}
}

static void report_no_kind(const struct walk *w, const struct node *version, const struct node *kind)
{
	const struct schema_set *set = &schema_kubernetes;
	struct str *names = arena_array(w->diags->arena, struct str, set->object_count);
	struct diag *d = walk_report(w, NULL, diag_E0810, kind->at, "there is no kind `%.*s` in %.*s", STR_ARG(node_text(kind)),
				     STR_ARG(node_text(version)));

	for (uint32_t i = 0; i < set->object_count; i++)
		names[i] = schema_text(set, set->objects[i].kind);
	diag_suggest(w->diags, d, node_text(kind), names, set->object_count);
}

static void walk_object(struct walk *w)
{
	const struct node *version = node_get(w->object, "apiVersion"), *kind = node_get(w->object, "kind");
	const struct schema_set *set = w->set;
	const struct schema_object *o = schema_find(&set, node_text(version), node_text(kind));
	unsigned wanted = w->target->version;

	if (!o && schema_has_version(&schema_kubernetes, node_text(version)))
		report_no_kind(w, version, kind);
	else if (!o)
		report_gone(w, version);
	else if (wanted < o->since || wanted > o->until)
		walk_report_version(w, NULL, kind->at, node_text(kind), o->since, o->until);
	if (!o || wanted < o->since || wanted > o->until)
		return;
	w->set = set;
	walk_node(w, o->type, w->object, NULL);
}

bool schema_check(const struct schema_target *target, const struct node *object, struct place job, struct diag_list *diags)
{
	struct walk w = {
		.target = target,
		.set = target->set,
		.object = object,
		.job = job,
		.diags = diags,
		.enough = diags->errors + walk_mistakes_max,
		.encrypted = node_is(node_path(object, "sops.mac"), node_string),
	};
	uint32_t before = diags->errors;

	assert(node_is(object, node_map));
	walk_object(&w);
	return diags->errors == before;
}

static void shape_node(const struct walk *w, uint32_t index, const struct node *n, const struct step *step)
{
	const struct schema_type *type = &w->set->types[index];
	struct step here = {.up = step, .set = w->set, .within = type};

	if ((type->kind != schema_list && type->kind != schema_map) || n->kind == node_null || walk_has_enough(w))
		return;
	if (n->kind != (type->kind == schema_list ? node_list : node_map)) {
		walk_scalar(w, type, n, step);
		return;
	}
	for (here.index = 0; n->kind == node_list && here.index < n->item_count; here.index++)
		shape_node(w, type->item, n->items[here.index], &here);
	for (uint32_t i = 0; n->kind == node_map && i < n->member_count; i++) {
		const struct schema_row *row = schema_row_find(w->set, type, n->members[i].key);

		here.key = n->members[i].key;
		if (row)
			shape_node(w, row->type, n->members[i].value, &here);
	}
}

bool schema_check_pod(const struct schema_target *target, const struct node *pod, bool whole, struct diag_list *diags)
{
	struct walk w = {
		.target = target,
		.set = &schema_kubernetes,
		.object = pod,
		.diags = diags,
		.enough = diags->errors + walk_mistakes_max,
	};
	const struct schema_set *set = &schema_kubernetes;
	const struct schema_object *kind = schema_find(&set, STR("v1"), STR("Pod"));
	const struct schema_row *spec = schema_row_find(set, &set->types[kind->type], STR("spec"));
	const struct step here = {.key = STR("pod")};
	uint32_t before = diags->errors;

	if (pod)
		shape_node(&w, whole ? kind->type : spec->type, pod, &here);
	return diags->errors == before;
}
