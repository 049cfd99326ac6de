/* SPDX-License-Identifier: Apache-2.0 */
/* `resources`: short words, whole names, requests and limits, GPUs counted. */
#include "tests/unit/spec/spec_case.h"

static struct resource_choice resources(struct arena *a, const char *text)
{
	struct spec_case c;

	spec_case_accept(&c, a, arena_format(a, "resources: %s\n", text).data);
	return c.spec.resources;
}

TEST(a_flat_map_is_requests_and_limits)
{
	TEST_ARENA(a);
	struct resource_choice r =
		resources(&a, "{cpu: 8, memory: 32Gi, gpu: 2, ephemeral-storage: 1.50Gi, hugepages-2Mi: 1Gi, rdma/hca: '1'}");
	const char *all =
		"{cpu: '8', memory: 32Gi, nvidia.com/gpu: '2', ephemeral-storage: 1.50Gi, hugepages-2Mi: 1Gi, rdma/hca: '1'}";

	assert_tree(node_get(r.requirements, "limits"), all);
	assert_tree(node_get(r.requirements, "requests"), all);
	assert_int_equal(r.gpus, 2);
	assert_tree(node_get(resources(&a, "{cpu: 0.5}").requirements, "limits"), "{cpu: '0.5'}");
}

TEST(requests_and_limits_may_differ)
{
	TEST_ARENA(a);
	struct resource_choice r = resources(&a, "{requests: {cpu: 1}, limits: {memory: 1Gi, gpu: 4}}");

	assert_tree(r.requirements, "{requests: {cpu: '1'}, limits: {memory: 1Gi, nvidia.com/gpu: '4'}}");
	assert_int_equal(r.gpus, 4);
	assert_int_equal(resources(&a, "{requests: {gpu: 3}}").gpus, 3);
	assert_int_equal(resources(&a, "{requests: {gpu: 4}, limits: {gpu: 4}}").gpus, 4);
}

TEST(gpus_of_all_makers_count)
{
	TEST_ARENA(a);

	assert_int_equal(resources(&a, "{amd.com/gpu: 8}").gpus, 8);
	assert_int_equal(resources(&a, "{gpu.intel.com/i915: 2}").gpus, 2);
	assert_int_equal(resources(&a, "{nvidia.com/mig-1g.5gb: 3, nvidia.com/gpu: 1}").gpus, 4);
	assert_int_equal(resources(&a, "{rdma/hca: 3, vendor.example/gpu: 7}").gpus, 0);
	assert_int_equal(resources(&a, "{gpu: 0}").gpus, 0);
	assert_int_equal(resources(&a, "{gpu: 4096}").gpus, 4096);
}

TEST(absurd_counts_of_gpus_are_refused)
{
	assert_refused("resources: {gpu: 4097}\n", diag_E0204, "6:18", "`resources.gpu` must be at most 4096, all GPUs together");
	assert_refused("resources: {gpu: 9223372036854775807}\n", diag_E0204, "6:18", "`resources.gpu` must be at most 4096");
	assert_refused("resources: {gpu: 4096, amd.com/gpu: 1}\n", diag_E0204, "6:37",
		       "`resources.amd.com/gpu` must be at most 4096");
}

TEST(a_resource_has_one_name)
{
	assert_refused("resources: {gpu: 2, nvidia.com/gpu: 2}\n", diag_E0106, "6:21", "`resources` has `nvidia.com/gpu` twice");
	assert_refused("resources: {limits: {nvidia.com/gpu: 2, gpu: 2}}\n", diag_E0106, "6:41",
		       "`resources` has `nvidia.com/gpu` twice");
}

TEST(nulls_are_left_out)
{
	TEST_ARENA(a);
	struct resource_choice r = resources(&a, "{cpu: 1, gpu: null}");

	assert_tree(node_get(r.requirements, "limits"), "{cpu: '1'}");
	assert_int_equal(r.gpus, 0);
}

TEST(unknown_resources_are_refused)
{
	assert_refused("resources: {cpus: 1}\n", diag_E0214, "6:13", "unknown resource `cpus` in `resources`");
	assert_help("resources: {cpus: 1}\n", "did you mean `cpu`?");
	assert_refused("resources: {nvidia.com: 1}\n", diag_E0214, "6:13", "unknown resource `nvidia.com`");
	assert_help("resources: {nvidia.com: 1}\n", "extended resources are called by their full name: vendor.example/device");
	assert_refused("resources: {a/b/c: 1}\n", diag_E0214, "6:13", "unknown resource `a/b/c`");
	assert_refused("resources: {requests: {cpu: 1}, cpu: 1}\n", diag_E0214, "6:33",
		       "`cpu` cannot stand beside `requests` and `limits`");
	assert_refused("launcher: {resources: {disk: 1}}\n", diag_E0214, "6:24",
		       "unknown resource `disk` in `launcher.resources`");
}

TEST(what_is_no_quantity_is_refused)
{
	assert_refused("resources: {cpu: many}\n", diag_E0215, "6:18", "`resources.cpu` is not a quantity");
	assert_help("resources: {cpu: many}\n", "a number with an optional suffix: `2`, `500m`, `32Gi`");
	assert_refused("resources: {memory: 32GB}\n", diag_E0215, "6:21", "`resources.memory` is not a quantity");
	assert_refused("resources: {cpu: -1}\n", diag_E0215, "6:18", "`resources.cpu` is not a quantity");
	assert_refused("resources: {cpu: true}\n", diag_E0215, "6:18", "`resources.cpu` is not a quantity");
	assert_refused("resources: {cpu: ''}\n", diag_E0215, "6:18", "`resources.cpu` is not a quantity");
	assert_refused("resources: {limits: {cpu: [1]}}\n", diag_E0215, "6:27", "`resources.cpu` is not a quantity");
	assert_refused("resources: 8\n", diag_E0203, "6:12", "`resources` must be a map of quantities, not an integer");
	assert_refused("resources: {limits: 8}\n", diag_E0203, "6:21", "`resources` must be a map of quantities, not an integer");
}
