/* SPDX-License-Identifier: Apache-2.0 */
/* Which hosts run ranks, in which order, under which names; and which target a job gets. */
#include "tests/unit/flavour/flavour_case.h"

static void assert_hosts(const struct flavour_case *c, const char *const *names, uint32_t count)
{
	assert_true(c->ok);
	assert_int_equal(c->plan.host_count, count);
	for (uint32_t i = 0; i < count; i++)
		assert_str(c->plan.hosts[i].short_name, names[i]);
}

TEST(workers_by_index)
{
	static const char *const names[] = {"pi-0mpicc0h-worker-0", "pi-0mpicc0h-worker-1", "pi-0mpicc0h-worker-2"};
	TEST_ARENA(a);
	struct flavour_case c;

	flavour_case_members(&c, &a, "workers: 3\nslots: 4\n");
	assert_hosts(&c, names, 3);
	assert_false(c.plan.indexed);
	assert_int_equal(c.plan.ranks, 12);
	assert_str(c.plan.hosts[2].name, "pi-0mpicc0h-worker-2.pi-0mpicc0h.hpc.svc.cluster.local");
	assert_str(c.plan.launcher_host, "pi-0mpicc0h-launcher.pi-0mpicc0h.hpc.svc.cluster.local");
}

TEST(a_launcher_with_ranks_comes_first)
{
	static const char *const names[] = {"pi-0mpicc0h-launcher", "pi-0mpicc0h-worker-0"};
	TEST_ARENA(a);
	struct flavour_case c;

	flavour_case_members(&c, &a, "target: split\nlauncher: {ranks: true}\nslots: 2\n");
	assert_hosts(&c, names, 2);
	assert_false(c.plan.indexed);
	assert_int_equal(c.plan.ranks, 4);
}

TEST(without_workers_the_launcher_is_alone)
{
	static const char *const names[] = {"pi-0mpicc0h-launcher"};
	TEST_ARENA(a);
	struct flavour_case c;

	flavour_case_members(&c, &a, "workers: 0\nslots: 8\n");
	assert_hosts(&c, names, 1);
	assert_int_equal(c.plan.ranks, 8);
	assert_false(c.plan.indexed);
}

TEST(all_pods_of_an_indexed_job_are_hosts)
{
	static const char *const names[] = {"pi-0mpicc0h-0", "pi-0mpicc0h-1", "pi-0mpicc0h-2"};
	TEST_ARENA(a);
	struct flavour_case c;

	flavour_case_members(&c, &a, "workers: 2\nlauncher: {ranks: true}\n");
	assert_hosts(&c, names, 3);
	assert_true(c.plan.indexed);
	assert_str(c.plan.launcher_host, "pi-0mpicc0h-0.pi-0mpicc0h.hpc.svc.cluster.local");
}

static bool is_indexed(const char *members)
{
	TEST_ARENA(a);
	struct flavour_case c;

	flavour_case_members(&c, &a, members);
	assert_true(c.ok);
	return c.plan.indexed;
}

TEST(indexed_is_chosen_only_where_one_template_fits_all)
{
	assert_true(is_indexed("launcher: {ranks: true}\nresources: {cpu: 2}\npod: {nodeSelector: {a: b}}\nclean: All\n"));
	assert_true(is_indexed("launcher: {ranks: true}\ntarget: indexed\n"));
	assert_false(is_indexed("launcher: {ranks: false}\n"));
	assert_false(is_indexed("launcher: {ranks: true}\ntarget: split\n"));
	assert_false(is_indexed("launcher: {ranks: true}\nclean: None\n"));
	assert_false(is_indexed("launcher: {ranks: true, resources: {cpu: 1}}\n"));
	assert_false(is_indexed("launcher: {ranks: true, pod: {nodeSelector: {a: b}}}\n"));
	assert_false(is_indexed("launcher: {ranks: true}\nworker: {pod: {nodeSelector: {a: b}}}\n"));
	assert_false(is_indexed("launcher: {ranks: true}\nworkers: 0\n"));
}

TEST(slots_are_the_gpus_where_none_are_given)
{
	TEST_ARENA(a);
	struct flavour_case c;

	flavour_case_members(&c, &a, "workers: 2\nresources: {gpu: 4}\n");
	assert_int_equal(c.plan.slots, 4);
	assert_int_equal(c.plan.ranks, 8);
}

TEST(the_cluster_domain_ends_all_names)
{
	TEST_ARENA(a);
	struct flavour_case c;
	struct str job = STR("apiVersion: mpicc.dev/v1\nkind: MPIJob\nmetadata: {name: pi}\nimage: i\nrun: pi\n");
	struct str project = STR("clusterDomain: k8s.example.com\n");

	flavour_case_run(&c, &a, job, project, STR_NONE, STR_NONE);
	assert_true(c.ok);
	assert_str(c.plan.search, "pi-0mpicc0h.default.svc.k8s.example.com");
	assert_str(c.plan.launch.hostfile, "pi-0mpicc0h-worker-0.pi-0mpicc0h.default.svc.k8s.example.com slots=1\n");
}

TEST(the_interface_is_eth0_unless_the_host_decides)
{
	TEST_ARENA(a);
	struct flavour_case c;

	flavour_case_members(&c, &a, "workers: 1\n");
	assert_str(c.plan.interface, "eth0");
	flavour_case_members(&c, &a, "network: {hostNetwork: true}\n");
	assert_str(c.plan.interface, "");
	flavour_case_members(&c, &a, "network: {hostNetwork: true, interface: ib0}\n");
	assert_str(c.plan.interface, "ib0");
}
