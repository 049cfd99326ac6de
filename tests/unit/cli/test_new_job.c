/* SPDX-License-Identifier: Apache-2.0 */
/* New job files: whatever the values are, the text is YAML that says them. */
#include "compiler/cli/new_job.h"

#include "compiler/cli/ordered_yaml.h"
#include "lib/read/read.h"
#include "tests/support/test.h"

static struct node *read_back(struct arena *a, const struct new_job *job)
{
	struct document_list documents = {0};
	struct diag_list diags;
	struct buf out;
	struct error err;

	buf_init(&out, 10000);
	assert_int_equal(new_job_write(job, a, &out, &err), 0);
	diag_list_init(&diags, a);
	assert_true(read_documents(source_new(a, source_file, STR("x"), arena_str(a, buf_str(&out))), a, &diags, &documents));
	buf_release(&out);
	assert_int_equal(documents.count, 1);
	assert_int_equal(diags.count, 0);
	return documents.items[0];
}

TEST(defaults_fill_what_is_not_given)
{
	TEST_ARENA(a);
	struct node *job = read_back(&a, &(struct new_job){.name = STR("pi"), .workers = 3});

	assert_str(node_text(node_path(job, "metadata.name")), "pi");
	assert_str(node_text(node_get(job, "image")), "registry.example.com/pi:1.0");
	assert_str(node_text(node_get(job, "mpi")), "openmpi");
	assert_int_equal(node_get(job, "workers")->integer, 3);
}

TEST(values_are_quoted_where_needed)
{
	static const char *const values[] = {"no", "0777", "a: b", "a #b", "'", "\"", "- x", "{{ x }}", "two\nlines", "*x", " x ", "über", "1:30"};

	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		TEST_ARENA(a);
		struct str value = str_from(values[i]);
		struct node *job = read_back(&a, &(struct new_job){value, value, value, 1});

		assert_str(node_text(node_path(job, "metadata.name")), values[i]);
		assert_str(node_text(node_get(job, "image")), values[i]);
		assert_str(node_text(node_get(job, "mpi")), values[i]);
	}
}

TEST(text_that_is_no_utf_8_is_an_error)
{
	TEST_ARENA(a);
	const struct new_job job = {.name = STR("\xFF")};
	struct buf out;
	struct error err = {0};

	buf_init(&out, 10000);
	assert_int_equal(new_job_write(&job, &a, &out, &err), -1);
	assert_int_not_equal(err.code, error_none);
	buf_release(&out);
}

TEST(ordered_yaml_keeps_the_order_of_members_and_of_metadata)
{
	static const char text[] =
		"kind: x\n"
		"metadata:\n"
		"  namespace: b\n"
		"  annotations:\n"
		"    text: |\n"
		"      one\n"
		"\n"
		"      two\n"
		"alpha:\n"
		"- a: 1\n";
	TEST_ARENA(a);
	struct document_list documents = {0};
	struct diag_list diags;
	struct buf out;
	struct error err;

	diag_list_init(&diags, &a);
	assert_true(read_documents(source_new(&a, source_file, STR("x"), STR(text)), &a, &diags, &documents));
	buf_init(&out, 10000);
	assert_int_equal(ordered_yaml(documents.items[0], &a, &out, &err), 0);
	assert_str(buf_str(&out), text);
	buf_release(&out);
}
