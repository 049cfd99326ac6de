/* SPDX-License-Identifier: Apache-2.0 */
/* Import as a whole: the examples, the order of members, and that a broken MPIJob gives nothing. */
#include "compiler/kubeflow/import.h"

#include "tests/unit/kubeflow/import_case.h"

static void example(const char *name, const char *expected, uint32_t notes)
{
	TEST_ARENA(a);
	struct import_case c;

	import_text(&c, &a, kubeflow_example(&a, name));
	assert_tree(c.compact, expected);
	assert_notes(&c, notes);
	assert_int_equal(c.diags.count, 0);
	assert_true(spec_check(&c.decoder, &c.spec));
}

TEST(the_sample_everybody_starts_from_becomes_ten_lines)
{
	example("tensorflow-benchmarks.yaml",
		"apiVersion: mpicc.dev/v1\n"
		"kind: MPIJob\n"
		"metadata: {name: tensorflow-benchmarks}\n"
		"image: mpioperator/tensorflow-benchmarks:latest\n"
		"mpi: openmpi\n"
		"workers: 4\n"
		"slots: 1\n"
		"resources: {gpu: 2}\n"
		"run: python scripts/tf_cnn_benchmarks/tf_cnn_benchmarks.py --model=resnet101 --batch_size=64 "
		"--variable_update=horovod\n"
		"retries: 6\n",
		1);
}

TEST(options_of_mpirun_become_environment)
{
	example("tensorflow-benchmarks-v2beta1.yaml",
		"apiVersion: mpicc.dev/v1\n"
		"kind: MPIJob\n"
		"metadata: {name: tensorflow-benchmarks, namespace: vision}\n"
		"image: mpioperator/tensorflow-benchmarks:latest\n"
		"mpi: openmpi\n"
		"workers: 2\n"
		"resources: {cpu: \"8\", memory: 32Gi, gpu: 1}\n"
		"run: python scripts/tf_cnn_benchmarks/tf_cnn_benchmarks.py --model=resnet101 --batch_size=64 "
		"--variable_update=horovod\n"
		"workdir: /tensorflow\n"
		"launcher: {resources: {cpu: \"1\", memory: 2Gi}}\n"
		"worker:\n"
		"  pod:\n"
		"    nodeSelector: {pool: gpu}\n"
		"    tolerations: [{key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}]\n"
		"env:\n"
		"  OMPI_MCA_hwloc_base_binding_policy: none\n"
		"  PRTE_MCA_hwloc_default_binding_policy: none\n"
		"  NCCL_DEBUG: INFO\n"
		"  OMPI_MCA_pml: ob1\n"
		"  OMPI_MCA_btl: ^openib\n"
		"clean: All\n"
		"queue: gpu\n"
		"gang: volcano\n"
		"priority: batch\n",
		1);
}

TEST(volumes_become_mounts)
{
	example("horovod.yaml",
		"apiVersion: mpicc.dev/v1\n"
		"kind: MPIJob\n"
		"metadata: {name: horovod-mnist, labels: {team: vision}}\n"
		"image: horovod/horovod:0.28.1\n"
		"mpi: openmpi\n"
		"workers: 2\n"
		"resources: {cpu: \"2\", memory: 4Gi}\n"
		"run: python /examples/tensorflow2_mnist.py\n"
		"launcher: {resources: {cpu: \"1\", memory: 2Gi}}\n"
		"env:\n"
		"  HOROVOD_TIMELINE: /data/timeline.json\n"
		"  OMPI_MCA_hwloc_base_binding_policy: none\n"
		"  PRTE_MCA_hwloc_default_binding_policy: none\n"
		"  OMPI_MCA_pml: ob1\n"
		"  OMPI_MCA_btl: ^openib\n"
		"mounts: [\"pvc:mnist:/data\", \"shm:1Gi\"]\n"
		"retries: 6\n"
		"deadline: 1h30m\n",
		3);
}

static void example_pi(const char *flavour, uint32_t notes)
{
	TEST_ARENA(a);
	struct str expected = arena_format(&a,
					   "apiVersion: mpicc.dev/v1\n"
					   "kind: MPIJob\n"
					   "metadata: {name: pi-%s}\n"
					   "image: mpioperator/mpi-pi:%s\n"
					   "imagePullPolicy: IfNotPresent\n"
					   "mpi: %s\n"
					   "workers: 2\n"
					   "slots: 2\n"
					   "resources: {cpu: \"2\", memory: 1Gi}\n"
					   "run: /home/mpiuser/pi\n"
					   "launcher: {resources: {cpu: 500m, memory: 256Mi}}\n"
					   "user: 1000\n"
					   "retries: 2\n"
					   "ttl: 10m\n",
					   flavour, flavour, flavour);

	example(arena_format(&a, "pi-%s.yaml", flavour).data, expected.data, notes);
}

TEST(pi_is_pi_in_every_flavour)
{
	example_pi("openmpi", 0);
	example_pi("mpich", 0);
	example_pi("intel", 1);
}

TEST(members_stand_in_the_order_of_the_documentation)
{
	static const char *const order[] = {"apiVersion", "kind", "metadata", "image", "mpi",  "workers",
					    "slots",	  "run",  "workdir",  "user",  "clean"};
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a, (struct import_parts){.launcher = ", command: [mpirun, ./pi], workingDir: /work", .worker = ""});
	for (uint32_t i = 0; i < c.compact->member_count; i++)
		assert_str(c.compact->members[i].key, order[i]);
	assert_int_equal(c.compact->member_count, sizeof(order) / sizeof(*order) - 1);
}

TEST(import_means_the_same_as_translation)
{
	static const char *const names[] = {"tensorflow-benchmarks.yaml",
					    "tensorflow-benchmarks-v2beta1.yaml",
					    "horovod.yaml",
					    "pi-openmpi.yaml",
					    "pi-intel.yaml",
					    "pi-mpich.yaml"};
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct kubeflow_case k;
		struct import_case c;
		struct spec spec;

		kubeflow_translate(&k, &a, kubeflow_example(&a, names[i]));
		import_text(&c, &a, kubeflow_example(&a, names[i]));
		assert_true(spec_decode(&k.decoder, k.compact, &spec));
		assert_int_equal(spec_total_ranks(&c.spec), spec_total_ranks(&spec));
		assert_int_equal(c.spec.workers, spec.workers);
		assert_int_equal(c.spec.retries, spec.retries);
		assert_int_equal(c.spec.deadline, spec.deadline);
		assert_int_equal(c.spec.ttl, spec.ttl);
		assert_int_equal(c.spec.clean, spec.clean);
		assert_int_equal(c.spec.gang, spec.gang);
	}
}

TEST(a_broken_mpijob_gives_nothing)
{
	TEST_ARENA(a);
	struct node *compact = NULL, *notes = NULL;
	struct diag_list diags;
	struct decoder d = {&a, &diags};

	diag_list_init(&diags, &a);
	assert_false(mpijob_import(&d, kubeflow_read(&a, STR("{apiVersion: kubeflow.org/v1, kind: MPIJob}")), &compact, &notes));
	assert_null(compact);
	assert_null(notes);
	assert_true(diags.errors > 0);
}

TEST(nonsense_in_a_template_is_carried_along)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a,
		     (struct import_parts){
			     .launcher =
				     ", command: mpirun, args: {a: b}, env: 3, volumeMounts: {a: b}, ports: 7, resources: [], "
				     "workingDir: 3, livenessProbe: []",
			     .launcher_pod = ", volumes: 5, hostNetwork: 2, imagePullSecrets: [x], priorityClassName: [], "
					     "initContainers: [3]",
			     .launcher_template = ", metadata: {labels: [], annotations: 3}",
			     .worker = ", env: [3, {name: 4}], volumeMounts: [3, {name: 1}, {mountPath: /x}], resources: "
				       "{limits: 3, requests: []}",
			     .worker_pod = ", volumes: [3, {a: b}, {name: v, emptyDir: 3}], initContainers: {}",
			     .worker_template = ", metadata: 7"});
	assert_null(node_get(c.compact, "env"));
	assert_null(node_get(c.compact, "mounts"));
	assert_int_equal(node_path(c.compact, "launcher.pod.hostNetwork")->integer, 2);
}
