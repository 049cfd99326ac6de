/* SPDX-License-Identifier: Apache-2.0 */
/* Takes a job's text through the stages that come before lower. */
#include "tests/unit/lower/lower_case.h"

#include "compiler/flavour/flavour.h"
#include "compiler/kubeflow/mpijob.h"

static struct flavour flavour_of(struct lower_case *c)
{
	const struct asset *asset = flavour_builtin_asset(c->arena, c->spec.mpi.name);
	struct str name = asset ? asset->name : STR("own.lua"), text = asset ? asset->text : STR_NONE;

	if (c->lua)
		text = str_from(c->lua);
	assert_non_null(text.data);
	return (struct flavour){source_new(c->arena, source_flavour, name, text), script_cache_new(c->arena)};
}

static void decode(struct lower_case *c, struct node *document)
{
	if (mpijob_is(document))
		assert_true(mpijob_translate(&c->decoder, document, &document, &c->kubeflow));
	assert_true(project_decode(&c->decoder, NULL, STR_NONE, &c->project));
	assert_true(spec_decode(&c->decoder, project_apply(c->arena, &c->project, document), &c->spec));
	c->spec.kubeflow = c->kubeflow;
	assert_true(spec_check(&c->decoder, &c->spec));
}

/* Stands for what compiler/secret makes; false where it makes nothing. */
static bool make_keys(struct lower_case *c)
{
	struct key_secret *keys = &c->keys;

	*keys = (struct key_secret){.template_name = "secret", .file = SECRET_FILE, .private_key = STR("cHJpdmF0ZQ=="),
				    .public_key = STR("cHVibGlj")};
	switch (c->spec.keys.mode) {
	case keys_plain:
		return true;
	case keys_sops:
		keys->file = SOPS_FILE;
		keys->sops = node_new(c->arena, node_map, PLACE_NONE);
		node_put_text(c->arena, keys->sops, "mac", STR("ENC[x]"));
		return true;
	case keys_sealed:
		keys->template_name = "sealed-secret";
		keys->file = SEALED_FILE;
		keys->sealed_for = STR("sha256:0");
		return true;
	default:
		return false;
	}
}

void lower_case_text(struct lower_case *c, struct arena *a, const char *text)
{
	struct flavour flavour;

	*c = (struct lower_case){.arena = a, .lua = c->lua};
	diag_list_init(&c->diags, a);
	c->decoder = (struct decoder){a, &c->diags};
	decode(c, test_read(a, text));
	if (c->diags.errors)
		assert_no_diags(&c->diags);
	flavour = flavour_of(c);
	if (!flavour_plan(&flavour, &c->spec, &c->project, a, &c->diags, &c->plan))
		assert_no_diags(&c->diags);
	c->ok = lower(&c->plan, template_set_new(a), make_keys(c) ? &c->keys : NULL, a, &c->diags, &c->objects);
	assert_int_equal(c->ok, c->diags.errors == 0);
}

void lower_case_make(struct lower_case *c, struct arena *a, const char *lines)
{
	lower_case_text(c, a, arena_format(a, JOB "%s", lines).data);
	assert_no_diags(&c->diags);
}

void lower_case_kubeflow(struct lower_case *c, struct arena *a, const char *spec, const char *launcher, const char *worker)
{
	struct str workers = worker ? arena_format(a, "    Worker: {replicas: 2, template: {spec: %s}}\n", worker) : STR("");

	lower_case_text(c, a,
			arena_format(a,
				     "apiVersion: kubeflow.org/v2beta1\n"
				     "kind: MPIJob\n"
				     "metadata: {name: pi, namespace: hpc}\n"
				     "spec:\n"
				     "  runPolicy: {cleanPodPolicy: Running}\n"
				     "%s"
				     "  mpiReplicaSpecs:\n"
				     "    Launcher: {template: {spec: %s}}\n"
				     "%.*s",
				     spec, launcher, STR_ARG(workers))
				.data);
}

struct node *lower_case_object(const struct lower_case *c, const char *file)
{
	for (uint32_t i = 0; i < c->objects.count; i++)
		if (str_is(c->objects.items[i].file, file))
			return c->objects.items[i].tree;
	return NULL;
}

struct node *lower_case_pod(const struct lower_case *c, const char *file)
{
	struct node *pod = node_path(lower_case_object(c, file), "spec.template");

	if (!pod)
		fail_msg("%s holds no Job", file);
	return pod;
}

struct node *lower_case_container(const struct lower_case *c, const char *file, const char *name)
{
	struct node *container = test_find(lower_case_pod(c, file), arena_format(c->arena, "spec.containers[%s]", name).data);

	if (!container)
		fail_msg("%s has no container %s", file, name);
	return container;
}

struct str lower_case_files(const struct lower_case *c)
{
	struct str out = STR("");

	for (uint32_t i = 0; i < c->objects.count; i++)
		out = arena_format(c->arena, "%.*s%.*s ", STR_ARG(out), STR_ARG(c->objects.items[i].file));
	return out;
}
