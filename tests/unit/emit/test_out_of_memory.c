/* SPDX-License-Identifier: Apache-2.0 */
/* Every allocation of ours fails once, while an example is read and printed: no leak, no crash, a clear outcome. */
#include <string.h>

#include "compiler/emit/emit.h"
#include "lib/read/read.h"
#include "lib/base/alloc.h"
#include "tests/support/test.h"

static const char example[] =
	"apiVersion: mpicc.dev/v1\nkind: MPIJob\nmetadata: {name: resnet, labels: &l {a: 'b', c: \"d\\n\"}}\nmore: *l\n"
	"run: |\n  one\n  two\nlist: [1, 2.5, true, ~, {<<: *l, x: é}]\nbad: no\na: 1\na: 2\n---\nsecond: [\n";

enum outcome { outcome_done, outcome_out_of_memory };

static bool print_example(struct arena *a, struct buf *out)
{
	struct source *source = source_new(a, source_file, STR("x"), str_from(example));
	struct document_list documents;
	struct diag_list diags;
	struct error err = {0};

	diag_list_init(&diags, a);
	read_documents(source, a, &diags, &documents);
	for (uint32_t i = 0; i < documents.count; i++) {
		if (emit_yaml(documents.items[i], out, &err) == 0 && emit_json(documents.items[i], out, &err) == 0)
			continue;
		assert_int_equal(err.code, error_memory);
		return false;
	}
	diag_sort(&diags);
	diag_print(out, &diags, diag_plain);
	return !out->failed;
}

/* What was printed goes to `out`, which the caller releases. */
static enum outcome read_and_print(struct buf *out)
{
	volatile enum outcome outcome = outcome_out_of_memory;
	struct arena a;
	jmp_buf oom;

	buf_init(out, 1 << 20);
	arena_init(&a, &oom);
	if (setjmp(oom) == 0 && print_example(&a, out))
		outcome = outcome_done;
	arena_release(&a);
	return outcome;
}

static enum outcome try_with(long allocations)
{
	enum outcome outcome;
	struct buf out;

	mem_fail_after(allocations);
	outcome = read_and_print(&out);
	buf_release(&out);
	return outcome;
}

TEST(out_of_memory_at_every_allocation_is_noticed)
{
	long calls;

	assert_int_equal(try_with(1000000), outcome_done);
	calls = mem_calls();
	assert_true(calls > 5);
	for (long n = 0; n < calls; n++)
		assert_int_equal(try_with(n), outcome_out_of_memory);
	assert_int_equal(try_with(-1), outcome_done);
}

TEST(out_of_memory_does_not_change_a_later_run)
{
	struct buf out;

	try_with(3);
	mem_fail_after(-1);
	assert_int_equal(read_and_print(&out), outcome_done);
	buf_putc(&out, '\0');
	assert_true(str_starts(buf_str(&out), "a: 1\napiVersion: mpicc.dev/v1\n"));
	assert_non_null(strstr(out.data, "duplicate key `a`"));
	buf_release(&out);
}
