/* SPDX-License-Identifier: Apache-2.0 */
/* What of a schedulingPolicy has no effect under which gang scheduler. */
#include "tests/unit/kubeflow/kubeflow_case.h"

static uint32_t warnings(struct spec *spec, struct arena *a, struct diag_list *diags)
{
	struct decoder d = {a, diags};

	diag_list_init(diags, a);
	mpijob_check_gang(&d, spec);
	assert_int_equal(diags->errors, 0);
	return diags->count;
}

TEST(a_policy_without_parts_is_fine_everywhere)
{
	TEST_ARENA(a);
	struct diag_list diags;

	for (int gang = gang_none; gang <= gang_coscheduling; gang++)
		assert_int_equal(warnings(&(struct spec){.gang = gang}, &a, &diags), 0);
}

TEST(each_scheduler_takes_its_parts)
{
	static const struct {
		int gang;
		uint32_t warnings;
	} table[] = {{gang_none, 3}, {gang_kueue, 3}, {gang_volcano, 1}, {gang_coscheduling, 0}};
	TEST_ARENA(a);
	struct spec spec = {.workers = 4, .kubeflow = {.gang_minimum = 2, .gang_timeout = 10}};
	struct diag_list diags;

	spec.kubeflow.gang_resources = node_new(&a, node_map, PLACE_NONE);
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		spec.gang = table[i].gang;
		assert_int_equal(warnings(&spec, &a, &diags), table[i].warnings);
	}
	spec.gang = gang_volcano;
	warnings(&spec, &a, &diags);
	assert_int_equal(diags.items[0].code, diag_W0253);
	assert_str(diags.items[0].message, "`schedulingPolicy.scheduleTimeoutSeconds` has no effect with Volcano");
}

TEST(a_minimum_of_all_pods_needs_no_scheduler_that_knows_it)
{
	TEST_ARENA(a);
	struct diag_list diags;

	assert_int_equal(warnings(&(struct spec){.workers = 4, .gang = gang_kueue, .kubeflow = {.gang_minimum = 5}}, &a, &diags),
			 0);
}

TEST(a_queue_alone_means_kueue)
{
	TEST_ARENA(a);
	struct diag_list diags;

	assert_int_equal(warnings(&(struct spec){.workers = 4, .queue = STR("q"), .kubeflow = {.gang_minimum = 2}}, &a, &diags),
			 1);
	assert_str(diags.items[0].message, "`schedulingPolicy.minAvailable` has no effect with Kueue");
}
