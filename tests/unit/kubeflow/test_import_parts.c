/* SPDX-License-Identifier: Apache-2.0 */
/* Environment, resources, users, policies and the rest of pod templates. */
#include "tests/unit/kubeflow/import_case.h"

#define RUN ", command: [mpirun, ./pi]"

TEST(variables_take_their_short_forms)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(
		&c, &a,
		(struct import_parts){
			.launcher = RUN
			", env: [{name: A, value: x}, {name: B}, {name: C, valueFrom: {secretKeyRef: {name: s, key: k}}}, {name: "
			"D, "
			"valueFrom: {configMapKeyRef: {name: m, key: k}}}, {name: E, valueFrom: {fieldRef: {fieldPath: "
			"spec.nodeName}}}, {name: F, valueFrom: {secretKeyRef: {name: s, key: k, optional: true}}}, {name: A, "
			"value: later}]"});
	assert_tree(node_get(c.compact, "env"),
		    "{A: later, B: \"\", C: {secret: s/k}, D: {config: m/k}, E: {field: spec.nodeName}, F: {valueFrom: "
		    "{secretKeyRef: {name: s, key: k, optional: true}}}}");
	assert_notes(&c, 0);
}

TEST(variables_that_env_cannot_hold_stay_in_their_container)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a,
		     (struct import_parts){.launcher = RUN ", env: [{name: A, value: x}, {name: a.b, value: z}]",
					   .worker = ", env: [{name: A, value: other}]"});
	assert_tree(node_get(c.compact, "env"), "{A: x}");
	assert_tree(node_path(c.compact, "launcher.pod"), "{containers: [{name: mpi, env: [{name: a.b, value: z}]}]}");
	assert_tree(node_path(c.compact, "worker.pod"), "{containers: [{name: mpi, env: [{name: A, value: other}]}]}");
}

TEST(variables_of_one_role_are_noted)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a,
		     (struct import_parts){.launcher = RUN ", env: [{name: A, value: x}, {name: B, value: z}]",
					   .worker = ", env: [{name: B, value: z}, {name: C, value: z}]"});
	assert_tree(node_get(c.compact, "env"), "{A: x, B: z, C: z}");
	assert_notes(&c, 2);
	assert_note(&c, 0, "only the launcher had `A`: `env` holds for all pods and ranks");
	assert_note(&c, 1, "only the workers had `C`: `env` holds for all pods and ranks");
}

static void resources(const char *launcher, const char *worker, const char *expected, const char *expected_launcher)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a, (struct import_parts){.launcher = arena_format(&a, RUN "%s", launcher).data, .worker = worker});
	assert_tree(node_get(c.compact, "resources"), expected);
	if (expected_launcher)
		assert_tree(node_path(c.compact, "launcher.resources"), expected_launcher);
	else
		assert_null(node_get(c.compact, "launcher"));
}

TEST(resources_are_flat_where_requests_are_the_limits)
{
	resources("", ", resources: {limits: {cpu: 2, nvidia.com/gpu: 4}}", "{cpu: 2, gpu: 4}", NULL);
	resources("", ", resources: {limits: {cpu: 2}, requests: {cpu: \"2\"}}", "{cpu: 2}", NULL);
	resources("", ", resources: {limits: {cpu: 2}, requests: {cpu: 1}}", "{limits: {cpu: 2}, requests: {cpu: 1}}", NULL);
	resources("", ", resources: {requests: {memory: 1Gi}}", "{requests: {memory: 1Gi}}", NULL);
	resources("", ", resources: {limits: {cpu: 2}, requests: {}}", "{cpu: 2}", NULL);
	resources(", resources: {limits: {cpu: 1}}", ", resources: {limits: {rdma/hca: 1}}", "{rdma/hca: 1}", "{cpu: 1}");
}

TEST(slots_are_said_where_they_are_not_the_gpus)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a, (struct import_parts){.launcher = RUN, .worker = ", resources: {limits: {nvidia.com/gpu: 2}}"});
	assert_null(node_get(c.compact, "slots"));
	import_parts(&c, &a, (struct import_parts){.launcher = RUN, .worker = ", resources: {limits: {nvidia.com/gpu: 4}}"});
	assert_int_equal(node_get(c.compact, "slots")->integer, 2);
	import_parts(&c, &a, (struct import_parts){.launcher = RUN, .worker = ""});
	assert_int_equal(node_get(c.compact, "slots")->integer, 2);
}

TEST(a_launcher_that_hosts_ranks_has_the_workers_resources_unless_it_says_so)
{
	static const char spec[] = "  runLauncherAsWorker: true\n";
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a,
		     (struct import_parts){.spec = spec,
					   .launcher = RUN ", resources: {limits: {cpu: 2}}",
					   .worker = ", resources: {limits: {cpu: 2}}"});
	assert_tree(node_get(c.compact, "launcher"), "{ranks: true}");
	import_parts(&c, &a, (struct import_parts){.spec = spec, .launcher = RUN, .worker = ", resources: {limits: {cpu: 2}}"});
	assert_tree(node_get(c.compact, "launcher"), "{ranks: true, resources: {}}");
}

TEST(claims_stay_in_the_container)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a, (struct import_parts){.launcher = RUN ", resources: {limits: {cpu: 2}, claims: [{name: g}]}"});
	assert_tree(node_get(c.compact, "resources"), "{cpu: 2}");
	assert_tree(node_get(c.compact, "pod"), "{containers: [{name: mpi, resources: {claims: [{name: g}]}}]}");
}

static void user(const char *launcher_pod, const char *worker_pod, const char *expected, uint32_t notes)
{
	TEST_ARENA(a);
	struct import_case c;
	struct str text = arena_format(
		&a,
		"apiVersion: kubeflow.org/v1\nkind: MPIJob\nmetadata: {name: pi}\nspec:\n  cleanPodPolicy: Running\n"
		"  mpiReplicaSpecs:\n    Launcher: {template: {spec: {containers: [{image: i, command: [mpirun, ./pi]}]%s}}}\n"
		"    Worker: {template: {spec: {containers: [{image: i}]%s}}}\n",
		launcher_pod, worker_pod);

	import_text(&c, &a, text);
	if (expected)
		assert_tree(node_get(c.compact, "user"), expected);
	else
		assert_null(node_get(c.compact, "user"));
	assert_notes(&c, notes);
	assert_null(node_get(c.compact, "pod"));
}

TEST(users_come_from_security_contexts)
{
	user(", securityContext: {runAsUser: 4242}", ", securityContext: {runAsUser: 4242}", "4242", 0);
	user(", securityContext: {runAsUser: 4242, runAsGroup: 7}", "", "{uid: 4242, gid: 7}", 0);
	user(", securityContext: {runAsUser: 7, runAsGroup: 7}", "", "7", 0);
	user(", securityContext: {runAsUser: 0}", "", "root", 0);
	user(", securityContext: {runAsUser: 1}", ", securityContext: {runAsUser: 2}", "2", 1);
	user("", "", NULL, 1);
	user(", securityContext: {runAsUser: 7, runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}", "", "7", 0);
}

TEST(what_is_unusual_in_a_security_context_stays)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a,
		     (struct import_parts){.launcher = RUN,
					   .launcher_pod = ", securityContext: {fsGroup: 5, runAsNonRoot: true}",
					   .worker = "",
					   .worker_pod = ", securityContext: {fsGroup: 5}"});
	assert_tree(node_get(c.compact, "pod"), "{securityContext: {fsGroup: 5}}");
}

TEST(what_all_pods_have_is_said_once)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a,
		     (struct import_parts){
			     .launcher = RUN ", imagePullPolicy: Always",
			     .launcher_pod = ", nodeSelector: {a: b}, serviceAccountName: x, imagePullSecrets: [{name: r}], "
					     "priorityClassName: high",
			     .worker = ", imagePullPolicy: Always",
			     .worker_pod = ", nodeSelector: {a: b}, tolerations: [{operator: Exists}], imagePullSecrets: "
					   "[{name: r}], priorityClassName: high"});
	assert_str(node_get(c.compact, "imagePullPolicy")->text, "Always");
	assert_str(node_get(c.compact, "priority")->text, "high");
	assert_tree(node_get(c.compact, "imagePullSecrets"), "[r]");
	assert_tree(node_get(c.compact, "pod"), "{nodeSelector: {a: b}}");
	assert_tree(node_get(c.compact, "launcher"), "{pod: {serviceAccountName: x}}");
	assert_tree(node_get(c.compact, "worker"), "{pod: {tolerations: [{operator: Exists}]}}");
	assert_notes(&c, 0);
}

TEST(what_differs_stays_with_its_role)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a,
		     (struct import_parts){.launcher = RUN ", workingDir: /a",
					   .launcher_pod = ", priorityClassName: high",
					   .worker = ", workingDir: /b"});
	assert_null(node_get(c.compact, "workdir"));
	assert_null(node_get(c.compact, "priority"));
	assert_tree(node_get(c.compact, "launcher"),
		    "{pod: {priorityClassName: high, containers: [{name: mpi, workingDir: /a}]}}");
	assert_tree(node_get(c.compact, "worker"), "{pod: {containers: [{name: mpi, workingDir: /b}]}}");
}

TEST(another_image_of_the_workers_is_an_overlay)
{
	TEST_ARENA(a);
	struct import_case c;

	import_text(
		&c, &a,
		STR("apiVersion: kubeflow.org/v1\nkind: MPIJob\nmetadata: {name: pi}\nspec:\n  cleanPodPolicy: Running\n"
		    "  mpiReplicaSpecs:\n    Launcher: {template: {spec: {containers: [{image: a, command: [mpirun, ./pi]}]}}}\n"
		    "    Worker: {template: {spec: {containers: [{image: b}]}}}\n"));
	assert_str(node_get(c.compact, "image")->text, "a");
	assert_tree(node_get(c.compact, "worker"), "{pod: {containers: [{name: mpi, image: b}]}}");
}

TEST(sidecars_stay_and_the_mpi_container_goes_first)
{
	TEST_ARENA(a);
	struct import_case c;

	import_text(&c, &a,
		    STR("apiVersion: kubeflow.org/v1\nkind: MPIJob\nmetadata: {name: pi}\nspec:\n  mainContainer: main\n"
			"  cleanPodPolicy: Running\n  mpiReplicaSpecs:\n    Launcher: {template: {spec: {containers: [{name: "
			"side, image: s}, "
			"{name: main, image: a, tty: true, command: [mpirun, ./pi]}, {name: mpi, image: c}]}}}\n"));
	assert_str(node_get(c.compact, "image")->text, "a");
	assert_tree(node_path(c.compact, "pod.containers"), "[{name: mpi, tty: true}, {name: side, image: s}]");
	assert_notes(&c, 2);
	assert_true(str_starts(c.notes->items[0]->text, "a container beside the MPI container is called `mpi`"));
}

TEST(traces_of_the_images_sshd_are_left_out)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a,
		     (struct import_parts){
			     .launcher = RUN,
			     .worker = ", ports: [{containerPort: 22}, {containerPort: 9100}], readinessProbe: {tcpSocket: "
				       "{port: 2222}}, livenessProbe: {exec: {command: [x]}}",
			     .worker_pod = ", hostname: me, restartPolicy: Never"});
	assert_tree(node_get(c.compact, "worker"),
		    "{pod: {containers: [{name: mpi, ports: [{containerPort: 9100}], livenessProbe: {exec: {command: [x]}}}]}}");
	assert_notes(&c, 2);
	assert_note(&c, 0, "`hostname` of the workers was left out: hosts are named after the run");
	assert_note(&c, 1, "`readinessProbe` of the workers was left out: the launcher waits for its workers without it");
}

TEST(host_network_of_all_pods_is_a_field)
{
	TEST_ARENA(a);
	struct import_case c;
	static const char host[] = ", hostNetwork: true, dnsPolicy: ClusterFirstWithHostNet";

	import_parts(&c, &a, (struct import_parts){.launcher = RUN, .launcher_pod = host, .worker = "", .worker_pod = host});
	assert_tree(node_get(c.compact, "network"), "{hostNetwork: true}");
	assert_null(node_get(c.compact, "pod"));
	import_parts(&c, &a, (struct import_parts){.launcher = RUN, .worker = "", .worker_pod = host});
	assert_null(node_get(c.compact, "network"));
	assert_tree(node_get(c.compact, "worker"), "{pod: {hostNetwork: true, dnsPolicy: ClusterFirstWithHostNet}}");
}

TEST(metadata_of_pods_is_shared)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a,
		     (struct import_parts){.launcher = RUN,
					   .launcher_template = ", metadata: {labels: {a: b, c: d, e: f}, annotations: null}",
					   .worker = "",
					   .worker_template = ", metadata: {labels: {a: b, c: other}, annotations: {x: z}}"});
	assert_tree(node_get(c.compact, "podMetadata"), "{labels: {a: b, e: f}, annotations: {x: z}}");
	assert_notes(&c, 3);
	assert_note(&c, 0, "`c` under `labels` differs between launcher and workers: it was left out");
	assert_note(&c, 1, "`e` under `labels` was only on the launcher: `podMetadata` holds for all pods");
	assert_note(&c, 2, "`x` under `annotations` was only on the workers: `podMetadata` holds for all pods");
}

TEST(policies_are_said_where_they_differ_from_the_defaults)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a,
		     (struct import_parts){
			     .spec = "  suspend: false\n  activeDeadlineSeconds: 93784\n  ttlSecondsAfterFinished: 0\n"
				     "  schedulingPolicy: {minAvailable: 2, minResources: {cpu: 1}, scheduleTimeoutSeconds: 5}\n",
			     .launcher = RUN,
			     .worker = ""});
	assert_null(node_get(c.compact, "clean"));
	assert_null(node_get(c.compact, "suspend"));
	assert_null(node_get(c.compact, "retries"));
	assert_str(node_get(c.compact, "deadline")->text, "1d2h3m4s");
	assert_str(node_get(c.compact, "ttl")->text, "0s");
	assert_int_equal(c.spec.deadline, 93784);
	assert_notes(&c, 3);
	assert_note(&c, 0, "`minAvailable: 2` cannot be said: a run starts when all its pods can");
}

TEST(queues_and_restart_policies)
{
	TEST_ARENA(a);
	struct import_case c;

	import_text(
		&c, &a,
		STR("apiVersion: kubeflow.org/v1\nkind: MPIJob\nmetadata: {name: pi, labels: {kueue.x-k8s.io/queue-name: q}}\n"
		    "spec:\n  runPolicy: {cleanPodPolicy: None, suspend: true, backoffLimit: 3}\n  mpiReplicaSpecs:\n    "
		    "Launcher:\n"
		    "      restartPolicy: OnFailure\n      template: {spec: {securityContext: {runAsUser: 1}, containers: "
		    "[{image: a, command: "
		    "[mpirun, ./pi]}]}}\n"));
	assert_str(node_get(c.compact, "queue")->text, "q");
	assert_null(node_get(c.compact, "gang"));
	assert_null(node_path(c.compact, "metadata.labels"));
	assert_str(node_get(c.compact, "clean")->text, "None");
	assert_true(node_get(c.compact, "suspend")->boolean);
	assert_int_equal(node_get(c.compact, "retries")->integer, 3);
	assert_notes(&c, 1);
	assert_note(&c, 0, "`restartPolicy: OnFailure` of the launcher cannot be said: a failed pod is replaced, not restarted");
}
