/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/expect/expect.h"
#include "tests/support/test.h"
#include "tests/support/trees.h"

static const char objects[] =
	"- {kind: Job, metadata: {name: pi-4kx2m9qa-worker, labels: {mpicc.dev/run: 4kx2m9qa}}, spec: {parallelism: 2}}\n"
	"- {kind: Job, metadata: {name: pi-4kx2m9qa-launcher, labels: {mpicc.dev/run: 4kx2m9qa}}}\n"
	"- {kind: ConfigMap, metadata: {name: extra-4kx2m9qa}}\n";

/* The message of the first diagnostic; "" when all is as expected. `reported` is what compiling the job said. */
static struct str check(struct arena *a, const char *expectation, const struct diag_list *reported)
{
	struct outcome outcome = {test_read(a, objects), reported};
	struct expectation e;
	struct diag_list diags;
	bool ok;

	diag_list_init(&diags, a);
	ok = expectation_decode(test_read(a, expectation), &diags, &e) && expectation_check(&e, &outcome, &diags);
	assert_int_equal(ok, diags.count == 0);
	return ok ? STR("") : diags.items[0].message;
}

static struct str quiet(struct arena *a, const char *expectation)
{
	struct diag_list none;

	diag_list_init(&none, a);
	return check(a, expectation, &none);
}

TEST(what_is_no_expectation_is_refused)
{
	TEST_ARENA(a);

	assert_str(quiet(&a, "[]"), "an expectation must be a map, not a list");
	assert_str(quiet(&a, "{object: []}"), "unknown field `object` of an expectation");
	assert_str(quiet(&a, "{objects: {}}"), "`objects` must be a list of objects, not a map");
	assert_str(quiet(&a, "{absent: [x]}"), "`absent` must be a list of objects, not a list");
	assert_str(quiet(&a, "{environment: 1}"), "`environment` must be the name of an environment, not an integer");
	assert_str(quiet(&a, "{diagnostics: [1]}"), "`diagnostics` must be a list of codes, not a list");
}

TEST(objects_are_found_by_kind_and_name)
{
	TEST_ARENA(a);

	assert_str(quiet(&a, "{objects: [{kind: Job, metadata: {name: pi-worker}, spec: {parallelism: 2}}]}"), "");
	assert_str(quiet(&a, "{objects: [{kind: ConfigMap, metadata: {name: extra}}]}"), "");
	assert_str(quiet(&a, "{objects: [{kind: Job, spec: {parallelism: 2}}]}"), "");
	assert_str(quiet(&a, "{objects: [{kind: Pod}]}"), "there is no Pod");
	assert_str(quiet(&a, "{objects: [{kind: Job, metadata: {name: pi}}]}"), "there is no Job pi");
	assert_str(quiet(&a, "{objects: [{kind: Job, metadata: {name: pi-worker}, spec: {parallelism: 3}}]}"),
		   "`spec.parallelism` of Job pi-worker is `2`");
	assert_str(quiet(&a, "{objects: [{kind: Job, metadata: {name: pi-launcher}, spec: {}}]}"),
		   "`spec` of Job pi-launcher is nothing");
}

TEST(what_must_be_absent_may_be_there_in_other_forms)
{
	TEST_ARENA(a);

	assert_str(quiet(&a, "{absent: [{kind: Pod}, {kind: Job, spec: {parallelism: 3}}]}"), "");
	assert_str(quiet(&a, "{absent: [{kind: Job, spec: {parallelism: 2}}]}"), "there is Job pi-worker");
}

TEST(only_the_diagnostics_that_are_expected_may_be_reported)
{
	TEST_ARENA(a);
	struct diag_list warned, failed;

	diag_list_init(&warned, &a);
	diag_report(&warned, diag_W0401, PLACE_NONE, "kept");
	diag_list_init(&failed, &a);
	diag_report(&failed, diag_E0508, PLACE_NONE, "no");
	assert_str(check(&a, "{}", &warned), "");
	assert_str(check(&a, "{diagnostics: [W0401]}", &warned), "");
	assert_str(check(&a, "{diagnostics: []}", &warned), "unexpected W0401: kept");
	assert_str(check(&a, "{diagnostics: [W0401, W0501]}", &warned), "`W0501` was not reported");
	assert_str(check(&a, "{}", &failed), "unexpected E0508: no");
	assert_str(check(&a, "{diagnostics: [E0508], objects: [{kind: Pod}]}", &failed), "");
}
