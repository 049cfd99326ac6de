/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `resources`: a flat map of quantities, asked for as requests and limits
 * alike (QoS class Guaranteed, which pinning needs), or a container's own
 * `requests` and `limits`.
 */
#include "compiler/spec/field_types.h"

#include "lib/contract/names.h"

/* What the short words stand for. */
static const struct {
	const char *word, *resource;
} words[] = {
	{"cpu", "cpu"},
	{"memory", "memory"},
	{"gpu", "nvidia.com/gpu"},
	{"ephemeral-storage", "ephemeral-storage"},
};

enum { word_count = sizeof(words) / sizeof(*words) };

/* Device plugins whose devices are GPUs; MIG profiles are nvidia.com/mig-…. */
bool resource_is_gpu(struct str resource)
{
	return str_is(resource, "nvidia.com/gpu") || str_starts(resource, "nvidia.com/mig-") || str_is(resource, "amd.com/gpu") ||
	       str_starts(resource, "gpu.intel.com/");
}

static struct str resource_name(struct decoder *d, const struct field *field, const struct member *m)
{
	struct str names[word_count + 2];
	struct diag *diag;

	for (size_t i = 0; i < word_count; i++) {
		names[i] = str_from(words[i].word);
		if (str_equal(m->key, names[i]))
			return str_from(words[i].resource);
	}
	if ((str_find(m->key, '/') != SIZE_MAX && name_is_label_key(m->key)) || str_starts(m->key, "hugepages-"))
		return m->key;
	names[word_count] = STR("requests");
	names[word_count + 1] = STR("limits");
	diag = diag_report(d->diags, diag_E0214, m->key_at, "unknown resource `%.*s` in `%s`", STR_ARG(m->key), field->path);
	diag_suggest(d->diags, diag, m->key, names, word_count + 2);
	if (str_find(m->key, '.') != SIZE_MAX)
		diag_help(d->diags, diag, "extended resources are called by their full name: vendor.example/device");
	return STR_NONE;
}

/* A quantity may stand as a number or a string; it is printed as it was written. */
static struct node *quantity(struct decoder *d, const struct field *field, const struct member *m)
{
	const struct node *value = m->value;
	bool scalar = value->kind == node_int || value->kind == node_float || value->kind == node_string;
	struct diag *diag;

	if (scalar && quantity_is_valid(value->text) && value->text.data[0] != '-')
		return node_new_string(d->arena, value->text, value->at);
	diag = diag_report(d->diags, diag_E0215, value->at, "`%s.%.*s` is not a quantity", field->path, STR_ARG(m->key));
	diag_help(d->diags, diag, "a number with an optional suffix: `2`, `500m`, `32Gi`");
	return NULL;
}

/* More devices than any pod can get are a slip, and ranks are counted by them. */
enum { gpus_max = 4096 };

static bool add_gpus(struct decoder *d, const struct field *field, const struct member *m, const struct node *value, int64_t *gpus)
{
	int64_t count;

	if (!quantity_to_int(value->text, &count)) {
		diag_report(d->diags, diag_E0215, value->at, "`%s.%.*s` must be a whole number: Kubernetes shares no GPU out in parts",
			    field->path, STR_ARG(m->key));
		return false;
	}
	if (count > gpus_max - *gpus) {
		diag_report(d->diags, diag_E0204, value->at, "`%s.%.*s` must be at most %d, all GPUs together", field->path, STR_ARG(m->key),
			    gpus_max);
		return false;
	}
	*gpus += count;
	return true;
}

/* `gpu` beside `nvidia.com/gpu`: the reader found no key twice, and yet one is. */
static bool report_twice(struct decoder *d, const struct field *field, const struct member *m, struct str name)
{
	diag_report(d->diags, diag_E0106, m->key_at, "`%s` has `%.*s` twice", field->path, STR_ARG(name));
	return false;
}

/* Fills `out` from a flat map; counts GPUs. */
static bool add_quantities(struct decoder *d, const struct field *field, const struct node *map, struct node *out, int64_t *gpus)
{
	bool ok = true;

	for (uint32_t i = 0; i < map->member_count; i++) {
		const struct member *m = &map->members[i];
		struct str name = m->value->kind == node_null ? STR_NONE : resource_name(d, field, m);
		struct node *value;

		if (m->value->kind == node_null)
			continue;
		value = name.length ? quantity(d, field, m) : NULL;
		ok &= value != NULL;
		if (!value)
			continue;
		if (node_get_str(out, name))
			ok = report_twice(d, field, m, name);
		node_set(d->arena, out, name, value);
		if (resource_is_gpu(name))
			ok &= add_gpus(d, field, m, value, gpus);
	}
	return ok;
}

static bool add_long_form(struct decoder *d, const struct field *field, const struct node *value, struct resource_choice *out)
{
	static const char *const parts[] = {"requests", "limits"};
	int64_t requested = 0;
	bool ok = true;

	for (uint32_t i = 0; i < value->member_count; i++) {
		const struct member *m = &value->members[i];

		if (str_is(m->key, parts[0]) || str_is(m->key, parts[1]))
			continue;
		diag_report(d->diags, diag_E0214, m->key_at, "`%.*s` cannot stand beside `requests` and `limits`", STR_ARG(m->key));
		ok = false;
	}
	for (unsigned i = 0; i < 2; i++) {
		const struct node *part = node_get(value, parts[i]);

		if (!part)
			continue;
		if (part->kind != node_map)
			return field_wrong_kind(d, field, part, "a map of quantities");
		ok &= add_quantities(d, field, part, node_ensure_map(d->arena, out->requirements, parts[i]),
				     i == 0 ? &requested : &out->gpus);
	}
	if (out->gpus == 0)
		out->gpus = requested;
	return ok;
}

static bool decode_resources(struct decoder *d, const struct field *field, const struct node *value, void *slot)
{
	struct resource_choice *out = slot;
	struct node *limits;
	bool ok;

	if (value->kind != node_map)
		return field_wrong_kind(d, field, value, "a map of quantities");
	if (value->member_count == 0)
		return true;
	out->requirements = node_new(d->arena, node_map, value->at);
	if (node_get(value, "requests") || node_get(value, "limits"))
		return add_long_form(d, field, value, out);
	limits = node_ensure_map(d->arena, out->requirements, "limits");
	ok = add_quantities(d, field, value, limits, &out->gpus);
	node_put(d->arena, out->requirements, "requests", limits);
	return ok;
}

const struct field_type field_resources = {
	"resources", "cpu, memory, gpu, or any extended resource",
	"{type: object, properties: {cpu: {type: [string, number]}, memory: {type: [string, number]}, gpu: {type: [string, integer]}, "
	"ephemeral-storage: {type: [string, number]}, requests: {type: object}, limits: {type: object}}, "
	"patternProperties: {'/': {type: [string, number]}, '^hugepages-': {type: [string, number]}}, additionalProperties: false}",
	decode_resources};
