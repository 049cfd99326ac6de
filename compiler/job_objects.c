/* SPDX-License-Identifier: Apache-2.0 */
/* A job's objects after lowering: through the hooks, validated, named, and written as files. */
#include "compiler/job.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/emit/emit.h"
#include "compiler/flavour/flavour.h"
#include "compiler/hook/hook.h"
#include "compiler/lower/identity.h"
#include "compiler/validate/schema_check.h"
#include "compiler/validate/validate.h"
#include "lib/base/scratch.h"

enum { file_max = 64 << 20 };

static struct str object_name(const struct node *object)
{
	return node_text(node_path(object, "metadata.name"));
}

static bool same_object(const struct node *a, const struct node *b)
{
	return str_equal(node_text(node_get(a, "kind")), node_text(node_get(b, "kind"))) && str_equal(object_name(a), object_name(b));
}

/* A kind is what a hook says it is, and becomes part of a path: letters, digits, `-` and `.` only. */
static char file_char(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ? c : '-';
}

/*
 * The file of an object that a hook added: kind-name.yaml without the run's
 * hash, so that it is the same file in the next run.
 */
static struct str new_file(struct arena *a, const struct node *object)
{
	static const char hash[] = "-" RUN_ID_PLACEHOLDER;
	struct str kind = node_text(node_get(object, "kind")), name = object_name(object);
	char *bytes = arena_alloc(a, kind.length + name.length + sizeof("-"));
	size_t length = 0;

	for (size_t i = 0; i < kind.length; i++)
		bytes[length++] = file_char(kind.data[i]);
	bytes[length++] = '-';
	while (name.length) {
		size_t step = str_starts(name, hash) ? sizeof(hash) - 1 : 1;

		if (step == 1)
			bytes[length++] = file_char(name.data[0]);
		name = str_slice(name, step, name.length);
	}
	return arena_join(a, (struct str){bytes, length}, STR(".yaml"));
}

/* An object keeps its file through hooks as long as it keeps kind and name. */
static struct object after_hooks(struct arena *a, const struct object_list *before, struct node *tree)
{
	for (uint32_t i = 0; i < before->count; i++)
		if (same_object(before->items[i].tree, tree))
			return (struct object){tree, before->items[i].file, before->items[i].keep_existing};
	return (struct object){.tree = tree, .file = new_file(a, tree)};
}

static int by_file(const void *left, const void *right)
{
	const struct object *const *a = left, *const *b = right;
	int c = str_compare((*a)->file, (*b)->file);

	return c ? c : (*a > *b) - (*a < *b);
}

/* Objects of one kind and name, in other namespaces or groups: the second is kind-name_2.yaml. No file has a `_` otherwise. */
static void make_files_different(struct arena *a, struct object_list *objects)
{
	struct object **sorted = arena_array(a, struct object *, objects->count);
	struct str previous = STR_NONE;
	unsigned copies = 0;

	for (uint32_t i = 0; i < objects->count; i++)
		sorted[i] = &objects->items[i];
	qsort(sorted, objects->count, sizeof(struct object *), by_file);
	for (uint32_t i = 0; i < objects->count; i++) {
		struct object *o = sorted[i];

		copies = str_equal(o->file, previous) ? copies + 1 : 1;
		previous = o->file;
		if (copies > 1)
			o->file = arena_format(a, "%.*s_%u.yaml", STR_ARG(str_slice(o->file, 0, o->file.length - 5)), copies);
	}
}

static void take_back(struct arena *a, struct object_list *objects, const struct node *trees)
{
	struct object_list out = {0};

	for (uint32_t i = 0; i < trees->item_count; i++) {
		arena_grow(a, out.items, out.count, out.capacity);
		out.items[out.count++] = after_hooks(a, objects, trees->items[i]);
	}
	make_files_different(a, &out);
	*objects = out;
}

static bool run_hooks(struct job_context *c, const struct plan *plan, const struct node *hooks, struct arena *a, struct node **trees)
{
	struct script_limits limits = flavour_script_limits(plan->project);
	const struct node *job = hooks && hooks->item_count ? flavour_job(plan, a) : NULL;

	for (uint32_t i = 0; job && i < hooks->item_count; i++) {
		const struct node *path = hooks->items[i];
		struct hook hook = {source_cache_get(&c->scripts, source_hook, path, c->diags), path->at, c->chunks};

		if (!hook.source || !hook_run(&hook, &limits, job, *trees, a, c->diags, trees))
			return false;
	}
	return true;
}

bool job_hooks(struct job_context *c, const struct plan *plan, struct arena *a, struct object_list *objects)
{
	struct node *trees;

	if (!plan->project->hooks && !plan->spec->hooks)
		return true;
	trees = node_new(a, node_list, PLACE_NONE);
	for (uint32_t i = 0; i < objects->count; i++)
		node_add(a, trees, objects->items[i].tree);
	if (!run_hooks(c, plan, plan->project->hooks, a, &trees) || !run_hooks(c, plan, plan->spec->hooks, a, &trees))
		return false;
	take_back(a, objects, trees);
	return true;
}

static struct schema_target target_of(const struct job_context *c, const struct project *project)
{
	const struct node *chosen = project->nodes[project_kubernetes], *environments = project->nodes[project_environments];

	return (struct schema_target){
		.set = c->schemas,
		.version = schema_version_min + (unsigned)project->kubernetes,
		.version_at = chosen ? chosen->at : PLACE_NONE,
		.environment = project->environment,
		.environments_at = environments ? environments->at : PLACE_NONE,
	};
}

bool job_check_pods(struct job_context *c, const struct spec *spec, const struct project *project)
{
	const struct node *const overlays[] = {spec->pod, spec->launcher_pod, spec->worker_pod};
	struct schema_target target = target_of(c, project);
	bool ok = schema_check_pod(&target, spec->kubeflow.launcher_template, true, c->diags);

	ok &= schema_check_pod(&target, spec->kubeflow.worker_template, true, c->diags);
	for (size_t i = 0; i < sizeof(overlays) / sizeof(*overlays); i++)
		ok &= schema_check_pod(&target, overlays[i], false, c->diags);
	return ok;
}

bool job_validate(struct job_context *c, const struct plan *plan, const struct object_list *objects)
{
	struct place job = spec_at(plan->spec, spec_name);
	struct schema_target target = target_of(c, plan->project);
	bool ok = true;

	for (uint32_t i = 0; i < objects->count; i++) {
		ok &= validate_object(objects->items[i].tree, job, c->diags);
		ok &= schema_check(&target, objects->items[i].tree, job, c->diags);
	}
	return ok;
}

bool job_rules(struct job_context *c, const struct plan *plan, const struct object_list *objects, struct arena *a)
{
	bool ok = rules_check(plan, objects, a, c->diags);

	return rules_quota(&c->quotas, plan, objects, c->diags) && ok;
}

static bool is_of_run(const struct node *object, const char *id)
{
	struct str name = object_name(object);

	return name.length && memmem(name.data, name.length, id, run_id_length);
}

static void add_file(struct job_context *c, const struct spec *spec, const struct object *o, const char *id, struct str bytes, struct arena *a)
{
	struct file_set *set = &c->result->files;
	struct str path = arena_format(a, "%.*s/%.*s/%.*s", STR_ARG(spec->namespace_), STR_ARG(spec->name), STR_ARG(o->file));

	file_set_add(set, path, bytes, o->keep_existing && !c->request->rotate_keys);
	set->items[set->count - 1].at = o->keep_existing ? spec_at(spec, spec_keys) : PLACE_NONE;
	set->items[set->count - 1].lasting = !is_of_run(o->tree, id);
}

int job_emit(struct job_context *c, const struct spec *spec, struct object_list *objects, struct arena *a)
{
	struct buf *bytes = scratch_buf(a, file_max);
	char id[run_id_length + 1];

	if (identity_apply(objects, spec->rerun, a, id, c->err) < 0)
		return -1;
	for (uint32_t i = 0; i < objects->count; i++) {
		buf_clear(bytes);
		if (emit_yaml(objects->items[i].tree, bytes, c->err) < 0)
			return -1;
		add_file(c, spec, &objects->items[i], id, buf_str(bytes), a);
	}
	return 0;
}
