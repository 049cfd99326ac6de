/* SPDX-License-Identifier: Apache-2.0 */
/* Decodes jobs from text. */
#include "tests/unit/spec/spec_case.h"

void spec_case_init(struct spec_case *c, struct arena *a)
{
	*c = (struct spec_case){0};
	diag_list_init(&c->diags, a);
	c->decoder = (struct decoder){a, &c->diags};
}

void spec_case_decode(struct spec_case *c, struct arena *a, const char *text)
{
	spec_case_init(c, a);
	c->ok = spec_decode(&c->decoder, test_read(a, text), &c->spec);
	assert_int_equal(c->ok, c->diags.errors == 0);
}

void spec_case_accept(struct spec_case *c, struct arena *a, const char *lines)
{
	spec_case_decode(c, a, arena_format(a, JOB "%s", lines).data);
	assert_no_diags(&c->diags);
}

void spec_case_refuse(const char *lines, enum diag_code code, const char *at, const char *message, const char *file, int line)
{
	TEST_ARENA(a);
	struct spec_case c;

	spec_case_decode(&c, &a, arena_format(&a, JOB "%s", lines).data);
	test_assert_diag(&c.diags, 0, code, at, message, file, line);
	if (c.diags.count == 1)
		return;
	print_error("%s:%d: more than one diagnostic: %.*s\n", file, line, STR_ARG(c.diags.items[1].message));
	_fail(file, line);
}

void spec_case_help(const char *lines, const char *help, const char *file, int line)
{
	TEST_ARENA(a);
	struct spec_case c;

	spec_case_decode(&c, &a, arena_format(&a, JOB "%s", lines).data);
	assert_int_equal(c.diags.count, 1);
	test_assert_str(c.diags.items[0].help, help, file, line);
}
