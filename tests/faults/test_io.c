/* SPDX-License-Identifier: Apache-2.0 */
/* Each read and each listing fails in turn: compile() reports that error and nothing else. */
#include "tests/faults/fault_case.h"
#include "tests/support/test.h"

static void fail_at(struct fault_case *c, long n)
{
	struct outcome out;

	c->io.calls = 0;
	c->io.fail_at = n;
	out = fault_case_run(c, -1, NULL);
	assert_true(c->io.calls >= n); /* what was found before is read for its mistakes */
	assert_int_equal(out.status, -1);
	assert_int_equal(out.err.code, error_io);
	assert_true(str_ends(str_from(out.err.message), ": the disk is on fire"));
	assert_false(out.jumped);
	assert_int_equal(out.files, 0);
}

TEST(every_read_and_listing_may_fail)
{
	struct fault_case c;
	long calls;

	fault_case_init(&c, 0, true);
	assert_int_equal(fault_case_run(&c, -1, NULL).status, 0);
	calls = c.io.calls;
	/* Two folders, two job files, the project, the flavour, the hook. */
	assert_int_equal(calls, 7);
	for (long n = 1; n <= calls; n++)
		fail_at(&c, n);
}

TEST(what_worked_before_does_not_help)
{
	struct fault_case c;

	fault_case_init(&c, 0, false);
	c.inputs[1] = STR("jobs/nowhere.yaml");
	c.request.input_count = 2;
	c.io.fail_at = 0;
	assert_int_equal(fault_case_run(&c, -1, NULL).status, 0);
	fail_at(&c, 5);
}
