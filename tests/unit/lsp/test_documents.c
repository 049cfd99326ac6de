/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/lsp/documents.h"
#include "lib/base/alloc.h"
#include "tests/support/fake_io.h"
#include "tests/support/test.h"

TEST(an_open_text_hides_the_file)
{
	TEST_ARENA(a);
	struct documents d = {0};
	struct fake_io files;
	struct str text;
	struct io io;

	fake_io_init(&files);
	fake_io_put(&files, "/ws/a.yaml", STR("on disk"));
	d.below = &files.io;
	io = documents_io(&d);
	assert_true(document_open(documents_need(&d, STR("/ws/a.yaml")), STR("open")));
	assert_true(documents_text(&d, STR("/ws/x/../a.yaml"), &a, &text));
	assert_str(text, "open");
	assert_true(document_open(documents_need(&d, STR("/ws/new.yaml")), STR("")));
	assert_int_equal(io.kind(io.payload, STR("/ws/new.yaml")), io_file);
	document_close(documents_find(&d, STR("/ws/a.yaml")));
	assert_true(documents_text(&d, STR("/ws/a.yaml"), &a, &text));
	assert_str(text, "on disk");
	documents_release(&d);
}

TEST(without_memory_nothing_is_half_open)
{
	struct documents d = {0};
	struct document *one = documents_need(&d, STR("/a"));

	mem_fail_after(0);
	assert_false(document_open(one, STR("text")));
	assert_null(documents_need(&d, STR("/b")));
	mem_fail_after(-1);
	assert_false(one->open);
	assert_int_equal(d.count, 1);
	documents_release(&d);
}

TEST(there_is_a_limit_to_their_number)
{
	struct documents d = {0};
	TEST_ARENA(a);

	for (int i = 0; i < document_max; i++)
		assert_non_null(documents_need(&d, arena_format(&a, "/%d", i)));
	assert_null(documents_need(&d, STR("/more")));
	assert_non_null(documents_need(&d, STR("/7")));
	documents_release(&d);
}
