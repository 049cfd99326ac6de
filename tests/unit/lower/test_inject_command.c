/* SPDX-License-Identifier: Apache-2.0 */
/* Commands: the start script round the flavour's, the user's or the template's. */
#include "compiler/lower/inject.h"

#include "tests/unit/lower/lower_case.h"

/* Command and arguments as one line. */
static struct str words(struct arena *a, const struct node *container)
{
	static const char *const parts[] = {"command", "args"};
	struct str out = STR("");

	for (int i = 0; i < 2; i++) {
		const struct node *list = node_get(container, parts[i]);

		for (uint32_t k = 0; list && k < list->item_count; k++)
			out = arena_format(a, "%.*s%s%.*s", STR_ARG(out), out.length ? " " : "",
					   STR_ARG(node_text(list->items[k])));
		if (i == 0)
			out = arena_format(a, "%.*s |", STR_ARG(out));
	}
	return out;
}

#define SCRIPT "/bin/sh /etc/mpi/start.sh "

static void commands(const char *lines, const char *launcher, const char *worker)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, lines);
	if (!worker) {
		assert_str(words(&a, lower_case_container(&c, lower_case_object(&c, INDEXED) ? INDEXED : LAUNCHER, "mpi")),
			   launcher);
		return;
	}
	assert_str(words(&a, lower_case_container(&c, LAUNCHER, "mpi")), launcher);
	assert_str(words(&a, lower_case_container(&c, WORKER, "mpi")), worker);
}

TEST(compact_jobs_begin_with_the_script_in_a_role)
{
	commands("workers: 4\n", SCRIPT "launcher | mpirun -n 4 ./pi", SCRIPT "worker |");
	commands("launcher: {ranks: true}\ntarget: split\n", SCRIPT "ranks | mpirun -n 2 ./pi", SCRIPT "worker |");
	commands("launcher: {ranks: true}\n", SCRIPT "indexed | mpirun -n 2 ./pi", NULL);
	commands("workers: 0\n", SCRIPT "ranks | mpirun -n 1 ./pi", NULL);
}

TEST(launch_replaces_the_whole_command)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_text(
		&c, &a,
		"apiVersion: mpicc.dev/v1\nkind: MPIJob\nmetadata: {name: pi}\nimage: img\nlaunch: [mpiexec, -x, 'a b']\n");
	assert_tree(node_get(lower_case_container(&c, LAUNCHER, "mpi"), "args"), "[mpiexec, -x, 'a b']");
}

static void replaced(const char *lines, const char *at)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_text(&c, &a, arena_format(&a, JOB "%s", lines).data);
	assert_int_equal(c.diags.count, 1);
	assert_diag(&c.diags, 0, diag_E0604, at, "an overlay cannot replace the command of the container `mpi`");
	assert_str(c.diags.items[0].help, "use `launch` for the launch command");
}

TEST(an_overlay_cannot_replace_the_command)
{
	replaced("pod: {containers: [{name: mpi, command: [x]}]}\n", "6:41");
	replaced("pod: {containers: [{name: mpi, args: [x]}]}\n", "6:38");
	replaced("worker: {pod: {containers: [{name: mpi, command: [x]}]}}\n", "6:50");
}

TEST(an_mpijobs_launcher_command_waits_for_the_workers)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_kubeflow(&c, &a, "", "{containers: [{name: l, image: i, command: [mpirun, -n], args: ['4', ./pi]}]}",
			    "{containers: [{name: w, image: i}]}");
	assert_no_diags(&c.diags);
	assert_str(words(&a, lower_case_container(&c, LAUNCHER, "l")), SCRIPT "launcher | mpirun -n 4 ./pi");
	assert_str(words(&a, lower_case_container(&c, WORKER, "w")), SCRIPT "worker |");
	lower_case_kubeflow(&c, &a, "  runLauncherAsWorker: true\n", "{containers: [{name: l, image: i, command: [mpirun]}]}",
			    "{containers: [{name: w, image: i}]}");
	assert_str(words(&a, lower_case_container(&c, LAUNCHER, "l")), SCRIPT "ranks | mpirun");
}

TEST(an_mpijobs_launcher_without_command_keeps_its_entrypoint)
{
	static const char *const launchers[] = {
		"{containers: [{name: l, image: i, args: [mpirun, ./pi], env: [{name: A, value: b}]}]}",
		"{containers: [{name: l, image: i, command: [], args: [mpirun, ./pi], env: [{name: A, value: b}]}]}"};
	TEST_ARENA(a);

	for (int i = 0; i < 2; i++) {
		struct lower_case c = {0};
		const struct node *gate;

		lower_case_kubeflow(&c, &a, "", launchers[i], "{containers: [{name: w, image: i}]}");
		assert_no_diags(&c.diags);
		assert_str(words(&a, lower_case_container(&c, LAUNCHER, "l")), " | mpirun ./pi");
		gate = test_find(lower_case_pod(&c, LAUNCHER), "spec.initContainers[mpi-gate]");
		assert_str(words(&a, gate), SCRIPT "gate |");
		assert_at(gate, "image", "i");
		assert_at(gate, "env[A].value", "b");
		assert_at(gate, "volumeMounts[mpi-run].mountPath", "/run/mpi");
		assert_at(gate, "args", "(none)");
	}
}

static struct lower_case worker(struct arena *a, const char *container)
{
	struct lower_case c = {0};

	lower_case_kubeflow(&c, a, "", "{containers: [{name: l, image: i, command: [mpirun]}]}",
			    arena_format(a, "{containers: [{name: w, image: i%s}]}", container).data);
	assert_true(c.ok);
	return c;
}

TEST(an_mpijobs_worker_without_command_runs_our_sshd)
{
	TEST_ARENA(a);
	static const char *const silent[] = {"", ", args: []", ", args: [/usr/sbin/sshd, -De]"};

	for (int i = 0; i < 3; i++) {
		struct lower_case c = worker(&a, silent[i]);

		assert_no_diags(&c.diags);
		assert_str(words(&a, lower_case_container(&c, WORKER, "w")), SCRIPT "worker |");
	}
}

TEST(an_mpijobs_own_sshd_is_replaced_with_a_warning)
{
	TEST_ARENA(a);
	struct lower_case c = worker(&a, ", command: [/usr/sbin/sshd], args: [-De]");

	assert_int_equal(c.diags.count, 1);
	assert_diag(&c.diags, 0, diag_W0601, "8:87",
		    "the worker's sshd is started with the run's own settings instead of this command");
	assert_str(words(&a, lower_case_container(&c, WORKER, "w")), SCRIPT "worker |");
	assert_at(lower_case_container(&c, WORKER, "w"), "args", "(none)");
}

TEST(an_mpijobs_other_worker_command_is_kept_with_a_warning)
{
	static const char *const other[] = {", command: [/start, it]", ", args: [/start, it]"};
	TEST_ARENA(a);

	for (int i = 0; i < 2; i++) {
		struct lower_case c = worker(&a, other[i]);

		assert_int_equal(c.diags.count, 1);
		assert_diag(&c.diags, 0, diag_W0602, i ? "8:84" : "8:87",
			    "the worker's command is kept, so it must start sshd itself");
		assert_str(words(&a, lower_case_container(&c, WORKER, "w")), i ? " | /start it" : "/start it |");
		assert_str(words(&a, test_find(lower_case_pod(&c, WORKER), "spec.initContainers[mpi-stage]")), SCRIPT "stage |");
	}
}

TEST(an_mpijobs_key_is_mounted_where_it_says)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	const struct node *pod;

	lower_case_kubeflow(&c, &a, "  sshAuthMountPath: /home/me/.ssh\n", "{containers: [{name: l, image: i, command: [x]}]}",
			    "{containers: [{name: w, image: i}]}");
	pod = lower_case_pod(&c, WORKER);
	assert_at(pod, "spec.containers[w].volumeMounts[mpi-ssh-auth].mountPath", "/home/me/.ssh");
	assert_at(pod, "spec.volumes[mpi-ssh-auth].secret.secretName", RUN "-ssh");
	assert_at(pod, "spec.volumes[mpi-ssh-auth].secret.defaultMode", "420");
	assert_at(pod, "spec.volumes[mpi-ssh-auth].secret.items[0].path", "id_rsa");
	assert_at(pod, "spec.volumes[mpi-ssh].secret.defaultMode", "292");
	lower_case_kubeflow(&c, &a, "", "{containers: [{name: l, image: i, command: [x]}]}", NULL);
	assert_at(lower_case_pod(&c, LAUNCHER), "spec.containers[l].volumeMounts[mpi-ssh-auth].mountPath", "/root/.ssh");
	assert_at(lower_case_pod(&c, LAUNCHER), "spec.volumes[mpi-ssh-auth].secret.defaultMode", "384");
}

TEST(an_mpijobs_passwd_is_its_images)
{
	TEST_ARENA(a);
	struct lower_case c = worker(&a, "");

	assert_at(lower_case_object(&c, "config.yaml"), "data.passwd", "(none)");
	assert_at(lower_case_container(&c, WORKER, "w"), "volumeMounts", "(list of 4)");
	assert_at(lower_case_pod(&c, WORKER), "spec.securityContext", "(none)");
}

TEST(an_mpijobs_main_container_runs_mpi)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_text(
		&c, &a,
		"apiVersion: kubeflow.org/v1\nkind: MPIJob\nmetadata: {name: pi}\nspec:\n  cleanPodPolicy: None\n  "
		"mainContainer: m\n"
		"  mpiReplicaSpecs:\n    Launcher: {template: {spec: {containers: [{name: l, image: i, command: [x]}]}}}\n"
		"    Worker: {replicas: 1, template: {spec: {containers: [{name: side, image: i, command: [s]}, {name: m, image: "
		"i}]}}}\n");
	assert_true(c.ok);
	assert_str(words(&a, lower_case_container(&c, WORKER, "m")), SCRIPT "worker |");
	assert_str(words(&a, lower_case_container(&c, WORKER, "side")), "s |");
	assert_at(lower_case_container(&c, WORKER, "side"), "volumeMounts", "(none)");
	/* The launcher has none of that name: its first. */
	assert_str(words(&a, lower_case_container(&c, LAUNCHER, "l")), SCRIPT "launcher | x");
}

TEST(an_mpijobs_templates_keep_what_they_say)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	const struct node *pod;

	lower_case_kubeflow(&c, &a, "",
			    "{containers: [{name: l, image: i, command: [x]}], hostNetwork: true, serviceAccountName: sa, "
			    "volumes: [{name: v, emptyDir: {}}], restartPolicy: Never}",
			    "{containers: [{name: w, image: i}], nodeSelector: {a: b}}");
	pod = lower_case_pod(&c, LAUNCHER);
	assert_at(pod, "spec.hostNetwork", "true");
	assert_at(pod, "spec.dnsPolicy", "ClusterFirstWithHostNet");
	assert_at(pod, "spec.serviceAccountName", "sa");
	assert_at(pod, "spec.volumes[v]", "(map of 2)");
	assert_at(pod, "spec.volumes[mpi-config]", "(map of 2)");
	assert_at(pod, "spec.enableServiceLinks", "(none)");
	assert_at(lower_case_pod(&c, WORKER), "spec.nodeSelector.a", "b");
	assert_at(lower_case_pod(&c, WORKER), "spec.hostNetwork", "(none)");
	/* The document itself is as it was. */
	assert_at(c.kubeflow.launcher_template, "spec.volumes", "(list of 1)");
}

TEST(an_mpijobs_restart_policies_are_those_of_the_replica_specs)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_kubeflow(&c, &a, "", "{containers: [{name: l, image: i, command: [x]}]}",
			    "{containers: [{name: w, image: i}]}");
	assert_at(lower_case_pod(&c, LAUNCHER), "spec.restartPolicy", "OnFailure");
	assert_at(lower_case_pod(&c, WORKER), "spec.restartPolicy", "Never");
	/* Kubernetes wants podFailurePolicy with Never only. */
	assert_at(lower_case_object(&c, LAUNCHER), "spec.podFailurePolicy", "(none)");
	assert_at(lower_case_object(&c, WORKER), "spec.podFailurePolicy.rules", "(list of 1)");
	assert_at(lower_case_object(&c, LAUNCHER), "spec.backoffLimit", "6");
}
