/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes as a file of CustomResourceDefinitions; its other documents are objects that are held against them. */
#include "compiler/schema/crd.h"
#include "compiler/validate/schema_check.h"
#include "lib/read/read.h"
#include "tests/fuzz/fuzz.h"

static void check_rows(const struct schema_set *set, const struct schema_type *type)
{
	for (uint32_t i = 0; i < type->count; i++) {
		const struct schema_row *row = &set->rows[type->rows + i];
		struct str text = schema_text(set, row->text);
		const struct schema_row *found = schema_row_find(set, type, text);

		/* A name with a NUL within is another one to the tables. */
		FUZZ_CHECK(found && str_equal(schema_text(set, found->text), text), "%.*s", STR_ARG(text));
	}
}

static void check_set(const struct schema_set *set)
{
	for (uint32_t i = 0; i < set->object_count; i++) {
		const struct schema_type *type = &set->types[set->objects[i].type];

		FUZZ_CHECK(set->texts[set->objects[i].group] && set->texts[set->objects[i].kind], "%u", i);
		check_rows(set, type);
	}
}

void fuzz_input(struct arena *a, struct str input)
{
	struct schema_set *set = arena_new(a, struct schema_set);
	const struct schema_target target = {.set = set, .version = schema_version_max};
	struct source *source = source_new(a, source_file, STR("crd.yaml"), input);
	struct document_list documents = {0};
	struct diag_list diags;

	diag_list_init(&diags, a);
	if (!read_documents(source, a, &diags, &documents))
		return;
	if (!crd_read(documents.items, documents.count, source, &schema_kubernetes, a, &diags, set))
		FUZZ_CHECK(diags.errors > 0, "%u", diags.count);
	check_set(set);
	for (uint32_t i = 0; i < documents.count; i++)
		if (node_is(documents.items[i], node_map))
			schema_check(&target, documents.items[i], documents.items[i]->at, &diags);
}
