/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/lsp/row.h"
#include "tests/support/test.h"

static const char *field(enum row_file file, const char *path)
{
	struct row row = row_find(file, str_from(path));

	return row.field ? row.field->path : "";
}

TEST(what_is_no_field_has_no_row)
{
	assert_string_equal(field(row_job, ""), "");
	assert_string_equal(field(row_job, "launcher"), "");
	assert_string_equal(field(row_job, "launcher.rank"), "");
	assert_string_equal(field(row_job, "defaults"), "");
	assert_string_equal(field(row_project, "environments.prod"), "");
}

TEST(what_lies_in_a_field_is_the_fields)
{
	assert_string_equal(field(row_job, "launcher.ranks"), "launcher.ranks");
	assert_string_equal(field(row_job, "env.NCCL_DEBUG.secret"), "env");
}

TEST(a_project_holds_fields_of_jobs)
{
	assert_string_equal(field(row_project, "defaults"), "defaults");
	assert_string_equal(field(row_project, "defaults.queue"), "queue");
	assert_string_equal(field(row_project, "environments.prod.overrides.launcher.ranks"), "launcher.ranks");
	assert_string_equal(field(row_project, "environments.prod.output.branch"), "output.branch");
	assert_true(row_find(row_project, STR("environments.prod.hooks")).of_environment);
}
