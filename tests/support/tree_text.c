/* SPDX-License-Identifier: Apache-2.0 */
/* YAML text -> tree -> JSON text, for tests. */
#include "tests/support/tree_text.h"

#include "compiler/emit/emit.h"
#include "lib/read/read.h"

struct node *tree_of(struct arena *a, const char *yaml)
{
	struct source *source = source_new(a, source_file, STR("test.yaml"), str_from(yaml));
	struct document_list documents;
	struct diag_list diags;

	diag_list_init(&diags, a);
	assert_true(read_documents(source, a, &diags, &documents));
	assert_true(documents.count > 0);
	return documents.items[0];
}

struct str tree_json(struct arena *a, const struct node *n)
{
	struct str text;
	struct buf out;

	buf_init(&out, 1 << 24);
	assert_int_equal(emit_json(n, &out, NULL), 0);
	text = arena_str(a, buf_str(&out));
	buf_release(&out);
	return text;
}
