/* SPDX-License-Identifier: Apache-2.0 */
/* A whole job, and what is derived from several fields. */
#include "tests/unit/spec/spec_case.h"

static const char all[] = "apiVersion: mpicc.dev/v1\n"
			  "kind: MPIJob\n"
			  "metadata: {name: all, namespace: hpc, labels: {team: vision}, annotations: {owner: ada}}\n"
			  "podMetadata: {labels: {cost-centre: \"4711\"}, annotations: {networks: ib0}}\n"
			  "image: registry.example.com/solver:2\n"
			  "imagePullPolicy: IfNotPresent\n"
			  "imagePullSecrets: [registry]\n"
			  "mpi: intel\n"
			  "workers: 3\n"
			  "slots: 8\n"
			  "resources: {cpu: 8, gpu: 2}\n"
			  "run: ./solver --in 'a b'\n"
			  "launch: [mpiexec, ./solver]\n"
			  "workdir: /work\n"
			  "launcher: {resources: {cpu: 1}, ranks: true, pod: {nodeSelector: {pool: cpu}}}\n"
			  "worker: {pod: {tolerations: []}}\n"
			  "pod: {enableServiceLinks: null}\n"
			  "env: {THREADS: 4}\n"
			  "mounts: [shm:8Gi]\n"
			  "user: 4242\n"
			  "clean: All\n"
			  "target: split\n"
			  "retries: 3\n"
			  "deadline: 4h\n"
			  "ttl: 1d\n"
			  "startDeadline: 2h\n"
			  "suspend: true\n"
			  "disruptionBudget: true\n"
			  "network: {interface: net1, fabric: rdma, hostNetwork: true, egress: run, port: 2022}\n"
			  "queue: gold\n"
			  "gang: volcano\n"
			  "priority: high\n"
			  "keys: existing/team-ssh\n"
			  "hooks: [a.lua]\n"
			  "rerun: 2\n";

TEST(a_job_can_set_every_field)
{
	TEST_ARENA(a);
	struct spec_case c;

	spec_case_decode(&c, &a, all);
	assert_no_diags(&c.diags);
	for (unsigned i = 0; i < spec_field_count; i++)
		if (!c.spec.nodes[i])
			fail_msg("%s is not set", spec_table.rows[i].path);
}

TEST(every_field_reaches_its_slot)
{
	TEST_ARENA(a);
	struct spec_case c;
	const struct spec *s = &c.spec;

	spec_case_decode(&c, &a, all);
	assert_str(s->name, "all");
	assert_str(s->namespace_, "hpc");
	assert_at(s->labels, "team", "vision");
	assert_at(s->annotations, "owner", "ada");
	assert_at(s->pod_labels, "cost-centre", "4711");
	assert_at(s->pod_annotations, "networks", "ib0");
	assert_str(s->image, "registry.example.com/solver:2");
	assert_int_equal(s->pull_policy, 2);
	assert_at(s->pull_secrets, "[0]", "registry");
	assert_str(s->mpi.name, "intel");
	assert_int_equal(s->workers, 3);
	assert_int_equal(s->slots, 8);
	assert_int_equal(s->resources.gpus, 2);
	assert_int_equal(s->run.count, 3);
	assert_int_equal(s->launch.count, 2);
	assert_str(s->workdir, "/work");
	assert_at(s->launcher_resources.requirements, "limits.cpu", "1");
	assert_true(s->launcher_ranks);
	assert_at(s->launcher_pod, "nodeSelector.pool", "cpu");
	assert_at(s->worker_pod, "tolerations", "(list of 0)");
	assert_at(s->pod, "enableServiceLinks", "(null)");
	assert_at(s->env, "[THREADS].value", "4");
	assert_int_equal(s->mounts.volumes->item_count, 1);
}

TEST(the_other_fields_too)
{
	TEST_ARENA(a);
	struct spec_case c;
	const struct spec *s = &c.spec;

	spec_case_decode(&c, &a, all);
	assert_int_equal(s->user.uid, 4242);
	assert_int_equal(s->clean, clean_all);
	assert_int_equal(s->target, target_split);
	assert_int_equal(s->retries, 3);
	assert_int_equal(s->deadline, 14400);
	assert_int_equal(s->ttl, 86400);
	assert_int_equal(s->start_deadline, 7200);
	assert_true(s->suspend);
	assert_true(s->disruption_budget);
	assert_str(s->interface, "net1");
	assert_int_equal(s->fabric, fabric_rdma);
	assert_true(s->host_network);
	assert_int_equal(s->egress, egress_run);
	assert_int_equal(s->port, 2022);
	assert_str(s->queue, "gold");
	assert_int_equal(s->gang, gang_volcano);
	assert_str(s->priority, "high");
	assert_int_equal(s->keys.mode, keys_existing);
	assert_at(s->hooks, "[0]", "a.lua");
	assert_int_equal(s->rerun, 2);
}

TEST(the_least_job_is_complete)
{
	TEST_ARENA(a);
	struct spec_case c;
	const struct spec *s = &c.spec;

	spec_case_accept(&c, &a, "");
	assert_str(s->namespace_, "default");
	assert_str(s->mpi.name, "openmpi");
	assert_int_equal(s->workers, 1);
	assert_int_equal(s->clean, clean_running);
	assert_int_equal(s->target, target_auto);
	assert_int_equal(s->fabric, fabric_tcp);
	assert_int_equal(s->egress, egress_open);
	assert_int_equal(s->gang, gang_none);
	assert_int_equal(s->port, 2222);
	assert_int_equal(s->pull_policy, 0);
	assert_int_equal(s->rerun, 0);
	assert_int_equal(s->retries, 0);
	assert_int_equal(s->deadline, 0);
	assert_false(s->launcher_ranks || s->suspend || s->disruption_budget || s->host_network || s->kubeflow.is);
	assert_null(s->resources.requirements);
	assert_non_null(s->source);
	assert_ptr_equal(s->root->at.source, s->source);
}

TEST(slots_are_said_or_gpus_or_one)
{
	TEST_ARENA(a);
	struct spec_case c;

	spec_case_accept(&c, &a, "");
	assert_int_equal(spec_host_slots(&c.spec), 1);
	spec_case_accept(&c, &a, "resources: {gpu: 4}\n");
	assert_int_equal(spec_host_slots(&c.spec), 4);
	spec_case_accept(&c, &a, "resources: {gpu: 4}\nslots: 2\n");
	assert_int_equal(spec_host_slots(&c.spec), 2);
}

TEST(ranks_are_those_of_all_hosts)
{
	TEST_ARENA(a);
	struct spec_case c;

	spec_case_accept(&c, &a, "workers: 4\nslots: 2\n");
	assert_int_equal(spec_total_ranks(&c.spec), 8);
	spec_case_accept(&c, &a, "workers: 4\nslots: 2\nlauncher: {ranks: true}\n");
	assert_int_equal(spec_total_ranks(&c.spec), 10);
	spec_case_accept(&c, &a, "workers: 0\nslots: 2\n");
	assert_int_equal(spec_total_ranks(&c.spec), 2);
	spec_case_accept(&c, &a, "workers: 100000\nresources: {gpu: 4096}\nlauncher: {ranks: true}\n");
	assert_int_equal(spec_total_ranks(&c.spec), 100001 * INT64_C(4096));
}

TEST(places_are_those_of_the_values)
{
	TEST_ARENA(a);
	struct spec_case c;
	char at[32];

	spec_case_decode(&c, &a, all);
	assert_string_equal(test_place(spec_at(&c.spec, spec_workers), at), "9:10");
	assert_string_equal(test_place(spec_at(&c.spec, spec_port), at), "29:80");
	spec_case_accept(&c, &a, "");
	assert_string_equal(test_place(spec_at(&c.spec, spec_port), at), "3:18");
}
