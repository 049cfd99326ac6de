/* SPDX-License-Identifier: Apache-2.0 */
/* The job file's table of fields, and what is derived from several of them. */
#include "compiler/spec/spec.h"

#define NONE
#define REQUIRED .required = true,
#define FALLBACK(text) .fallback = (text),
#define RANGE(low, high) .minimum = (low), .maximum = (high),
#define CHOICES(...) .choices = (const char *const[]){__VA_ARGS__, NULL},
#define FIELD(id, path_, type_, member, options, doc_, example_) \
	{.path = (path_), .type = &field_##type_, .offset = offsetof(struct spec, member), options .doc = (doc_), .example = (example_)},

static const struct field rows[] = {
#include "compiler/spec/spec_fields.def"
};

const struct field_table spec_table = {"job file", rows, spec_field_count};

bool spec_decode(struct decoder *d, const struct node *document, struct spec *out)
{
	*out = (struct spec){.source = document->at.source, .root = document};
	if (!field_decode(d, &spec_table, document, out, out->nodes))
		return false;
	if (!out->mounts.volumes) {
		out->mounts.volumes = node_new(d->arena, node_list, document->at);
		out->mounts.mounts = node_new(d->arena, node_list, document->at);
	}
	if (!out->env)
		out->env = node_new(d->arena, node_list, document->at);
	return true;
}

struct place spec_at(const struct spec *spec, enum spec_field field)
{
	const struct node *n = spec->nodes[field] ? spec->nodes[field] : spec->nodes[spec_name];

	return n ? n->at : spec->root->at;
}

int64_t spec_host_slots(const struct spec *spec)
{
	if (spec->slots)
		return spec->slots;
	return spec->resources.gpus > 0 ? spec->resources.gpus : 1;
}

int64_t spec_total_ranks(const struct spec *spec)
{
	bool launcher = spec->launcher_ranks || spec->workers == 0;

	return (spec->workers + (launcher ? 1 : 0)) * spec_host_slots(spec);
}

struct node *spec_schema(struct arena *a)
{
	return field_schema(a, &spec_table, "mpicc-yaml job file");
}
