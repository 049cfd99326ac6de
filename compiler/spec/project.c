/* SPDX-License-Identifier: Apache-2.0 */
/* mpicc.yaml: decoded, with one environment laid over it; and laid round job files. */
#include "compiler/spec/project.h"

#include "lib/tree/merge.h"

#define NONE
#define FALLBACK(text) .fallback = (text),
#define RANGE(low, high) .minimum = (low), .maximum = (high),
#define CHOICES(...) .choices = (const char *const[]){__VA_ARGS__, NULL},
#define FIELD(id, path_, type_, member, options, doc_, example_) \
	{.path = (path_), .type = &field_##type_, .offset = offsetof(struct project, member), options .doc = (doc_), .example = (example_)},

static const struct field rows[] = {
#include "compiler/spec/project_fields.def"
};

const struct field_table project_table = {PROJECT_FILE, rows, project_field_count};

/* What an environment may say of its own. */
static const struct str environment_keys[] = {{"defaults", 8},      {"overrides", 9}, {"kubernetes", 10},
					      {"clusterDomain", 13}, {"hooks", 5},     {"keys", 4},
					      {"output", 6},	     {"quotas", 6}};

enum { environment_key_count = sizeof(environment_keys) / sizeof(*environment_keys) };

const struct str *project_environment_keys(uint32_t *out_count)
{
	*out_count = environment_key_count;
	return environment_keys;
}

static bool environment_key(struct decoder *d, const struct member *m)
{
	struct diag *diag;

	for (unsigned i = 0; i < environment_key_count; i++)
		if (str_equal(m->key, environment_keys[i]))
			return true;
	diag = diag_report(d->diags, diag_E0201, m->key_at, "unknown field `%.*s` of an environment", STR_ARG(m->key));
	diag_suggest(d->diags, diag, m->key, environment_keys, environment_key_count);
	return false;
}

static const struct node *environment_find(struct decoder *d, const struct node *document, struct str name)
{
	const struct node *all = node_get(document, "environments");
	const struct node *found = node_get_str(all, name);
	struct place at = all ? all->at : document ? document->at : PLACE_NONE;
	uint32_t count = node_is(all, node_map) ? all->member_count : 0;
	struct str *names;
	struct diag *diag;

	if (found)
		return found;
	names = arena_array(d->arena, struct str, count);
	for (uint32_t i = 0; i < count; i++)
		names[i] = all->members[i].key;
	diag = diag_report(d->diags, diag_E0301, at, "there is no environment `%.*s` in " PROJECT_FILE, STR_ARG(name));
	diag_suggest(d->diags, diag, name, names, count);
	return NULL;
}

/* The environment's own fields over the project's; `overrides` apart, they go over the jobs. */
static bool environment_apply(struct decoder *d, const struct node *document, struct str name, struct node **out,
			      struct node **out_overrides)
{
	const struct node *environment = environment_find(d, document, name);
	struct node *over;
	bool ok = true;

	if (!environment)
		return false;
	if (environment->kind != node_map) {
		diag_report(d->diags, diag_E0203, environment->at, "an environment must be a map, not %s",
			    node_kind_name(environment->kind));
		return false;
	}
	over = node_new(d->arena, node_map, environment->at);
	for (uint32_t i = 0; i < environment->member_count; i++) {
		const struct member *m = &environment->members[i];

		if (!environment_key(d, m))
			ok = false;
		else if (str_is(m->key, "overrides"))
			*out_overrides = m->value->kind == node_null ? NULL : m->value;
		else
			node_append_member(d->arena, over, *m);
	}
	*out = merge(d->arena, document, over);
	return ok;
}

static bool check_overrides(struct decoder *d, const struct node *overrides)
{
	if (!overrides || overrides->kind == node_map)
		return true;
	diag_report(d->diags, diag_E0203, overrides->at, "`overrides` must be a map, not %s", node_kind_name(overrides->kind));
	return false;
}

bool project_decode(struct decoder *d, const struct node *document, struct str environment, struct project *out)
{
	struct node *whole = document ? (struct node *)document : node_new(d->arena, node_map, PLACE_NONE);
	struct node *overrides = NULL;
	bool ok = true;

	*out = (struct project){.environment = environment};
	if (environment.length)
		ok = environment_apply(d, document, environment, &whole, &overrides) && check_overrides(d, overrides);
	ok &= field_decode(d, &project_table, whole, out, out->nodes);
	out->overrides = overrides;
	out->source = document ? document->at.source : NULL;
	return ok;
}

struct node *project_apply(struct arena *a, const struct project *project, const struct node *document)
{
	struct node *merged = merge(a, project->defaults, document);

	merged = node_copy(a, project->overrides ? merge(a, merged, project->overrides) : merged);
	/* In a pod overlay null deletes from the pod, which is still to come. */
	node_prune(merged, "pod");
	/* The whole job stands where its document does, whatever was merged into it. */
	merged->at = document->at;
	return merged;
}
