/* SPDX-License-Identifier: Apache-2.0 */
/* Two jobs of one name would write the same files. */
#include "compiler/job.h"

void job_names_add(struct job_names *names, struct arena *a, const struct spec *spec)
{
	arena_grow(a, names->items, names->count, names->capacity);
	names->items[names->count++] =
		(struct job_name){arena_str(a, spec->namespace_), arena_str(a, spec->name), spec_at(spec, spec_name)};
}

static bool same(const struct job_name *a, const struct job_name *b)
{
	return str_equal(a->name, b->name) && str_equal(a->namespace_, b->namespace_);
}

/* Open addressing: the slot of the first job of that name, or the free one that it belongs into. */
static const struct job_name **slot_of(const struct job_name **table, uint32_t size, const struct job_name *name)
{
	uint32_t at = str_hash(str_hash(STR_HASH_START, name->namespace_), name->name);

	while (table[at & (size - 1)] && !same(table[at & (size - 1)], name))
		at++;
	return &table[at & (size - 1)];
}

static void report(const struct job_name *name, const struct job_name *first, struct diag_list *diags)
{
	struct diag *d = diag_report(diags, diag_E0304, name->at, "job `%.*s` is defined twice in namespace `%.*s`",
				     STR_ARG(name->name), STR_ARG(name->namespace_));

	diag_label(diags, d, first->at, "first defined here");
}

void job_names_check(const struct job_names *names, struct arena *a, struct diag_list *diags)
{
	const struct job_name **table;
	uint32_t size = 64;

	while (size / 2 < names->count)
		size *= 2;
	table = arena_array(a, const struct job_name *, size);
	for (uint32_t i = 0; i < names->count; i++) {
		const struct job_name **slot = slot_of(table, size, &names->items[i]);

		if (*slot)
			report(&names->items[i], *slot, diags);
		else
			*slot = &names->items[i];
	}
}
