/* SPDX-License-Identifier: Apache-2.0 */
/* Documents made of the table's rows: right ones from the examples, wrong ones. */
#include "tests/unit/spec/wrong_values.h"

#include "lib/read/read.h"
#include "compiler/spec/spec.h"
#include "lib/tree/merge.h"

static const struct {
	const struct field_type *type;
	const char *value;
} wrong_values[] = {
	{&field_string, "5"},
	{&field_name, "Not_A_Name"},
	{&field_subdomain, "Not_A_Name"},
	{&field_int, "x"},
	{&field_bool, "maybe"},
	{&field_choice, "no-such-word"},
	{&field_duration, "5 minutes"},
	{&field_command, "7"},
	{&field_env, "{A: {secrets: a/b}}"},
	{&field_mounts, "['nfs:nas:/a']"},
	{&field_resources, "{cpus: 1}"},
	{&field_user, "ada"},
	{&field_keys, "vault"},
	{&field_flavour, "{name: intel}"},
	{&field_labels, "{a: 1}"},
	{&field_annotations, "{a: 1}"},
	{&field_strings, "x"},
	{&field_quotas, "{hpc: {cpus: 1}}"},
	{&field_map, "[]"},
};

const char *wrong_value(const struct field_type *type)
{
	for (size_t i = 0; i < sizeof(wrong_values) / sizeof(*wrong_values); i++)
		if (wrong_values[i].type == type)
			return wrong_values[i].value;
	return NULL;
}

static struct node *read_text(struct arena *a, const char *text)
{
	struct source *source = source_new(a, source_file, STR("example"), str_from(text));
	struct document_list documents = {0};
	struct diag_list diags;

	diag_list_init(&diags, a);
	read_documents(source, a, &diags, &documents);
	return diags.count == 0 && documents.count == 1 ? documents.items[0] : node_new(a, node_null, PLACE_NONE);
}

struct node *example_document(struct arena *a, const struct field_table *table, const struct field *row)
{
	static const char job[] = "{apiVersion: mpicc.dev/v1, kind: MPIJob, metadata: {name: resnet}, image: img}";
	struct node *base = read_text(a, table == &spec_table ? job : "{}");

	return node_copy(a, merge(a, base, read_text(a, row->example)));
}

struct node *wrong_document(struct arena *a, const struct field_table *table, const struct field *row)
{
	struct node *document = example_document(a, table, row), *at = document;
	struct str rest = str_from(row->path), key;

	while (str_cut(&rest, '.', &key) && rest.data)
		at = node_ensure_map(a, at, arena_str(a, key).data);
	node_set(a, at, key, read_text(a, wrong_value(row->type)));
	return document;
}
