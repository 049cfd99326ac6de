/* SPDX-License-Identifier: Apache-2.0 */
/* The hooks in examples/hooks over a job with a launcher and workers that ask for GPUs. */
#include "tests/unit/hook/hooked.h"

static void unchanged_but(struct hooked *h, const char *role)
{
	for (uint32_t i = 0; i < h->objects->item_count; i++) {
		const struct node *labels = node_path(h->objects->items[i], "metadata.labels");

		if (!str_is(node_text(node_get(labels, "mpicc.dev/role")), role))
			assert_true(node_equal(h->objects->items[i], h->out->items[i]));
	}
}

static struct str json_at(struct hooked *h, const char *role, const char *path)
{
	const struct node *n = node_path(hooked_pod(h->out, role), path);

	return n ? tree_to_json(h->a, n) : STR("absent");
}

TEST(gpu_taints_concerns_pods_with_gpus_only)
{
	TEST_ARENA(a);
	struct hooked h = hooked_new(&a);

	assert_true(hooked_example(&h, "gpu-taints"));
	assert_str(json_at(&h, "worker", "nodeSelector"), "{\"node.example.com/pool\":\"gpu\"}");
	assert_str(json_at(&h, "worker", "tolerations"),
		   "[{\"effect\":\"NoSchedule\",\"key\":\"nvidia.com/gpu\",\"operator\":\"Exists\"}]");
	unchanged_but(&h, "worker");
}

TEST(gpu_taints_keeps_what_the_job_says)
{
	TEST_ARENA(a);
	struct hooked h = hooked_new(&a);
	struct node *pod = hooked_pod(h.objects, "worker");

	node_put(&a, pod, "nodeSelector", tree_from_json(&a, "{\"node.example.com/pool\":\"big\",\"zone\":\"b\"}"));
	node_put(&a, pod, "tolerations", tree_from_json(&a, "[{\"operator\":\"Exists\"}]"));
	assert_true(hooked_example(&h, "gpu-taints"));
	assert_str(json_at(&h, "worker", "nodeSelector"), "{\"node.example.com/pool\":\"big\",\"zone\":\"b\"}");
	assert_str(json_at(&h, "worker", "tolerations"), "[{\"operator\":\"Exists\"}]");
}

TEST(gpu_taints_run_twice_is_like_once)
{
	TEST_ARENA(a);
	struct hooked h = hooked_new(&a);

	assert_true(hooked_example(&h, "gpu-taints"));
	h.objects = h.out;
	assert_true(hooked_example(&h, "gpu-taints"));
	assert_true(node_equal(h.objects, h.out));
}

TEST(gpu_taints_without_gpus_changes_nothing)
{
	TEST_ARENA(a);
	struct hooked h = hooked_new(&a);
	struct node *limits = node_path(hooked_container(h.objects, "worker"), "resources.limits");

	node_put_text(&a, limits, "nvidia.com/gpu", STR("0"));
	assert_true(hooked_example(&h, "gpu-taints"));
	assert_true(node_equal(h.objects, h.out));
}

TEST(image_mirror_rewrites_every_form_of_a_name)
{
	static const struct {
		const char *image, *mirrored;
	} rows[] = {
		{"busybox", "mirror.example.com/docker.io/library/busybox"},
		{"busybox:1.36", "mirror.example.com/docker.io/library/busybox:1.36"},
		{"team/solver", "mirror.example.com/docker.io/team/solver"},
		{"team/solver@sha256:abcd", "mirror.example.com/docker.io/team/solver@sha256:abcd"},
		{"busybox@sha256:abcd", "mirror.example.com/docker.io/library/busybox@sha256:abcd"},
		{"docker.io/busybox", "mirror.example.com/docker.io/library/busybox"},
		{"docker.io/library/busybox", "mirror.example.com/docker.io/library/busybox"},
		{"index.docker.io/team/solver:2", "mirror.example.com/docker.io/team/solver:2"},
		{"quay.io/team/solver:2", "mirror.example.com/quay.io/team/solver:2"},
		{"ghcr.io/a/b/c:1@sha256:abcd", "mirror.example.com/ghcr.io/a/b/c:1@sha256:abcd"},
		{"other:5000/solver:2", "mirror.example.com/other:5000/solver:2"},
		{"registry.example.com:5000/ml/x:1", "registry.example.com:5000/ml/x:1"},
		{"localhost/x", "localhost/x"},
		{"mirror.example.com/docker.io/library/busybox", "mirror.example.com/docker.io/library/busybox"},
	};
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct hooked h = hooked_new(&a);

		node_put_text(&a, hooked_container(h.objects, "worker"), "image", str_from(rows[i].image));
		assert_true(hooked_example(&h, "image-mirror"));
		assert_str(node_text(node_get(hooked_container(h.out, "worker"), "image")), rows[i].mirrored);
	}
}

TEST(image_mirror_reaches_init_containers_and_keeps_own_registries)
{
	TEST_ARENA(a);
	struct hooked h = hooked_new(&a);
	const struct node *init;

	assert_true(hooked_example(&h, "image-mirror"));
	init = node_get(hooked_pod(h.out, "launcher"), "initContainers")->items[0];
	assert_str(node_text(node_get(init, "image")), "mirror.example.com/docker.io/library/tf-benchmarks:1.4");
	assert_true(node_equal(hooked_container(h.out, "launcher"), hooked_container(h.objects, "launcher")));
}

TEST(sidecar_stands_before_the_workers_other_init_containers)
{
	TEST_ARENA(a);
	struct hooked h = hooked_new(&a);
	const struct node *list;

	node_put(&a, hooked_pod(h.objects, "worker"), "initContainers", tree_from_json(&a, "[{\"name\":\"keys\"}]"));
	assert_true(hooked_example(&h, "sidecar"));
	list = node_get(hooked_pod(h.out, "worker"), "initContainers");
	assert_int_equal(list->item_count, 2);
	assert_str(node_text(node_get(list->items[0], "name")), "node-exporter");
	assert_str(node_text(node_get(list->items[0], "restartPolicy")), "Always");
	assert_str(node_text(node_get(list->items[1], "name")), "keys");
	unchanged_but(&h, "worker");
	h.objects = h.out;
	assert_true(hooked_example(&h, "sidecar"));
	assert_true(node_equal(h.objects, h.out));
}

TEST(sidecar_refuses_a_container_of_its_name)
{
	TEST_ARENA(a);
	struct hooked h = hooked_new(&a);

	node_put_text(&a, hooked_container(h.objects, "worker"), "name", STR("node-exporter"));
	assert_false(hooked_example(&h, "sidecar"));
	assert_true(str_ends(hooked_diag(&h, 0),
			     "the pod has a container `node-exporter` already, so the hook sidecar.lua cannot add one"));
}

TEST(cost_centre_labels_objects_and_not_pods)
{
	TEST_ARENA(a);
	struct hooked h = hooked_new(&a);

	assert_true(hooked_example(&h, "cost-centre"));
	for (uint32_t i = 0; i < h.out->item_count; i++) {
		const struct node *labels = node_path(h.out->items[i], "metadata.labels");

		assert_str(node_text(node_get(labels, "finance.example.com/cost-centre")), "cc-4711");
	}
	assert_true(node_equal(node_path(h.out->items[3], "spec"), node_path(h.objects->items[3], "spec")));
	assert_true(node_equal(node_path(h.out->items[4], "spec"), node_path(h.objects->items[4], "spec")));
}

TEST(cost_centre_wants_to_know_the_team)
{
	TEST_ARENA(a);
	struct hooked h = hooked_new(&a);

	node_put_text(&a, node_get(h.job, "labels"), "team", STR("unheard-of"));
	assert_false(hooked_example(&h, "cost-centre"));
	assert_int_equal(h.diags.items[0].code, diag_E0508);
	assert_true(str_ends(hooked_diag(&h, 0),
			     "no cost centre is known for team `unheard-of`; the list is in the hook cost-centre.lua"));
	node_remove(node_get(h.job, "labels"), STR("team"));
	assert_false(hooked_example(&h, "cost-centre"));
	assert_true(str_ends(hooked_diag(&h, 1), "set metadata.labels.team"));
}

TEST(rdma_gives_workers_what_it_needs)
{
	TEST_ARENA(a);
	struct hooked h = hooked_new(&a);
	const struct node *c;

	assert_true(hooked_example(&h, "rdma"));
	c = hooked_container(h.out, "worker");
	assert_str(tree_to_json(&a, node_get(c, "resources")),
		   "{\"limits\":{\"memory\":\"32Gi\",\"nvidia.com/gpu\":2,\"rdma/"
		   "ib\":1},\"requests\":{\"cpu\":\"8\",\"memory\":\"32Gi\",\"rdma/ib\":1}}");
	assert_str(tree_to_json(&a, node_path(c, "securityContext.capabilities")), "{\"drop\":[\"ALL\"],\"add\":[\"IPC_LOCK\"]}");
	assert_str(tree_to_json(&a, node_get(c, "volumeMounts")->items[3]), "{\"mountPath\":\"/dev/shm\",\"name\":\"rdma-shm\"}");
	assert_str(tree_to_json(&a, node_get(hooked_pod(h.out, "worker"), "volumes")->items[3]),
		   "{\"emptyDir\":{\"medium\":\"Memory\",\"sizeLimit\":\"8Gi\"},\"name\":\"rdma-shm\"}");
	assert_int_equal(node_get(c, "env")->item_count, 2 + 6);
	assert_str(tree_to_json(&a, node_get(c, "env")->items[2]), "{\"name\":\"NCCL_IB_HCA\",\"value\":\"mlx5_0:1\"}");
	unchanged_but(&h, "worker");
	h.objects = h.out;
	assert_true(hooked_example(&h, "rdma"));
	assert_true(node_equal(h.objects, h.out));
}

TEST(rdma_keeps_variables_of_the_job)
{
	TEST_ARENA(a);
	struct hooked h = hooked_new(&a);

	node_add(&a, node_get(hooked_container(h.objects, "worker"), "env"),
		 tree_from_json(&a, "{\"name\":\"UCX_TLS\",\"value\":\"tcp\"}"));
	assert_true(hooked_example(&h, "rdma"));
	assert_int_equal(node_get(hooked_container(h.out, "worker"), "env")->item_count, 3 + 5);
	assert_str(tree_to_json(&a, node_get(hooked_container(h.out, "worker"), "env")->items[2]),
		   "{\"name\":\"UCX_TLS\",\"value\":\"tcp\"}");
}

TEST(rdma_reaches_a_launcher_that_hosts_ranks)
{
	TEST_ARENA(a);
	struct hooked h = hooked_new(&a);

	node_put(&a, h.job, "launcher_ranks", node_new_bool(&a, true, PLACE_NONE));
	assert_true(hooked_example(&h, "rdma"));
	assert_true(node_path(hooked_container(h.out, "launcher"), "resources.limits") != NULL);
	assert_int_equal(node_get(node_path(hooked_container(h.out, "launcher"), "resources.limits"), "rdma/ib")->integer, 1);
	node_put_text(&a, hooked_container(h.objects, "worker"), "name", STR("other"));
	assert_false(hooked_example(&h, "rdma"));
	assert_true(str_ends(hooked_diag(&h, 0), "no container `mpi` in train-0mpicc0h-worker"));
}
