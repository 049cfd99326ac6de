/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/validate/validate_case.h"

void validate_case_run(struct validate_case *c, struct arena *a, unsigned version, const char *text)
{
	const struct schema_target target = {.set = &schema_kubernetes, .version = version};
	struct node *object = test_read(a, text);

	diag_list_init(&c->diags, a);
	c->ok = schema_check(&target, object, object->at, &c->diags);
	diag_sort(&c->diags);
}

void validate_case_refuse(const char *text, enum diag_code code, const char *at, const char *message)
{
	TEST_ARENA(a);
	struct validate_case c;

	validate_case_run(&c, &a, 34, text);
	assert_false(c.ok);
	assert_int_equal(c.diags.count, 1);
	assert_diag(&c.diags, 0, code, at, message);
}

void validate_case_accept(const char *text)
{
	TEST_ARENA(a);
	struct validate_case c;

	validate_case_run(&c, &a, 34, text);
	assert_no_diags(&c.diags);
	assert_true(c.ok);
}
