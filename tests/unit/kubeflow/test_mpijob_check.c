/* SPDX-License-Identifier: Apache-2.0 */
/* Every rule of mpijob_check.c and of the tables of fields: what is refused, with which words, and what is not. */
#include "tests/unit/kubeflow/kubeflow_case.h"

struct refusal {
	struct kubeflow_parts parts;
	enum diag_code code;
	const char *at;	     /* the text that is pointed at; NULL: not looked at */
	const char *message; /* how the message begins */
	const char *help;    /* how the help begins; NULL: not looked at */
};

static void check(const struct refusal *r)
{
	TEST_ARENA(a);
	struct kubeflow_case c;
	const struct diag *diag;

	kubeflow_translate(&c, &a, kubeflow_text(&a, r->parts));
	diag = kubeflow_find(&c, r->code);
	if (!diag || !str_starts(diag->message, r->message) || (r->help && !str_starts(diag->help, r->help))) {
		print_error("expected: %s: %s\n", diag_code_info(r->code)->name, r->message);
		for (uint32_t i = 0; i < c.diags.count; i++)
			print_error("got: %s: %.*s (%.*s)\n", diag_code_info(c.diags.items[i].code)->name,
				    STR_ARG(c.diags.items[i].message), STR_ARG(c.diags.items[i].help));
		fail();
	}
	assert_int_equal(c.ok, diag_code_info(r->code)->severity == diag_warning);
	if (!c.ok)
		assert_null(c.compact);
	assert_int_equal(c.diags.count, 1);
	if (r->at)
		assert_str(kubeflow_at(diag->at), r->at);
}

#define CHECK(...)                                                                                                               \
	do {                                                                                                                     \
		static const struct refusal table[] = {__VA_ARGS__};                                                             \
		for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)                                                      \
			check(&table[i]);                                                                                        \
	} while (0)

TEST(unknown_keys_are_refused_with_the_likely_word)
{
	CHECK({{.spec = "  slotPerWorker: 1\n"},
	       diag_E0201,
	       "slotPerWorker",
	       "unknown field `spec.slotPerWorker`",
	       "did you mean `slotsPerWorker`?"},
	      {{.launcher = ", replica: 1"},
	       diag_E0201,
	       "replica",
	       "unknown field `spec.mpiReplicaSpecs.Launcher.replica`",
	       "did you mean `replicas`?"},
	      {{.metadata = ", label: {a: b}"}, diag_E0201, "label", "unknown field `metadata.label`", "did you mean `labels`?"},
	      {{.spec = "  schedulingPolicy: {minAvalable: 1}\n"},
	       diag_E0201,
	       "minAvalable",
	       "unknown field `spec.schedulingPolicy.minAvalable`",
	       "did you mean `minAvailable`?"});
}

TEST(types_and_ranges_are_checked)
{
	CHECK({{.spec = "  slotsPerWorker: 0\n"}, diag_E0204, "0", "`spec.slotsPerWorker` must be between 1", NULL},
	      {{.spec = "  slotsPerWorker: -1\n"}, diag_E0204, "-1", "`spec.slotsPerWorker` must be between 1", NULL},
	      {{.spec = "  slotsPerWorker: two\n"}, diag_E0203, "two", "`spec.slotsPerWorker` must be an integer", NULL},
	      {{.spec = "  suspend: 1\n"}, diag_E0203, "1", "`spec.suspend` must be true or false", NULL},
	      {{.spec = "  backoffLimit: -1\n"}, diag_E0204, "-1", "`spec.backoffLimit` must be between 0", NULL},
	      {{.spec = "  activeDeadlineSeconds: 0\n"}, diag_E0204, "0", "`spec.activeDeadlineSeconds` must be between 1", NULL},
	      {{.spec = "  ttlSecondsAfterFinished: -5\n"},
	       diag_E0204,
	       "-5",
	       "`spec.ttlSecondsAfterFinished` must be between 0",
	       NULL},
	      {{.spec = "  sshAuthMountPath: \"\"\n"}, diag_E0204, "\"\"", "`spec.sshAuthMountPath` must not be empty", NULL},
	      {{.worker = ", replicas: 0"}, diag_E0204, "0", "`spec.mpiReplicaSpecs.Worker.replicas` must be between 1", NULL},
	      {{.metadata = ", labels: {a: 1}"}, diag_E0203, "1", "`metadata.labels.a` must be a string", NULL},
	      {{.metadata = ", namespace: Team_A"}, diag_E0205, "Team_A", "`Team_A` is not a valid name", NULL},
	      {{.spec = "  schedulingPolicy: {minResources: 4}\n"},
	       diag_E0203,
	       "4",
	       "`spec.schedulingPolicy.minResources` must be a map",
	       NULL});
}

TEST(words_are_those_of_the_crd)
{
	CHECK({{.spec = "  mpiImplementation: openMPI\n"},
	       diag_E0206,
	       "openMPI",
	       "invalid `spec.mpiImplementation`",
	       "did you mean `OpenMPI`?"},
	      {{.spec = "  mpiImplementation: MVAPICH\n"}, diag_E0206, "MVAPICH", "invalid `spec.mpiImplementation`", NULL},
	      {{.spec = "  launcherCreationPolicy: Waiting\n"},
	       diag_E0206,
	       "Waiting",
	       "invalid `spec.launcherCreationPolicy`",
	       NULL},
	      {{.spec = "  cleanPodPolicy: running\n"},
	       diag_E0206,
	       "running",
	       "invalid `spec.cleanPodPolicy`",
	       "did you mean `Running`?"},
	      {{.launcher = ", restartPolicy: Newer"},
	       diag_E0206,
	       "Newer",
	       "invalid `spec.mpiReplicaSpecs.Launcher.restartPolicy`",
	       "did you mean `Never`?"});
}

TEST(a_policy_in_both_places_must_be_the_same)
{
	CHECK({{.spec = "  cleanPodPolicy: All\n"},
	       diag_E0250,
	       "Running",
	       "`spec.runPolicy.cleanPodPolicy` and `spec.cleanPodPolicy` differ",
	       "keep the one under `runPolicy`"});
}

TEST(fields_belong_to_a_version)
{
	CHECK({{.spec = "  mainContainer: l\n"},
	       diag_E0251,
	       "l",
	       "kubeflow.org/v2beta1 has no field `spec.mainContainer`",
	       "in v2beta1"},
	      {{.version = "v1", .spec = "  runLauncherAsWorker: true\n"},
	       diag_E0251,
	       "true",
	       "kubeflow.org/v1 has no field `spec.runLauncherAsWorker`",
	       "apiVersion: kubeflow.org/v2beta1"},
	      {{.version = "v1", .spec = "  sshAuthMountPath: /home/mpiuser/.ssh\n"},
	       diag_E0251,
	       "/home/mpiuser/.ssh",
	       "kubeflow.org/v1 has no field `spec.sshAuthMountPath`",
	       NULL},
	      {{.version = "v1", .spec = "  launcherCreationPolicy: AtStartup\n"},
	       diag_E0251,
	       "AtStartup",
	       "kubeflow.org/v1 has no field `spec.launcherCreationPolicy`",
	       NULL},
	      {{.version = "v1", .spec = "  mpiImplementation: Intel\n"},
	       diag_E0251,
	       "Intel",
	       "kubeflow.org/v1 has no field `spec.mpiImplementation`",
	       NULL});
}

TEST(workers_need_a_number_in_v2beta1)
{
	CHECK({{.worker = ""}, diag_E0252, "Worker", "`Worker` has no `replicas`", "mpi-operator refuses"});
}

TEST(there_is_one_launcher)
{
	CHECK({{.launcher = ", replicas: 2"}, diag_E0253, "2", "a job has one launcher, not 2", NULL},
	      {{.launcher = ", replicas: 0"}, diag_E0253, "0", "a job has one launcher, not 0", NULL});
}

TEST(only_restart_policies_of_jobs_can_be_honoured)
{
	CHECK({{.launcher = ", restartPolicy: Always"},
	       diag_E0254,
	       "Always",
	       "`restartPolicy: Always` of `Launcher`",
	       "use `OnFailure`"},
	      {{.worker = ", replicas: 1, restartPolicy: ExitCode"},
	       diag_E0254,
	       "ExitCode",
	       "`restartPolicy: ExitCode` of `Worker`",
	       "use `OnFailure`, or `Never`"});
}

TEST(some_wishes_are_for_others)
{
	CHECK({{.spec = "  managedBy: kueue.x-k8s.io/multikueue\n"},
	       diag_E0257,
	       "kueue.x-k8s.io/multikueue",
	       "`managedBy: kueue.x-k8s.io/multikueue` cannot be honoured",
	       NULL});
}

TEST(a_gang_larger_than_the_job_is_refused)
{
	CHECK({{.spec = "  schedulingPolicy: {minAvailable: 4}\n", .worker = ", replicas: 2"},
	       diag_E0258,
	       "4",
	       "`minAvailable` is 4, and the job has 3 pods",
	       NULL},
	      {{.spec = "  schedulingPolicy: {minAvailable: 2}\n"},
	       diag_E0258,
	       "2",
	       "`minAvailable` is 2, and the job has 1 pods",
	       NULL});
}

TEST(a_job_is_in_one_queue)
{
	CHECK({{.metadata = ", labels: {kueue.x-k8s.io/queue-name: a}", .spec = "  schedulingPolicy: {queue: b}\n"},
	       diag_E0259,
	       "b",
	       "the job is in a queue of Volcano and in one of Kueue",
	       NULL},
	      {{.metadata = ", labels: {kueue.x-k8s.io/queue-name: a}, annotations: {scheduling.volcano.sh/queue-name: c}"},
	       diag_E0259,
	       "c",
	       "the job is in a queue of Volcano and in one of Kueue",
	       NULL});
}

TEST(the_servers_fields_are_ignored_with_one_warning)
{
	CHECK({{.metadata = ", uid: 0c2b, resourceVersion: \"12\", generation: 3, creationTimestamp: null, finalizers: []"},
	       diag_W0251,
	       "0c2b",
	       "ignored: `metadata.uid`, `metadata.resourceVersion`, `metadata.generation`",
	       NULL});
}

TEST(restart_policy_of_a_template_is_overridden)
{
	CHECK({{.launcher_pod = ", restartPolicy: Never"},
	       diag_W0252,
	       "Never",
	       "`restartPolicy` of the pod template is overridden by `OnFailure` of `Launcher`",
	       "write `restartPolicy` beside `template`"},
	      {{.worker = ", replicas: 1", .worker_pod = ", restartPolicy: Always"},
	       diag_W0252,
	       "Always",
	       "`restartPolicy` of the pod template is overridden by `Never` of `Worker`",
	       NULL});
}

static void refuse(const char *text, enum diag_code code, const char *message)
{
	TEST_ARENA(a);
	struct kubeflow_case c;

	kubeflow_translate(&c, &a, str_from(text));
	assert_false(c.ok);
	assert_non_null(kubeflow_find(&c, code));
	assert_true(str_starts(kubeflow_find(&c, code)->message, message));
}

#define HEAD "apiVersion: kubeflow.org/v1\nkind: MPIJob\nmetadata: {name: pi}\nspec:\n  cleanPodPolicy: Running\n"
#define LAUNCHER "Launcher: {template: {spec: {containers: [{name: l, image: img}]}}}"

TEST(a_name_and_a_launcher_are_needed)
{
	refuse("apiVersion: kubeflow.org/v1\nkind: MPIJob\nspec: {mpiReplicaSpecs: {" LAUNCHER "}}\n", diag_E0202,
	       "MPIJob has no `metadata.name`");
	refuse("apiVersion: kubeflow.org/v1\nkind: MPIJob\nmetadata: {generateName: pi-}\nspec: {mpiReplicaSpecs: {" LAUNCHER
	       "}}\n",
	       diag_E0257, "`generateName` cannot be honoured");
	refuse(HEAD, diag_E0202, "MPIJob has no `spec.mpiReplicaSpecs.Launcher.template`");
	refuse(HEAD "  mpiReplicaSpecs: {Launcher: {replicas: 1}}\n", diag_E0202,
	       "MPIJob has no `spec.mpiReplicaSpecs.Launcher.template`");
	refuse(HEAD "  mpiReplicaSpecs: {" LAUNCHER ", Master: {}}\n", diag_E0201, "unknown field `spec.mpiReplicaSpecs.Master`");
	refuse(HEAD "  mpiReplicaSpecs: {" LAUNCHER ", Workers: {}}\n", diag_E0201,
	       "unknown field `spec.mpiReplicaSpecs.Workers`");
	refuse(HEAD "  mpiReplicaSpecs: []\n", diag_E0203, "`spec.mpiReplicaSpecs` must be a map");
	refuse(HEAD "  mpiReplicaSpecs: {" LAUNCHER ", Worker: {replicas: 2}}\n", diag_E0252, "`Worker` has no `template`");
	refuse(HEAD "  mpiReplicaSpecs: {" LAUNCHER ", Worker: 2}\n", diag_E0203, "`spec.mpiReplicaSpecs.Worker` must be a map");
}

TEST(a_template_has_a_container_with_an_image)
{
	refuse(HEAD "  mpiReplicaSpecs: {Launcher: {template: {}}}\n", diag_E0255,
	       "the template of `Launcher` must have a container");
	refuse(HEAD "  mpiReplicaSpecs: {Launcher: {template: {spec: {containers: []}}}}\n", diag_E0255,
	       "the template of `Launcher` must");
	refuse(HEAD "  mpiReplicaSpecs: {Launcher: {template: {spec: {containers: {a: b}}}}}\n", diag_E0255,
	       "`containers` must be a list");
	refuse(HEAD "  mpiReplicaSpecs: {Launcher: {template: {spec: {containers: [pi]}}}}\n", diag_E0255,
	       "a container must be a map");
	refuse(HEAD "  mpiReplicaSpecs: {Launcher: {template: {spec: {containers: [{name: l}]}}}}\n", diag_E0255,
	       "the container of `Launcher` has no `image`");
	refuse(HEAD "  mpiReplicaSpecs: {Launcher: {template: {spec: {containers: [{image: 1.5}]}}}}\n", diag_E0255,
	       "`image` must be a string");
	refuse(HEAD "  mpiReplicaSpecs: {" LAUNCHER ", Worker: {template: {spec: {containers: [{name: w}]}}}}\n", diag_E0255,
	       "the container of `Worker` has no `image`");
}

TEST(the_main_container_is_one_of_the_workers)
{
	refuse(HEAD "  mainContainer: mpi\n  mpiReplicaSpecs: {" LAUNCHER
		    ", Worker: {template: {spec: {containers: [{name: w, image: i}]}}}}\n",
	       diag_E0256, "no container of `Worker` is called `mpi`");
	refuse(HEAD "  mainContainer: mpi\n  mpiReplicaSpecs: {" LAUNCHER "}\n", diag_E0256,
	       "no container of `Launcher` is called `mpi`");
}

TEST(all_that_is_wrong_is_reported_at_once)
{
	TEST_ARENA(a);
	struct kubeflow_case c;

	kubeflow_translate(
		&c, &a,
		kubeflow_text(&a, (struct kubeflow_parts){.spec = "  slots: 1\n  mpiImplementation: x\n  managedBy: me\n",
							  .launcher = ", replicas: 3, restartPolicy: Always"}));
	assert_false(c.ok);
	assert_int_equal(c.diags.errors, 5);
}

TEST(an_absent_clean_up_policy_is_worth_a_warning_when_there_are_workers)
{
	static const char text[] =
		"apiVersion: kubeflow.org/v1\nkind: MPIJob\nmetadata: {name: pi}\nspec:\n  mpiReplicaSpecs: {" LAUNCHER
		", Worker: {template: {spec: {containers: [{image: i}]}}}}\n";
	TEST_ARENA(a);
	struct kubeflow_case c;

	kubeflow_translate(&c, &a, STR(text));
	assert_true(c.ok);
	assert_int_equal(c.diags.count, 1);
	assert_int_equal(c.diags.items[0].code, diag_W0250);
	assert_str(kubeflow_at(c.diags.items[0].at), "spec");
	kubeflow_translate(
		&c, &a,
		STR("apiVersion: kubeflow.org/v1\nkind: MPIJob\nmetadata: {name: pi}\nspec: {mpiReplicaSpecs: {" LAUNCHER
		    "}}\n"));
	assert_true(c.ok);
	assert_int_equal(c.diags.count, 0);
}

static void accept(struct kubeflow_parts parts)
{
	TEST_ARENA(a);
	struct kubeflow_case c;

	kubeflow_translate(&c, &a, kubeflow_text(&a, parts));
	for (uint32_t i = 0; i < c.diags.count; i++)
		print_error("%.*s\n", STR_ARG(c.diags.items[i].message));
	assert_true(c.ok);
	assert_int_equal(c.diags.count, 0);
}

TEST(what_mpi_operator_takes_is_accepted)
{
	accept((struct kubeflow_parts){.spec = "  cleanPodPolicy: Running\n"});
	accept((struct kubeflow_parts){.spec = "  managedBy: kubeflow.org/mpi-operator\n"});
	accept((struct kubeflow_parts){.metadata = ", generateName: pi-"});
	accept((struct kubeflow_parts){.spec = "  launcherCreationPolicy: WaitForWorkersReady\n  runLauncherAsWorker: true\n"});
	accept((struct kubeflow_parts){.version = "v1", .spec = "  mainContainer: l\n"});
	accept((struct kubeflow_parts){.version = "v1", .spec = "  mainContainer: w\n", .worker = ""});
	accept((struct kubeflow_parts){.worker = ", replicas: 2", .spec = "  schedulingPolicy: {minAvailable: 3}\n"});
	accept((struct kubeflow_parts){.launcher = ", replicas: 1, restartPolicy: Never",
				       .launcher_pod = ", restartPolicy: Never"});
	accept((struct kubeflow_parts){.metadata = ", labels: {kueue.x-k8s.io/queue-name: a}"});
	accept((struct kubeflow_parts){.launcher_pod = ", anything: [goes, {in: a template}]"});
}
