/* SPDX-License-Identifier: Apache-2.0 */
/* What all objects have in common: labels, annotations, host lists, passwd. */
#include "tests/unit/lower/lower_case.h"

TEST(every_object_says_which_run_it_belongs_to)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, "disruptionBudget: true\ngang: volcano\n");
	for (uint32_t i = 0; i < c.objects.count; i++) {
		const struct node *labels = test_find(c.objects.items[i].tree, "metadata.labels");
		struct str file = c.objects.items[i].file;
		const char *role = str_is(file, LAUNCHER) ? "launcher" : str_is(file, WORKER) ? "worker" : "shared";

		assert_at(labels, "[mpicc.dev/job]", "pi");
		assert_at(labels, "[mpicc.dev/run]", RUN_ID_PLACEHOLDER);
		assert_at(labels, "[mpicc.dev/role]", role);
		assert_at(labels, "[app.kubernetes.io/name]", "pi");
		assert_at(labels, "[app.kubernetes.io/component]", role);
		assert_at(labels, "[app.kubernetes.io/managed-by]", "mpicc-yaml");
		assert_at(c.objects.items[i].tree, "metadata.namespace", "hpc");
	}
}

/* A later run has the same key, and what holds it is not written again. */
TEST(a_key_belongs_to_no_run)
{
	static const char *const jobs[] = {"keys: plain\n", "keys: sops\n", "keys: sealed\n", "keys: external-secrets\n"};
	static const char *const files[] = {"secret.yaml", "secret.sops.yaml", "sealed-secret.yaml", "external-secret.yaml"};
	TEST_ARENA(a);
	struct lower_case c = {0};

	for (unsigned i = 0; i < 4; i++) {
		const struct node *labels;

		lower_case_make(&c, &a, jobs[i]);
		labels = test_find(lower_case_object(&c, files[i]), "metadata.labels");
		assert_at(labels, "[mpicc.dev/run]", "(none)");
		assert_at(labels, "[mpicc.dev/job]", "pi");
		assert_at(labels, "[mpicc.dev/role]", "shared");
	}
}

TEST(pods_do_too)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, "");
	assert_at(lower_case_pod(&c, LAUNCHER), "metadata.labels[mpicc.dev/role]", "launcher");
	assert_at(lower_case_pod(&c, WORKER), "metadata.labels[mpicc.dev/role]", "worker");
	assert_at(lower_case_pod(&c, WORKER), "metadata.labels[mpicc.dev/run]", RUN_ID_PLACEHOLDER);
	assert_at(lower_case_pod(&c, WORKER), "metadata.labels[mpicc.dev/job]", "pi");
	lower_case_make(&c, &a, "launcher: {ranks: true}\n");
	assert_at(lower_case_pod(&c, INDEXED), "metadata.labels[mpicc.dev/role]", "launcher");
}

static const char metadata[] =
	"apiVersion: mpicc.dev/v1\nkind: MPIJob\nimage: img\nrun: ./pi\n"
	"metadata: {name: pi, namespace: hpc, labels: {team: v, app.kubernetes.io/name: mine, app.kubernetes.io/version: '1'}, "
	"annotations: {owner: ada}}\n"
	"podMetadata: {labels: {cost: c, app.kubernetes.io/name: pod}, annotations: {net: ib}}\n";

TEST(users_labels_go_where_they_belong)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_text(&c, &a, metadata);
	for (uint32_t i = 0; i < c.objects.count; i++) {
		const struct node *tree = c.objects.items[i].tree;

		assert_at(tree, "metadata.labels.team", "v");
		assert_at(tree, "metadata.labels[app.kubernetes.io/name]", "mine");
		assert_at(tree, "metadata.labels.cost", "(none)");
		assert_at(tree, "metadata.annotations.owner", "ada");
		assert_at(tree, "metadata.annotations.net", "(none)");
	}
	for (int i = 0; i < 2; i++) {
		const struct node *pod = lower_case_pod(&c, i ? LAUNCHER : WORKER);

		assert_at(pod, "metadata.labels.cost", "c");
		assert_at(pod, "metadata.labels.team", "(none)");
		assert_at(pod, "metadata.labels[app.kubernetes.io/name]", "pod");
		assert_at(pod, "metadata.annotations.net", "ib");
		assert_at(pod, "metadata.annotations.owner", "(none)");
	}
}

TEST(the_controllers_orders_stand_on_the_launchers_job)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, "clean: All\nttl: 1d\n");
	assert_tree(
		test_find(lower_case_object(&c, LAUNCHER), "metadata.annotations"),
		"{mpicc.dev/clean-pod-policy: All, mpicc.dev/keys: controller, mpicc.dev/ttl-seconds-after-finished: '86400'}");
	assert_at(lower_case_object(&c, WORKER), "metadata.annotations", "(none)");
	lower_case_make(&c, &a, "ttl: 0s\nlauncher: {ranks: true}\n");
	assert_tree(
		test_find(lower_case_object(&c, INDEXED), "metadata.annotations"),
		"{mpicc.dev/clean-pod-policy: Running, mpicc.dev/keys: controller, mpicc.dev/ttl-seconds-after-finished: '0'}");
	lower_case_make(&c, &a, "");
	assert_at(lower_case_object(&c, LAUNCHER), "metadata.annotations[mpicc.dev/ttl-seconds-after-finished]", "(none)");
}

TEST(hosts_are_listed_in_rank_order)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, "workers: 2\n");
	assert_at(lower_case_object(&c, "config.yaml"), "data.hosts",
		  RUN "-worker-0." RUN ".hpc.svc.cluster.local\n" RUN "-worker-1." RUN ".hpc.svc.cluster.local\n");
	lower_case_make(&c, &a, "workers: 1\nlauncher: {ranks: true}\ntarget: split\n");
	assert_at(lower_case_object(&c, "config.yaml"), "data.hosts",
		  RUN "-launcher." RUN ".hpc.svc.cluster.local\n" RUN "-worker-0." RUN ".hpc.svc.cluster.local\n");
	lower_case_make(&c, &a, "workers: 1\nlauncher: {ranks: true}\n");
	assert_at(lower_case_object(&c, "config.yaml"), "data.hosts",
		  RUN "-0." RUN ".hpc.svc.cluster.local\n" RUN "-1." RUN ".hpc.svc.cluster.local\n");
}

static void passwd(const char *lines, const char *passwd, const char *group)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, lines);
	assert_at(lower_case_object(&c, "config.yaml"), "data.passwd", passwd);
	assert_at(lower_case_object(&c, "config.yaml"), "data.group", group);
}

TEST(passwd_knows_the_user_first)
{
	static const char rest[] = "sshd:x:74:74::/run/sshd:/sbin/nologin\nnobody:x:65534:65534::/:/sbin/nologin\n";
	TEST_ARENA(a);

	passwd("", arena_format(&a, "mpi:x:1000:1000::/tmp:/bin/sh\nroot:x:0:0::/root:/bin/sh\n%s", rest).data,
	       "mpi:x:1000:\nroot:x:0:\nsshd:x:74:\nnogroup:x:65534:\n");
	passwd("user: root\n", arena_format(&a, "root:x:0:0::/root:/bin/sh\n%s", rest).data,
	       "root:x:0:\nsshd:x:74:\nnogroup:x:65534:\n");
	passwd("user: {uid: 7, gid: 0, name: ada, home: /h}\n",
	       arena_format(&a, "ada:x:7:0::/h:/bin/sh\nroot:x:0:0::/root:/bin/sh\n%s", rest).data,
	       "root:x:0:\nsshd:x:74:\nnogroup:x:65534:\n");
	passwd("user: {uid: 7, passwd: image}\n", "(none)", "(none)");
}

TEST(ssh_settings_have_the_port)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, "network: {port: 2022}\n");
	assert_true(str_starts(node_text(test_find(lower_case_object(&c, "config.yaml"), "data.sshd_config")), "Port 2022\n"));
	assert_at(lower_case_container(&c, WORKER, "mpi"), "ports[0].containerPort", "2022");
}
