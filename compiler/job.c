/* SPDX-License-Identifier: Apache-2.0 */
/* Decoding one job, and what it names: flavour, keys. Its objects after lowering are job_objects.c. */
#include "compiler/job.h"

#include "compiler/kubeflow/mpijob.h"

void job_context_init(struct job_context *c, struct arena *a)
{
	c->arena = a;
	if (!c->templates)
		c->templates = template_set_new(a);
	c->scripts = (struct source_cache){.io = c->request->io, .arena = a, .err = c->err};
	c->chunks = script_cache_new(a);
	c->quotas = (struct quota_ledger){.arena = a};
}

/* Options of the command line are values like any other: they have a source, and errors show it. */
static struct node *with_options(struct job_context *c, struct node *document, struct arena *a)
{
	static const char *const targets[] = {"auto", "split", "indexed"};
	const struct compile_request *r = c->request;
	struct str target = str_from(targets[r->target]);

	if (r->target != target_auto) {
		struct source *source = source_new(c->arena, source_option, STR("--target"), target);

		node_put(a, document, "target", node_new_string(a, target, (struct place){source, 0, (uint32_t)target.length}));
	}
	if (r->keys.length) {
		struct source *source = source_new(c->arena, source_option, STR("--keys"), r->keys);

		node_put(a, document, "keys", node_new_string(a, r->keys, (struct place){source, 0, (uint32_t)r->keys.length}));
	}
	return document;
}

static bool check_plain_keys(struct job_context *c, const struct spec *spec)
{
	struct diag *d;

	if (spec->keys.mode != keys_plain || c->request->insecure_plain_keys)
		return true;
	d = diag_report(c->diags, diag_E0411, spec_at(spec, spec_keys), "`keys: plain` writes a private key into the manifests");
	diag_help(c->diags, d, "say --insecure-plain-keys if that is meant");
	return false;
}

/* Options and scripts may serve many jobs, so where the job file does not name them they do not tell which job it was. */
static bool needs_label(const struct diag *d, const struct source *job)
{
	const struct source *at = d->at.source;

	if (!at || (at->kind != source_option && at->kind != source_hook && at->kind != source_flavour && at->kind != source_builtin))
		return false;
	for (uint32_t i = 0; i < d->label_count; i++)
		if (d->labels[i].at.source == job)
			return false;
	return true;
}

void job_label(struct job_context *c, uint32_t before, const struct node *document)
{
	const struct node *name = node_path(document, "metadata.name");

	for (uint32_t i = before; i < c->diags->count; i++) {
		struct diag *d = &c->diags->items[i];

		if (needs_label(d, document->at.source))
			diag_label(c->diags, d, name ? name->at : document->at, "for this job");
	}
}

bool job_decode(struct job_context *c, const struct job_input *input, struct arena *a, struct spec *out)
{
	struct decoder decoder = {a, c->diags};
	struct spec_kubeflow kubeflow = {0};
	struct node *compact = (struct node *)input->document, *merged;
	bool ok;

	if (mpijob_is(input->document) && !mpijob_translate(&decoder, input->document, &compact, &kubeflow))
		return false;
	c->scripts.project = input->project->source ? path_folder(input->project->source->name) : STR(".");
	merged = project_apply(a, input->project, compact);
	if (!spec_decode(&decoder, with_options(c, merged, a), out))
		return false;
	out->kubeflow = kubeflow;
	if (kubeflow.is)
		mpijob_check_gang(&decoder, out);
	ok = spec_check(&decoder, out);
	ok &= check_plain_keys(c, out);
	job_names_add(&c->names, c->arena, out);
	return ok;
}

bool job_flavour(struct job_context *c, const struct spec *spec, struct arena *a, struct flavour *out)
{
	const struct flavour_choice *mpi = &spec->mpi;
	const struct asset *builtin;
	struct str *names;
	uint32_t count;
	struct diag *d;

	out->cache = c->chunks;
	if (str_ends(mpi->name, ".lua"))
		return (out->source = source_cache_get(&c->scripts, source_flavour, mpi->node, c->diags));
	builtin = flavour_builtin_asset(a, mpi->name);
	if (builtin)
		return (out->source = source_cache_add(&c->scripts, source_builtin, builtin->name, builtin->text));
	d = diag_report(c->diags, diag_E0550, spec_at(spec, spec_mpi), "there is no MPI flavour `%.*s`", STR_ARG(mpi->name));
	count = flavour_builtin(a, &names);
	diag_suggest(c->diags, d, mpi->name, names, count);
	return false;
}
