/* SPDX-License-Identifier: Apache-2.0 */
/* The table that a flavour is given: its fields, as docs/FLAVOURS.md promises them. */
#include "tests/unit/flavour/flavour_case.h"

static const struct node *job_of(struct flavour_case *c, struct arena *a, const char *members)
{
	flavour_case_members(c, a, members);
	assert_true(c->ok);
	return flavour_job(&c->plan, a);
}

static void assert_text(const struct node *job, const char *field, const char *expected)
{
	assert_true(node_is(node_path(job, field), node_string));
	assert_str(node_text(node_path(job, field)), expected);
}

static void assert_number(const struct node *job, const char *field, int64_t expected)
{
	assert_true(node_is(node_path(job, field), node_int));
	assert_int_equal(node_path(job, field)->integer, expected);
}

static void assert_truth(const struct node *job, const char *field, bool expected)
{
	assert_true(node_is(node_path(job, field), node_bool));
	assert_int_equal(node_path(job, field)->boolean, expected);
}

TEST(numbers)
{
	TEST_ARENA(a);
	struct flavour_case c;
	const struct node *job = job_of(&c, &a, "workers: 3\nslots: 2\nresources: {gpu: 4}\nnetwork: {port: 2200}\n");

	assert_number(job, "workers", 3);
	assert_number(job, "slots", 2);
	assert_number(job, "ranks", 6);
	assert_number(job, "gpus", 4);
	assert_number(job, "port", 2200);
}

TEST(names_and_places)
{
	TEST_ARENA(a);
	struct flavour_case c;
	const struct node *job = job_of(&c, &a, "workers: 1\nmpi: mpich\nnetwork: {fabric: auto}\n");

	assert_text(job, "name", "pi");
	assert_text(job, "namespace", "hpc");
	assert_text(job, "environment", "");
	assert_text(job, "flavour", "mpich");
	assert_text(job, "target", "split");
	assert_text(job, "launcher_host", "pi-0mpicc0h-launcher.pi-0mpicc0h.hpc.svc.cluster.local");
	assert_text(job, "interface", "eth0");
	assert_text(job, "fabric", "auto");
	assert_text(job, "paths.config", "/etc/mpi");
	assert_text(job, "paths.hostfile", "/etc/mpi/hostfile");
	assert_text(job, "paths.hosts", "/etc/mpi/hosts");
	assert_text(job, "paths.ssh_config", "/etc/mpi/ssh_config");
	assert_text(job, "paths.run", "/run/mpi");
}

TEST(hosts_have_two_names_and_slots)
{
	TEST_ARENA(a);
	struct flavour_case c;
	const struct node *job = job_of(&c, &a, "workers: 2\nslots: 8\n");
	const struct node *hosts = node_get(job, "hosts");

	assert_int_equal(hosts->item_count, 2);
	assert_text(hosts->items[1], "name", "pi-0mpicc0h-worker-1.pi-0mpicc0h.hpc.svc.cluster.local");
	assert_text(hosts->items[1], "short", "pi-0mpicc0h-worker-1");
	assert_number(hosts->items[1], "slots", 8);
}

TEST(the_program_is_a_list_of_words)
{
	TEST_ARENA(a);
	struct flavour_case c;
	const struct node *run = node_get(job_of(&c, &a, "workers: 1\n"), "run");

	assert_int_equal(run->item_count, 3);
	assert_str(run->items[0]->text, "pi");
	assert_str(run->items[2]->text, "100");
}

TEST(of_the_environment_only_the_names_are_told)
{
	TEST_ARENA(a);
	struct flavour_case c;
	const struct node *env = node_get(job_of(&c, &a, "env: {A: \"1\", TOKEN: {secret: hub/token}}\n"), "env");

	assert_int_equal(env->item_count, 2);
	assert_str(env->items[0]->text, "A");
	assert_str(env->items[1]->text, "TOKEN");
}

TEST(whether_the_launcher_hosts_ranks)
{
	TEST_ARENA(a);
	struct flavour_case c;

	assert_truth(job_of(&c, &a, "workers: 1\n"), "launcher_ranks", false);
	assert_truth(job_of(&c, &a, "workers: 0\n"), "launcher_ranks", true);
	assert_truth(job_of(&c, &a, "launcher: {ranks: true}\n"), "launcher_ranks", true);
	assert_text(job_of(&c, &a, "launcher: {ranks: true}\n"), "target", "indexed");
}

TEST(whether_it_runs_as_root)
{
	TEST_ARENA(a);
	struct flavour_case c;

	assert_truth(job_of(&c, &a, "workers: 1\n"), "root", false);
	assert_truth(job_of(&c, &a, "user: root\n"), "root", true);
	assert_truth(job_of(&c, &a, "user: 0\n"), "root", true);
}

TEST(options_are_as_the_job_wrote_them)
{
	TEST_ARENA(a);
	struct flavour_case c;
	const struct node *job = job_of(&c, &a, "mpi: {flavour: horovod, elastic: true, min: 1}\n");

	assert_text(job, "flavour", "horovod");
	assert_int_equal(node_get(job, "options")->member_count, 2);
	assert_truth(job, "options.elastic", true);
	assert_number(job, "options.min", 1);
	assert_int_equal(node_get(job_of(&c, &a, "mpi: horovod\n"), "options")->member_count, 0);
}
