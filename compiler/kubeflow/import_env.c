/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of core/v1 EnvVar -> the map `env`. Variables that the map cannot hold stay in the container. */
#include "compiler/kubeflow/import_job.h"

/* Names that the compact form takes: others do not survive shells on the way to the ranks. */
static bool is_identifier(struct str name)
{
	for (size_t i = 0; i < name.length; i++) {
		char c = name.data[i];

		if (c != '_' && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && !(i > 0 && c >= '0' && c <= '9'))
			return false;
	}
	return name.length > 0;
}

/* {name: N, key: K} -> "N/K"; empty where it says more. */
static struct str reference(struct arena *a, const struct node *ref)
{
	struct str name = node_text(node_get(ref, "name")), key = node_text(node_get(ref, "key"));

	if (!node_is(ref, node_map) || ref->member_count != 2 || !name.length || !key.length || str_find(name, '/') != SIZE_MAX)
		return STR_NONE;
	return arena_format(a, "%.*s/%.*s", STR_ARG(name), STR_ARG(key));
}

/* valueFrom as {secret: N/K}, {config: N/K} or {field: PATH}, else as it is. */
static struct node *source(struct arena *a, struct node *from)
{
	static const struct {
		const char *kind, *word;
	} words[] = {{"secretKeyRef", "secret"}, {"configMapKeyRef", "config"}};
	const struct node *field = node_get(from, "fieldRef");
	struct node *out = node_new(a, node_map, from->at);

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		struct str text = reference(a, node_get(from, words[i].kind));

		if (text.length)
			node_put_text(a, out, words[i].word, text);
	}
	if (node_is(field, node_map) && field->member_count == 1 && node_text(node_get(field, "fieldPath")).length)
		node_put(a, out, "field", node_get(field, "fieldPath"));
	if (!out->member_count)
		node_put(a, out, "valueFrom", from);
	return out;
}

/* NULL for a variable that the map cannot hold. */
static struct node *value_of(struct arena *a, const struct node *var)
{
	struct node *value = node_get(var, "value"), *from = node_get(var, "valueFrom");

	if (!is_identifier(node_text(node_get(var, "name"))))
		return NULL;
	if (node_is(from, node_map))
		return source(a, from);
	if (node_is(value, node_string))
		return value;
	return value && value->kind != node_null ? NULL : node_new_string(a, STR(""), var->at);
}

static bool lists(const struct node *vars, struct str name)
{
	for (uint32_t i = 0; node_is(vars, node_list) && i < vars->item_count; i++)
		if (str_equal(node_text(node_get(vars->items[i], "name")), name))
			return true;
	return false;
}

/*
 * Moves the variables of a role into `env`, later ones over earlier ones as in
 * a container; those that the launcher has with another value stay.
 */
static void move(struct import *im, struct import_role *role, struct node *env, const struct node *other)
{
	struct node *vars = import_take(role->container, "env"), *kept;
	struct str lone = STR_NONE;

	if (!node_is(vars, node_list))
		return;
	kept = node_new(im->arena, node_list, vars->at);
	for (uint32_t i = 0; i < vars->item_count; i++) {
		struct str name = node_text(node_get(vars->items[i], "name"));
		struct node *value = value_of(im->arena, vars->items[i]), *there = node_get_str(env, name);

		if (!value || (role == &im->worker && there && lists(other, name) && !node_equal(there, value))) {
			node_add(im->arena, kept, vars->items[i]);
			continue;
		}
		if (im->worker.pod && !lists(other, name))
			lone = arena_format(im->arena, "%.*s%s`%.*s`", STR_ARG(lone), lone.length ? ", " : "", STR_ARG(name));
		node_set(im->arena, env, name, value);
	}
	if (kept->item_count)
		node_put(im->arena, role->container, "env", kept);
	if (lone.length)
		import_note(im, "only %s had %.*s: `env` holds for all pods and ranks", role->name, STR_ARG(lone));
}

void import_env(struct import *im)
{
	struct node *from_options = import_take(im->out, "env"), *env = node_new(im->arena, node_map, im->out->at);
	const struct node *launcher = node_get(im->launcher.container, "env"), *worker = node_get(im->worker.container, "env");

	move(im, &im->launcher, env, worker);
	move(im, &im->worker, env, launcher);
	for (uint32_t i = 0; from_options && i < from_options->member_count; i++)
		node_set(im->arena, env, from_options->members[i].key, from_options->members[i].value);
	if (env->member_count)
		node_put(im->arena, im->out, "env", env);
}
