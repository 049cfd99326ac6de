/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes -> read -> emit -> read: the second tree is the first. Exercises lib/read and compiler/emit. */
#include "compiler/emit/emit.h"
#include "lib/base/scratch.h"
#include "tests/fuzz/fuzz.h"

static void check_again(struct arena *a, const struct node *n, struct str bytes)
{
	const struct node *again = fuzz_read_again(a, bytes);

	FUZZ_CHECK(!again || fuzz_same(n, again), "%.*s", STR_ARG(bytes));
}

static void check_json(const struct node *n, struct buf *out)
{
	struct error err = {0};

	buf_clear(out);
	FUZZ_CHECK(emit_json(n, out, &err) == 0, "%s", err.message);
}

void fuzz_input(struct arena *a, struct str input)
{
	struct source *source = source_new(a, source_file, STR("input"), input);
	struct buf *out = scratch_buf(a, 256 << 20);
	struct document_list documents = {0};
	struct diag_list diags;
	struct error err = {0};
	bool ok;

	diag_list_init(&diags, a);
	ok = read_documents(source, a, &diags, &documents);
	FUZZ_CHECK(ok == (diags.errors == 0), "%u errors", diags.errors);
	diag_sort(&diags);
	fuzz_check_diags(&diags);
	for (uint32_t i = 0; ok && i < documents.count; i++) {
		buf_clear(out);
		FUZZ_CHECK(emit_yaml(documents.items[i], out, &err) == 0, "%s", err.message);
		check_again(a, documents.items[i], arena_str(a, buf_str(out)));
		check_json(documents.items[i], out);
	}
}
