/* SPDX-License-Identifier: Apache-2.0 */
/* Changed files -> objects as they were and as they will be. */
#include "compiler/cli/fixed_fields.h"

#include "compiler/validate/fixed.h"
#include "lib/read/read.h"

/* NULL where it is not one object: whoever changed the file has other worries. */
static const struct node *object_of(struct str path, struct str text, struct arena *a)
{
	struct document_list documents = {0};
	struct diag_list unseen;

	diag_list_init(&unseen, a);
	if (!read_documents(source_new(a, source_file, path, text), a, &unseen, &documents) || documents.count != 1)
		return NULL;
	return node_is(documents.items[0], node_map) ? documents.items[0] : NULL;
}

void fixed_fields_changed(const struct change *changes, uint32_t count, struct diag_list *diags)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct change *c = &changes[i];
		const struct node *before, *after;

		if (c->kind != change_modified || !c->file || !c->file->lasting)
			continue;
		before = object_of(c->path, c->before, diags->arena);
		after = object_of(c->path, c->after, diags->arena);
		if (before && after)
			fixed_check(before, after, diags);
	}
}
