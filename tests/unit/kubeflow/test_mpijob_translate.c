/* SPDX-License-Identifier: Apache-2.0 */
/* The compact tree and struct spec_kubeflow that an MPIJob becomes, and that spec_decode takes the tree. */
#include "tests/unit/kubeflow/kubeflow_case.h"

static void translate(struct kubeflow_case *c, struct arena *a, struct kubeflow_parts parts)
{
	kubeflow_translate(c, a, kubeflow_text(a, parts));
	assert_true(c->ok);
}

static struct spec decode(struct kubeflow_case *c)
{
	struct spec spec;

	if (!spec_decode(&c->decoder, c->compact, &spec)) {
		for (uint32_t i = 0; i < c->diags.count; i++)
			print_error("%.*s\n", STR_ARG(c->diags.items[i].message));
		fail();
	}
	spec.kubeflow = c->kubeflow;
	return spec;
}

TEST(only_mpijobs_of_known_versions_are_taken)
{
	TEST_ARENA(a);

	assert_true(mpijob_is(kubeflow_read(&a, STR("{apiVersion: kubeflow.org/v1, kind: MPIJob}"))));
	assert_true(mpijob_is(kubeflow_read(&a, STR("{apiVersion: kubeflow.org/v2beta1, kind: MPIJob}"))));
	assert_false(mpijob_is(kubeflow_read(&a, STR("{apiVersion: kubeflow.org/v1alpha2, kind: MPIJob}"))));
	assert_false(mpijob_is(kubeflow_read(&a, STR("{apiVersion: mpicc.dev/v1, kind: MPIJob}"))));
	assert_false(mpijob_is(kubeflow_read(&a, STR("{apiVersion: kubeflow.org/v1, kind: PyTorchJob}"))));
	assert_false(mpijob_is(kubeflow_read(&a, STR("{apiVersion: 1, kind: [MPIJob]}"))));
	assert_false(mpijob_is(kubeflow_read(&a, STR("[MPIJob]"))));
	assert_true(mpijob_version_known(STR("kubeflow.org/v2beta1")));
	assert_false(mpijob_version_known(STR("kubeflow.org/v2")));
	assert_false(mpijob_version_known(STR_NONE));
}

TEST(the_least_job_gets_the_meaning_it_has_under_mpi_operator)
{
	TEST_ARENA(a);
	struct kubeflow_case c;

	translate(&c, &a, (struct kubeflow_parts){.version = "v1"});
	assert_tree(
		c.compact,
		"{apiVersion: mpicc.dev/v1, kind: MPIJob, metadata: {name: pi}, image: img, mpi: openmpi, workers: 0, slots: 1, "
		"launcher: {ranks: false}, retries: 6, clean: Running}");
	assert_true(c.kubeflow.is);
	assert_non_null(c.kubeflow.launcher_template);
	assert_null(c.kubeflow.worker_template);
	assert_int_equal(c.kubeflow.ssh_mount_path.length, 0);
	assert_int_equal(c.kubeflow.main_container.length, 0);
	assert_int_equal(c.kubeflow.backoff_limit, -1);
	assert_true(c.kubeflow.launcher_on_failure);
	assert_false(c.kubeflow.worker_on_failure);
	assert_int_equal(c.kubeflow.gang_minimum, 0);
	assert_null(c.kubeflow.gang_resources);
}

static const char full_spec[] = "  slotsPerWorker: 4\n"
				"  mpiImplementation: MPICH\n"
				"  runLauncherAsWorker: true\n"
				"  suspend: true\n"
				"  backoffLimit: 0\n"
				"  activeDeadlineSeconds: 3600\n"
				"  ttlSecondsAfterFinished: 60\n"
				"  schedulingPolicy:\n"
				"    minAvailable: 2\n"
				"    queue: gold\n"
				"    minResources: {cpu: 8}\n"
				"    priorityClass: high\n"
				"    scheduleTimeoutSeconds: 30\n";

TEST(all_that_a_job_can_say_is_kept)
{
	TEST_ARENA(a);
	struct kubeflow_case c;
	struct spec spec;

	translate(&c, &a,
		  (struct kubeflow_parts){.metadata = ", namespace: hpc, labels: {team: a}, annotations: {owner: ada}",
					  .spec = full_spec,
					  .launcher = ", restartPolicy: Never",
					  .worker = ", replicas: 3, restartPolicy: OnFailure"});
	assert_tree(
		c.compact,
		"{apiVersion: mpicc.dev/v1, kind: MPIJob, metadata: {name: pi, namespace: hpc, labels: {team: a}, annotations: "
		"{owner: ada}}, image: img, mpi: mpich, workers: 3, slots: 4, launcher: {ranks: true}, retries: 0, clean: "
		"Running, "
		"deadline: 3600s, ttl: 60s, suspend: true, priority: high, queue: gold, gang: volcano}");
	spec = decode(&c);
	assert_int_equal(spec.deadline, 3600);
	assert_int_equal(spec.gang, gang_volcano);
	assert_true(spec_check(&c.decoder, &spec));
	assert_false(c.kubeflow.launcher_on_failure);
	assert_true(c.kubeflow.worker_on_failure);
	assert_int_equal(c.kubeflow.backoff_limit, 0);
	assert_int_equal(c.kubeflow.gang_minimum, 2);
	assert_int_equal(c.kubeflow.gang_timeout, 30);
	assert_str(node_get(c.kubeflow.gang_resources, "cpu")->text, "8");
	assert_str(kubeflow_at(c.kubeflow.gang_at), "2");
	assert_str(c.kubeflow.ssh_mount_path, "/root/.ssh");
}

TEST(policies_count_in_either_place)
{
	TEST_ARENA(a);
	struct kubeflow_case c;

	kubeflow_translate(
		&c, &a,
		STR("apiVersion: kubeflow.org/v1\nkind: MPIJob\nmetadata: {name: pi}\nspec:\n"
		    "  runPolicy: {backoffLimit: 2, activeDeadlineSeconds: 5}\n  cleanPodPolicy: All\n  suspend: false\n"
		    "  mpiReplicaSpecs: {Launcher: {template: {spec: {containers: [{image: img}]}}}}\n"));
	assert_true(c.ok);
	assert_str(node_get(c.compact, "clean")->text, "All");
	assert_int_equal(node_get(c.compact, "retries")->integer, 2);
	assert_str(node_get(c.compact, "deadline")->text, "5s");
	assert_false(node_get(c.compact, "suspend")->boolean);
	assert_int_equal(c.kubeflow.backoff_limit, 2);
}

TEST(an_absent_clean_up_policy_is_left_to_the_project)
{
	TEST_ARENA(a);
	struct kubeflow_case c;

	kubeflow_translate(&c, &a,
			   STR("apiVersion: kubeflow.org/v1\nkind: MPIJob\nmetadata: {name: pi}\nspec:\n"
			       "  mpiReplicaSpecs: {Launcher: {template: {spec: {containers: [{image: img}]}}}}\n"));
	assert_true(c.ok);
	assert_null(node_get(c.compact, "clean"));
	assert_int_equal(decode(&c).clean, clean_running);
}

TEST(queues_come_from_where_users_write_them)
{
	TEST_ARENA(a);
	struct kubeflow_case c;

	translate(&c, &a, (struct kubeflow_parts){.metadata = ", labels: {kueue.x-k8s.io/queue-name: batch, a: b}"});
	assert_str(node_get(c.compact, "queue")->text, "batch");
	assert_str(node_get(c.compact, "gang")->text, "kueue");
	assert_str(kubeflow_at(node_get(c.compact, "gang")->at), "batch");
	assert_tree(node_path(c.compact, "metadata.labels"), "{a: b}");
	translate(&c, &a, (struct kubeflow_parts){.metadata = ", annotations: {scheduling.volcano.sh/queue-name: silver}"});
	assert_str(node_get(c.compact, "queue")->text, "silver");
	assert_str(node_get(c.compact, "gang")->text, "volcano");
	assert_null(node_path(c.compact, "metadata.annotations"));
	translate(&c, &a,
		  (struct kubeflow_parts){.metadata = ", annotations: {scheduling.volcano.sh/queue-name: silver}",
					  .spec = "  schedulingPolicy: {queue: gold}\n"});
	assert_str(node_get(c.compact, "queue")->text, "gold");
}

TEST(what_kubectl_notes_down_is_dropped)
{
	TEST_ARENA(a);
	struct kubeflow_case c;

	translate(&c, &a,
		  (struct kubeflow_parts){
			  .metadata = ", annotations: {kubectl.kubernetes.io/last-applied-configuration: \"{}\", owner: ada}"});
	assert_tree(node_path(c.compact, "metadata.annotations"), "{owner: ada}");
}

TEST(the_main_container_gives_the_image)
{
	TEST_ARENA(a);
	struct kubeflow_case c;

	kubeflow_translate(&c, &a,
			   STR("apiVersion: kubeflow.org/v1\nkind: MPIJob\nmetadata: {name: pi}\nspec:\n  mainContainer: mpi\n"
			       "  cleanPodPolicy: None\n  mpiReplicaSpecs:\n    Launcher: {template: {spec: {containers: "
			       "[{name: side, image: a}, {name: mpi, image: b}]}}}\n"));
	assert_true(c.ok);
	assert_str(node_get(c.compact, "image")->text, "b");
	assert_str(c.kubeflow.main_container, "mpi");
}

TEST(places_are_those_of_the_users_lines)
{
	TEST_ARENA(a);
	struct kubeflow_case c;
	struct spec spec;

	translate(&c, &a, (struct kubeflow_parts){.spec = full_spec, .worker = ", replicas: 3"});
	spec = decode(&c);
	assert_str(kubeflow_at(spec_at(&spec, spec_name)), "pi");
	assert_str(kubeflow_at(spec_at(&spec, spec_workers)), "3");
	assert_str(kubeflow_at(spec_at(&spec, spec_slots)), "4");
	assert_str(kubeflow_at(spec_at(&spec, spec_mpi)), "MPICH");
	assert_str(kubeflow_at(spec_at(&spec, spec_deadline)), "3600");
	assert_str(kubeflow_at(spec_at(&spec, spec_clean)), "Running");
	assert_str(kubeflow_at(spec_at(&spec, spec_retries)), "0");
	assert_str(kubeflow_at(spec_at(&spec, spec_queue)), "gold");
	assert_str(kubeflow_at(spec_at(&spec, spec_image)), "img");
	assert_int_equal(spec_at(&spec, spec_workers).source->kind, source_file);
}

TEST(what_the_file_does_not_say_comes_from_a_default)
{
	TEST_ARENA(a);
	struct kubeflow_case c;
	struct spec spec;

	translate(&c, &a, (struct kubeflow_parts){0});
	spec = decode(&c);
	assert_int_equal(spec_at(&spec, spec_slots).source->kind, source_default);
	assert_int_equal(spec_at(&spec, spec_retries).source->kind, source_default);
	assert_int_equal(spec_at(&spec, spec_mpi).source->kind, source_default);
}

TEST(the_examples_translate)
{
	static const struct {
		const char *name, *flavour;
		int64_t workers, ranks;
	} examples[] = {
		{"tensorflow-benchmarks.yaml", "openmpi", 4, 4},
		{"tensorflow-benchmarks-v2beta1.yaml", "openmpi", 2, 2},
		{"horovod.yaml", "openmpi", 2, 2},
		{"pi-openmpi.yaml", "openmpi", 2, 4},
		{"pi-intel.yaml", "intel", 2, 4},
		{"pi-mpich.yaml", "mpich", 2, 4},
	};
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(examples) / sizeof(*examples); i++) {
		struct kubeflow_case c;
		struct spec spec;

		kubeflow_translate(&c, &a, kubeflow_example(&a, examples[i].name));
		assert_true(c.ok);
		assert_int_equal(c.diags.count, 0);
		spec = decode(&c);
		assert_true(spec_check(&c.decoder, &spec));
		assert_str(spec.mpi.name, examples[i].flavour);
		assert_int_equal(spec.workers, examples[i].workers);
		assert_int_equal(spec_total_ranks(&spec), examples[i].ranks);
	}
}
