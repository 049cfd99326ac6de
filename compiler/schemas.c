/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the files that --schema names. */
#include "compiler/schemas.h"

#include "compiler/schema/crd.h"
#include "lib/read/read.h"

/* 1: the file has mistakes, which were reported. */
static int read_file(const struct compile_request *request, struct str path, struct arena *a, struct diag_list *diags,
		     const struct schema_set **set, struct error *err)
{
	struct schema_set *new = arena_new(a, struct schema_set);
	struct document_list documents = {0};
	struct error failure = {0};
	struct source *source;
	struct str text;

	if (request->io->read(request->io->payload, path, SOURCE_MAX_BYTES + 1, a, &text, &failure) < 0) {
		if (failure.code != error_not_found)
			return error_set(err, failure.code, "%s", failure.message);
		diag_report(diags, diag_E0305, PLACE_NONE, "%s", failure.message);
		return 1;
	}
	source = source_new(a, source_file, path, text);
	if (!read_documents(source, a, diags, &documents) ||
	    !crd_read(documents.items, documents.count, source, *set, a, diags, new))
		return 1;
	*set = new;
	return 0;
}

int schemas_read(const struct compile_request *request, struct arena *a, struct diag_list *diags, const struct schema_set **out,
		 struct error *err)
{
	const struct schema_set *set = &schema_kubernetes;

	for (uint32_t i = 0; i < request->schema_count; i++)
		if (read_file(request, request->schemas[i], a, diags, &set, err) < 0)
			return -1;
	*out = set;
	return 0;
}
