/* SPDX-License-Identifier: Apache-2.0 */
/* The user's pod: fields, users, networks, overlays. */
#include "tests/unit/lower/lower_case.h"

static const char *const both[] = {LAUNCHER, WORKER};

TEST(fields_become_a_pod)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, "imagePullPolicy: Always\nimagePullSecrets: [r, s]\nworkdir: /work\npriority: high\n");
	for (int i = 0; i < 2; i++) {
		const struct node *pod = lower_case_pod(&c, both[i]);

		assert_at(pod, "spec.containers", "(list of 1)");
		assert_at(pod, "spec.containers[0].name", "mpi");
		assert_at(pod, "spec.containers[0].image", "img");
		assert_at(pod, "spec.containers[0].imagePullPolicy", "Always");
		assert_at(pod, "spec.containers[0].workingDir", "/work");
		assert_tree(test_find(pod, "spec.imagePullSecrets"), "[{name: r}, {name: s}]");
		assert_at(pod, "spec.priorityClassName", "high");
		assert_at(pod, "spec.automountServiceAccountToken", "false");
		assert_at(pod, "spec.enableServiceLinks", "false");
		assert_at(pod, "spec.restartPolicy", "Never");
	}
}

TEST(what_is_not_said_is_not_there)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	const struct node *pod;

	lower_case_make(&c, &a, "");
	pod = lower_case_pod(&c, WORKER);
	assert_at(pod, "spec.imagePullSecrets", "(none)");
	assert_at(pod, "spec.hostNetwork", "(none)");
	assert_at(pod, "spec.dnsPolicy", "(none)");
	assert_at(pod, "spec.affinity", "(none)");
	assert_at(pod, "spec.containers[0].workingDir", "(none)");
	assert_at(pod, "spec.containers[0].imagePullPolicy", "(none)");
	assert_at(pod, "spec.containers[0].resources", "(none)");
}

TEST(a_user_fits_pod_security_restricted)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	const struct node *pod;

	lower_case_make(&c, &a, "user: {uid: 7, gid: 9}\n");
	pod = lower_case_pod(&c, WORKER);
	assert_tree(test_find(pod, "spec.securityContext"),
		    "{fsGroup: 9, fsGroupChangePolicy: OnRootMismatch, runAsGroup: 9, runAsNonRoot: true, "
		    "runAsUser: 7, seccompProfile: {type: RuntimeDefault}}");
	assert_tree(test_find(pod, "spec.containers[mpi].securityContext"),
		    "{allowPrivilegeEscalation: false, capabilities: {add: [NET_BIND_SERVICE], drop: [ALL]}}");
	assert_at(pod, "spec.volumes[mpi-ssh].secret.defaultMode", "288");
}

TEST(root_is_root_whatever_the_image_says)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	const struct node *pod;

	lower_case_make(&c, &a, "user: root\n");
	pod = lower_case_pod(&c, WORKER);
	assert_tree(test_find(pod, "spec.securityContext"), "{runAsGroup: 0, runAsUser: 0}");
	assert_at(pod, "spec.containers[mpi].securityContext", "(none)");
	assert_at(pod, "spec.volumes[mpi-ssh].secret.defaultMode", "256");
	assert_at(pod, "spec.containers[mpi].env[OMPI_ALLOW_RUN_AS_ROOT].value", "1");
}

TEST(rdma_may_lock_memory)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, "network: {fabric: rdma}\n");
	assert_tree(test_find(lower_case_container(&c, WORKER, "mpi"), "securityContext.capabilities"),
		    "{add: [IPC_LOCK, NET_BIND_SERVICE], drop: [ALL]}");
	lower_case_make(&c, &a, "network: {fabric: rdma}\nuser: root\n");
	assert_tree(test_find(lower_case_container(&c, WORKER, "mpi"), "securityContext"), "{capabilities: {add: [IPC_LOCK]}}");
}

TEST(the_hosts_network_admits_one_pod_a_node)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, "network: {hostNetwork: true}\n");
	for (int i = 0; i < 2; i++) {
		const struct node *pod = lower_case_pod(&c, both[i]);
		const struct node *term =
			test_find(pod, "spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]");

		assert_at(pod, "spec.hostNetwork", "true");
		assert_at(pod, "spec.dnsPolicy", "ClusterFirstWithHostNet");
		assert_at(term, "topologyKey", "kubernetes.io/hostname");
		assert_at(term, "labelSelector.matchLabels[mpicc.dev/run]", RUN_ID_PLACEHOLDER);
		/* MPI chooses by itself. */
		assert_at(pod, "spec.containers[mpi].env[OMPI_MCA_btl_tcp_if_include]", "(none)");
	}
}

TEST(resources_are_the_workers_unless_the_launcher_hosts_ranks)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, "resources: {cpu: 8}\n");
	assert_at(lower_case_container(&c, WORKER, "mpi"), "resources.limits.cpu", "8");
	assert_at(lower_case_container(&c, WORKER, "mpi"), "resources.requests.cpu", "8");
	assert_at(lower_case_container(&c, LAUNCHER, "mpi"), "resources", "(none)");
	lower_case_make(&c, &a, "resources: {cpu: 8}\nlauncher: {resources: {cpu: 1}}\n");
	assert_at(lower_case_container(&c, LAUNCHER, "mpi"), "resources.limits.cpu", "1");
	lower_case_make(&c, &a, "resources: {cpu: 8}\nlauncher: {ranks: true}\ntarget: split\n");
	assert_at(lower_case_container(&c, LAUNCHER, "mpi"), "resources.limits.cpu", "8");
	lower_case_make(&c, &a, "resources: {cpu: 8}\nlauncher: {ranks: true, resources: {cpu: 1}}\n");
	assert_at(lower_case_container(&c, LAUNCHER, "mpi"), "resources.limits.cpu", "1");
	lower_case_make(&c, &a, "resources: {cpu: 8}\nlauncher: {ranks: true}\n");
	assert_at(lower_case_container(&c, INDEXED, "mpi"), "resources.limits.cpu", "8");
}

TEST(overlays_lie_over_each_role)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(
		&c, &a,
		"pod: {nodeSelector: {pool: all, zone: a}, terminationGracePeriodSeconds: 5}\n"
		"launcher: {pod: {nodeSelector: {pool: cpu}}}\nworker: {pod: {nodeSelector: {pool: gpu}, hostIPC: true}}\n");
	assert_tree(test_find(lower_case_pod(&c, LAUNCHER), "spec.nodeSelector"), "{pool: cpu, zone: a}");
	assert_tree(test_find(lower_case_pod(&c, WORKER), "spec.nodeSelector"), "{pool: gpu, zone: a}");
	assert_at(lower_case_pod(&c, LAUNCHER), "spec.terminationGracePeriodSeconds", "5");
	assert_at(lower_case_pod(&c, LAUNCHER), "spec.hostIPC", "(none)");
	assert_at(lower_case_pod(&c, WORKER), "spec.hostIPC", "true");
	lower_case_make(&c, &a, "launcher: {ranks: true}\npod: {hostIPC: true}\n");
	assert_at(lower_case_pod(&c, INDEXED), "spec.hostIPC", "true");
}

TEST(keyed_lists_merge_and_others_replace)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	const struct node *pod;

	lower_case_make(&c, &a,
			"mounts: [scratch:/s]\nenv: {A: '1', B: '2'}\n"
			"pod:\n  containers:\n  - {name: side, image: s}\n"
			"  - {name: mpi, tty: true, env: [{name: B, value: '3'}, {name: C, value: '4'}]}\n"
			"  volumes: [{name: extra, emptyDir: {}}]\n  tolerations: [{operator: Exists}]\n");
	pod = lower_case_pod(&c, WORKER);
	assert_at(pod, "spec.containers", "(list of 2)");
	assert_at(pod, "spec.containers[0].name", "mpi");
	assert_at(pod, "spec.containers[mpi].image", "img");
	assert_at(pod, "spec.containers[mpi].tty", "true");
	assert_at(pod, "spec.containers[side].image", "s");
	assert_at(pod, "spec.containers[mpi].env[A].value", "1");
	assert_at(pod, "spec.containers[mpi].env[B].value", "3");
	assert_at(pod, "spec.containers[mpi].env[C].value", "4");
	assert_at(pod, "spec.volumes[mount-0]", "(map of 2)");
	assert_at(pod, "spec.volumes[extra]", "(map of 2)");
	assert_at(pod, "spec.tolerations", "(list of 1)");
	assert_at(pod, "spec.containers[side].volumeMounts", "(none)");
}

TEST(null_in_an_overlay_deletes_from_the_pod)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	const struct node *pod;

	lower_case_make(&c, &a,
			"imagePullSecrets: [r]\npod: {enableServiceLinks: null, imagePullSecrets: null, hostIPC: null, "
			"securityContext: {fsGroupChangePolicy: null, seccompProfile: {type: null, localhostProfile: p}}}\n"
			"worker: {pod: {automountServiceAccountToken: null}}\n");
	pod = lower_case_pod(&c, WORKER);
	assert_at(pod, "spec.enableServiceLinks", "(none)");
	assert_at(pod, "spec.imagePullSecrets", "(none)");
	assert_at(pod, "spec.hostIPC", "(none)");
	assert_at(pod, "spec.securityContext.fsGroupChangePolicy", "(none)");
	assert_at(pod, "spec.securityContext.fsGroup", "1000");
	assert_tree(test_find(pod, "spec.securityContext.seccompProfile"), "{localhostProfile: p}");
	assert_at(pod, "spec.automountServiceAccountToken", "(none)");
	assert_at(lower_case_pod(&c, LAUNCHER), "spec.automountServiceAccountToken", "false");
}

TEST(a_deleted_list_is_made_again_for_what_the_run_needs)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	const struct node *pod;

	lower_case_make(&c, &a,
			"mounts: [scratch:/s]\npod: {volumes: null, dnsConfig: null, containers: [{name: mpi, env: null, "
			"volumeMounts: null}]}\n");
	pod = lower_case_pod(&c, WORKER);
	assert_at(pod, "spec.volumes", "(list of 3)");
	assert_at(pod, "spec.volumes[mpi-config].configMap.name", RUN "-config");
	assert_at(pod, "spec.containers[mpi].env[MPICC_JOB].value", "pi");
	assert_at(pod, "spec.containers[mpi].volumeMounts[mpi-run].mountPath", "/run/mpi");
}

TEST(overlays_are_not_used_up)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, "pod: {volumes: [{name: extra, emptyDir: {}}], initContainers: [{name: i, image: x}]}\n");
	for (int i = 0; i < 2; i++) {
		assert_at(lower_case_pod(&c, both[i]), "spec.volumes", "(list of 4)");
		assert_at(lower_case_pod(&c, both[i]), "spec.initContainers", "(list of 1)");
	}
	assert_at(c.spec.pod, "volumes", "(list of 1)");
}
