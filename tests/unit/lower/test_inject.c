/* SPDX-License-Identifier: Apache-2.0 */
/* What every MPI pod gets whatever its overlay says, and the collisions that this can have. */
#include "compiler/lower/inject.h"

#include "tests/unit/lower/lower_case.h"

TEST(the_runs_files_are_mounted)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	const struct node *pod;

	lower_case_make(&c, &a, "");
	pod = lower_case_pod(&c, WORKER);
	assert_tree(test_find(pod, "spec.volumes"), "[{name: mpi-config, configMap: {name: " RUN "-config, defaultMode: 365}}, "
						    "{name: mpi-ssh, secret: {secretName: " RUN "-ssh, defaultMode: 288}}, "
						    "{name: mpi-run, emptyDir: {medium: Memory, sizeLimit: 8Mi}}]");
	assert_tree(test_find(pod, "spec.containers[mpi].volumeMounts"),
		    "[{name: mpi-config, mountPath: /etc/mpi, readOnly: true}, {name: mpi-ssh, mountPath: /etc/mpi-ssh, "
		    "readOnly: true}, "
		    "{name: mpi-run, mountPath: /run/mpi}, {name: mpi-config, mountPath: /etc/passwd, subPath: passwd, readOnly: "
		    "true}, "
		    "{name: mpi-config, mountPath: /etc/group, subPath: group, readOnly: true}]");
	lower_case_make(&c, &a, "user: {uid: 5, passwd: image}\n");
	assert_at(lower_case_pod(&c, WORKER), "spec.containers[mpi].volumeMounts", "(list of 3)");
}

TEST(the_users_mounts_come_first)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	const struct node *pod;

	lower_case_make(&c, &a, "mounts: [pvc:data:/data:ro, shm:8Gi]\n");
	for (int i = 0; i < 2; i++) {
		pod = lower_case_pod(&c, i ? LAUNCHER : WORKER);
		assert_at(pod, "spec.volumes[0].persistentVolumeClaim.claimName", "data");
		assert_at(pod, "spec.volumes[1].emptyDir.medium", "Memory");
		assert_at(pod, "spec.volumes", "(list of 5)");
		assert_at(pod, "spec.containers[mpi].volumeMounts[0].mountPath", "/data");
		assert_at(pod, "spec.containers[mpi].volumeMounts[0].readOnly", "true");
		assert_at(pod, "spec.containers[mpi].volumeMounts", "(list of 7)");
	}
}

TEST(pods_find_each_other_by_name)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, "");
	assert_at(lower_case_pod(&c, LAUNCHER), "spec.hostname", RUN "-launcher");
	assert_at(lower_case_pod(&c, WORKER), "spec.hostname", "(none)");
	for (int i = 0; i < 2; i++) {
		const struct node *pod = lower_case_pod(&c, i ? LAUNCHER : WORKER);

		assert_at(pod, "spec.subdomain", RUN);
		assert_tree(test_find(pod, "spec.dnsConfig.searches"), "[" RUN ".hpc.svc.cluster.local]");
	}
	lower_case_make(&c, &a, "launcher: {ranks: true}\npod: {dnsConfig: {searches: [a.example], nameservers: [1.1.1.1]}}\n");
	assert_at(lower_case_pod(&c, INDEXED), "spec.hostname", "(none)");
	assert_tree(test_find(lower_case_pod(&c, INDEXED), "spec.dnsConfig"),
		    "{searches: [a.example, " RUN ".hpc.svc.cluster.local], nameservers: [1.1.1.1]}");
}

TEST(an_overlay_cannot_take_names_and_policies_away)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_text(&c, &a,
			JOB "pod: {subdomain: x, hostname: z, restartPolicy: Always, hostNetwork: true, dnsPolicy: Default}\n");
	assert_true(c.ok);
	assert_at(lower_case_pod(&c, LAUNCHER), "spec.subdomain", RUN);
	assert_at(lower_case_pod(&c, LAUNCHER), "spec.hostname", RUN "-launcher");
	assert_at(lower_case_pod(&c, WORKER), "spec.restartPolicy", "Never");
	assert_at(lower_case_pod(&c, WORKER), "spec.dnsPolicy", "ClusterFirstWithHostNet");
}

TEST(the_ssh_port_is_declared_once)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, "");
	assert_tree(node_get(lower_case_container(&c, WORKER, "mpi"), "ports"), "[{containerPort: 2222, name: mpi-ssh}]");
	lower_case_make(&c, &a,
			"pod: {containers: [{name: mpi, ports: [{containerPort: 80}, {containerPort: 2222, name: mine}]}]}\n");
	assert_tree(node_get(lower_case_container(&c, WORKER, "mpi"), "ports"),
		    "[{containerPort: 80}, {containerPort: 2222, name: mine}]");
}

static void collide(const char *lines, enum diag_code code, const char *at, const char *message)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_text(&c, &a, arena_format(&a, JOB "%s", lines).data);
	assert_false(c.ok);
	assert_diag(&c.diags, 0, code, at, message);
	assert_true(c.diags.items[0].help.length > 0);
}

TEST(the_container_mpi_must_stay)
{
	collide("pod: {containers: null}\n", diag_E0601, "6:6", "the pod has no container to run MPI in");
	collide("pod: {containers: {name: mpi}}\n", diag_E0601, "6:19", "the pod has no container to run MPI in");
	collide("pod:\n  containers: mine\n", diag_E0601, "7:15", "the pod has no container to run MPI in");
	collide("worker: {pod: {containers: []}}\npod: {containers: null}\n", diag_E0601, "7:6",
		"the pod has no container to run MPI in");
}

TEST(our_volumes_are_ours)
{
	static const char *const names[] = {"mpi-config", "mpi-ssh", "mpi-run", "mpi-ssh-auth"};
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		collide(arena_format(&a, "pod: {volumes: [{name: x}, {name: %s}]}\n", names[i]).data, diag_E0602, "6:28",
			"the run has a volume of this name itself");
}

TEST(our_paths_are_ours)
{
	static const char *const paths[] = {"/etc/mpi",	       "/etc/mpi/hosts", "/etc/mpi-ssh",
					    "/etc/mpi-ssh/id", "/run/mpi",	 "/run/mpi/x"};
	TEST_ARENA(a);
	struct lower_case c = {0};

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		collide(arena_format(&a, "mounts: [\"scratch:%s\"]\n", paths[i]).data, diag_E0603, "6:10",
			"a mount would hide the run's own files");
	lower_case_make(&c, &a, "mounts: ['scratch:/etc/mpi2', 'scratch:/etc/mpi-ssh2', 'scratch:/run/mpich', 'scratch:/etc']\n");
	assert_true(c.ok);
}

TEST(every_collision_is_reported)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_text(&c, &a, JOB "mounts: ['scratch:/run/mpi', 'scratch:/etc/mpi']\npod: {volumes: [{name: mpi-run}]}\n");
	assert_int_equal(c.diags.errors, 3);
}

TEST(mpijobs_collide_too)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_kubeflow(&c, &a, "",
			    "{containers: [{name: l, image: i, command: [x]}], volumes: [{name: mpi-ssh-auth, emptyDir: {}}]}",
			    NULL);
	assert_diag(&c.diags, 0, diag_E0602, "7:93", "the run has a volume of this name itself");
}
