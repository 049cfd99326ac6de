/* SPDX-License-Identifier: Apache-2.0 */
/* Comments that allow warnings: which line they speak of, when they are refused, when they are of no use. */
#include "compiler/suppress.h"

#include "tests/unit/compile/compile_case.h"

#define HEAD "apiVersion: mpicc.dev/v1\nkind: MPIJob\nmetadata: {name: x}\nimage: i\nrun: r\n"

static void assert_reported(const char *lines, enum diag_code code, const char *at, const char *message)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a, arena_format(&a, HEAD "%s", lines).data);
	compile_case_run(&c);
	assert_int_equal(c.status, 0);
	assert_int_equal(c.diags.count, 1);
	assert_diag(&c.diags, 0, code, at, message);
}

static void assert_allowed(const char *lines)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a, arena_format(&a, HEAD "%s", lines).data);
	compile_case_succeed(&c);
}

TEST(a_warning_without_a_comment_is_reported)
{
	assert_reported("clean: None\n", diag_W0401, "6:8", "with `clean: None`");
}

TEST(a_comment_allows_what_its_line_warns_of)
{
	assert_allowed("clean: None # mpicc: allow(W0401) looked at by hand\n");
	assert_allowed("clean: None # mpicc: allow( W0401 ) blanks inside\n");
	assert_allowed("clean: None # mpicc:   allow(W0401) blanks\r\n");
	assert_allowed("clean: None # mpicc: allow(W0401) the last line has no end");
}

TEST(a_comment_on_a_line_of_its_own_speaks_of_the_next)
{
	assert_allowed("# mpicc: allow(W0401) looked at by hand\n# and more of it\n\nclean: None\n");
	assert_allowed("   # mpicc: allow(W0401) looked at by hand\nclean: None\n");
}

TEST(other_lines_and_other_codes_are_not_allowed)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a, HEAD "# mpicc: allow(W0401) the wrong line\nretries: 1\nclean: None\n");
	compile_case_run(&c);
	assert_int_equal(c.diags.count, 2);
	assert_diag(&c.diags, 0, diag_W0901, "6:1", "the comment allows W0401");
	assert_diag(&c.diags, 1, diag_W0401, "8:8", "with `clean: None`");
}

TEST(text_that_looks_like_a_comment_is_none)
{
	assert_reported("env: {A: 'x # mpicc: allow(W0401) no'}\nclean: None\n", diag_W0401, "7:8", "with");
	assert_reported("env:\n  A: |\n    # mpicc: allow(W0401) no\nclean: None\n", diag_W0401, "9:8", "with");
	assert_reported("clean: None #mpicc allow(W0401) no colon\n", diag_W0401, "6:8", "with");
	assert_reported("clean: None # mpicc: we allow it (W0401)\n", diag_W0401, "6:8", "with");
}

TEST(a_comment_that_cannot_be_honoured_is_refused)
{
	assert_reported("# mpicc: allow(W0401)\n", diag_E0901, "6:1", "the comment does not say why");
	assert_reported("# mpicc: allow(W0401\n", diag_E0901, "6:1", "the comment has no `)`");
	assert_reported("# mpicc: allow() nothing\n", diag_E0901, "6:1", "there is no diagnostic ``");
	assert_reported("# mpicc: allow(W9999) x\n", diag_E0901, "6:1", "there is no diagnostic `W9999`");
	assert_reported("# mpicc: allow(E0402) x\n", diag_E0901, "6:1", "`E0402` is an error");
	assert_reported("# mpicc: deny(W0401) x\n", diag_E0901, "6:1", "`deny` is nothing");
}

TEST(a_comment_of_no_use_is_reported_and_can_be_removed)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a, HEAD "retries: 1  # mpicc: allow(W0401) once\n# mpicc: allow(W0401) alone\n");
	compile_case_run(&c);
	assert_int_equal(c.diags.count, 2);
	assert_diag(&c.diags, 0, diag_W0901, "6:13", "the comment allows W0401, which is not reported here");
	assert_int_equal(c.diags.items[0].fix_at.length, sizeof("  # mpicc: allow(W0401) once") - 1);
	assert_int_equal(c.diags.items[1].fix_at.length, sizeof("# mpicc: allow(W0401) alone\n") - 1);
}

TEST(nothing_is_called_unused_while_there_are_errors)
{
	assert_reported("# mpicc: allow(W0401) perhaps\nworkers: x\n", diag_E0203, "7:10", "`workers` must be");
}

TEST(defaults_are_allowed_where_they_stand)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a, HEAD);
	compile_case_file(&c, "mpicc.yaml", "defaults:\n  clean: None # mpicc: allow(W0401) for all of us\n");
	compile_case_succeed(&c);
}
