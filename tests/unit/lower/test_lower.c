/* SPDX-License-Identifier: Apache-2.0 */
/* Which objects a job has, and what its Jobs are like. */
#include "compiler/lower/lower.h"

#include "tests/unit/lower/lower_case.h"

#define SHARED "config.yaml service.yaml network-policy.yaml "

static void files(const char *lines, const char *expected)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, lines);
	assert_str(lower_case_files(&c), expected);
}

TEST(a_job_has_the_objects_it_asks_for)
{
	files("", SHARED LAUNCHER " " WORKER " ");
	files("workers: 0\n", SHARED LAUNCHER " ");
	files("launcher: {ranks: true}\n", SHARED INDEXED " ");
	files("launcher: {ranks: true}\nworkers: 0\n", SHARED LAUNCHER " ");
	files("launcher: {ranks: true}\ntarget: split\n", SHARED LAUNCHER " " WORKER " ");
	files("keys: plain\n", SHARED "secret.yaml " LAUNCHER " " WORKER " ");
	files("disruptionBudget: true\n", SHARED "disruption-budget.yaml " LAUNCHER " " WORKER " ");
	files("queue: q\n", SHARED LAUNCHER " " WORKER " ");
	files("gang: volcano\n", SHARED "pod-group.yaml " LAUNCHER " " WORKER " ");
	files("gang: coscheduling\nworkers: 0\n", SHARED "pod-group.yaml " LAUNCHER " ");
}

TEST(a_split_run_is_two_jobs)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	const struct node *launcher, *worker;

	lower_case_make(&c, &a, "workers: 4\nslots: 2\nretries: 3\n");
	launcher = lower_case_object(&c, LAUNCHER);
	worker = lower_case_object(&c, WORKER);
	assert_at(launcher, "apiVersion", "batch/v1");
	assert_at(launcher, "kind", "Job");
	assert_at(launcher, "metadata.name", RUN "-launcher");
	assert_at(launcher, "metadata.namespace", "hpc");
	assert_at(launcher, "spec.backoffLimit", "3");
	assert_at(launcher, "spec.completionMode", "(none)");
	assert_at(launcher, "spec.podReplacementPolicy", "Failed");
	assert_at(launcher, "spec.podFailurePolicy.rules[0].action", "Ignore");
	assert_at(launcher, "spec.activeDeadlineSeconds", "(none)");
	assert_at(launcher, "spec.suspend", "(none)");
	assert_at(worker, "metadata.name", RUN "-worker");
	assert_at(worker, "spec.completionMode", "Indexed");
	assert_at(worker, "spec.completions", "4");
	assert_at(worker, "spec.parallelism", "4");
	assert_at(worker, "spec.backoffLimit", "12");
	assert_at(worker, "spec.successPolicy", "(none)");
	assert_at(worker, "spec.activeDeadlineSeconds", "(none)");
}

TEST(an_indexed_run_is_one_job_that_ends_itself)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	const struct node *job;

	lower_case_make(&c, &a, "workers: 4\nlauncher: {ranks: true}\nretries: 2\ndeadline: 4h\n");
	job = lower_case_object(&c, INDEXED);
	assert_at(job, "metadata.name", RUN);
	assert_at(job, "spec.completionMode", "Indexed");
	assert_at(job, "spec.completions", "5");
	assert_at(job, "spec.parallelism", "5");
	assert_at(job, "spec.backoffLimit", "8");
	assert_at(job, "spec.activeDeadlineSeconds", "14400");
	assert_at(job, "spec.successPolicy.rules[0].succeededIndexes", "0");
	assert_at(job, "metadata.labels[mpicc.dev/role]", "launcher");
	assert_at(job, "metadata.labels[kueue.x-k8s.io/queue-name]", "(none)");
}

TEST(a_launcher_alone_hosts_the_ranks)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	const struct node *container;

	lower_case_make(&c, &a, "workers: 0\nslots: 4\nresources: {cpu: 4}\n");
	container = lower_case_container(&c, LAUNCHER, "mpi");
	assert_at(container, "command[2]", "ranks");
	assert_at(container, "resources.limits.cpu", "4");
	assert_at(container, "env[MPICC_RANKS].value", "4");
	assert_at(container, "env[MPICC_WORKERS].value", "0");
	assert_at(lower_case_object(&c, "config.yaml"), "data.hostfile", RUN "-launcher." RUN ".hpc.svc.cluster.local slots=4\n");
}

TEST(suspension_and_deadline_reach_the_jobs)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, "suspend: true\ndeadline: 90s\n");
	assert_at(lower_case_object(&c, LAUNCHER), "spec.suspend", "true");
	assert_at(lower_case_object(&c, WORKER), "spec.suspend", "true");
	assert_at(lower_case_object(&c, LAUNCHER), "spec.activeDeadlineSeconds", "90");
	assert_at(lower_case_object(&c, WORKER), "spec.activeDeadlineSeconds", "(none)");
	lower_case_make(&c, &a, "suspend: true\nlauncher: {ranks: true}\n");
	assert_at(lower_case_object(&c, INDEXED), "spec.suspend", "true");
}

TEST(the_service_finds_pods_before_they_are_ready)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	const struct node *service;

	lower_case_make(&c, &a, "");
	service = lower_case_object(&c, "service.yaml");
	assert_tree(node_get(service, "spec"), "{clusterIP: None, publishNotReadyAddresses: true, selector: {mpicc.dev/job: pi, "
					       "mpicc.dev/run: " RUN_ID_PLACEHOLDER "}}");
	assert_at(service, "metadata.name", RUN);
}

TEST(the_policy_admits_the_run_only)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	const struct node *policy;

	lower_case_make(&c, &a, "");
	policy = lower_case_object(&c, "network-policy.yaml");
	assert_tree(test_find(policy, "spec.policyTypes"), "[Ingress]");
	assert_at(policy, "spec.egress", "(none)");
	assert_at(policy, "spec.podSelector.matchLabels[mpicc.dev/run]", RUN_ID_PLACEHOLDER);
	assert_at(policy, "spec.ingress[0].from[0].podSelector.matchLabels[mpicc.dev/run]", RUN_ID_PLACEHOLDER);
	lower_case_make(&c, &a, "network: {egress: run}\n");
	policy = lower_case_object(&c, "network-policy.yaml");
	assert_tree(test_find(policy, "spec.policyTypes"), "[Ingress, Egress]");
	assert_at(policy, "spec.egress[0].to[0].podSelector.matchLabels[mpicc.dev/run]", RUN_ID_PLACEHOLDER);
	assert_tree(test_find(policy, "spec.egress[1].ports"), "[{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]");
}

TEST(a_disruption_budget_covers_every_pod)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, "disruptionBudget: true\nworkers: 4\n");
	assert_at(lower_case_object(&c, "disruption-budget.yaml"), "spec.minAvailable", "5");
	assert_at(lower_case_object(&c, "disruption-budget.yaml"), "spec.selector.matchLabels[mpicc.dev/job]", "pi");
	lower_case_make(&c, &a, "disruptionBudget: true\nworkers: 0\n");
	assert_at(lower_case_object(&c, "disruption-budget.yaml"), "spec.minAvailable", "1");
}

TEST(keys_of_the_controller_are_a_runs_and_others_are_not)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, "");
	assert_at(lower_case_pod(&c, WORKER), "spec.volumes[mpi-ssh].secret.secretName", RUN "-ssh");
	assert_at(lower_case_object(&c, LAUNCHER), "metadata.annotations[mpicc.dev/keys]", "controller");
	lower_case_make(&c, &a, "keys: existing/team\n");
	assert_at(lower_case_pod(&c, WORKER), "spec.volumes[mpi-ssh].secret.secretName", "team");
	assert_at(lower_case_object(&c, LAUNCHER), "metadata.annotations[mpicc.dev/keys]", "(none)");
	assert_null(lower_case_object(&c, "secret.yaml"));
}

TEST(plain_keys_are_a_secret_that_is_written_once)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	const struct node *secret;

	lower_case_make(&c, &a, "keys: plain\n");
	secret = lower_case_object(&c, "secret.yaml");
	/* Not named by the run: the next run has the same key. */
	assert_at(secret, "metadata.name", "pi-ssh");
	assert_at(secret, "type", "kubernetes.io/ssh-auth");
	assert_tree(node_get(secret, "data"), "{ssh-privatekey: cHJpdmF0ZQ==, ssh-publickey: cHVibGlj}");
	assert_at(secret, "metadata.labels[mpicc.dev/job]", "pi");
	assert_at(secret, "metadata.labels[mpicc.dev/run]", "(none)");
	assert_null(node_get(secret, "sops"));
	assert_at(lower_case_pod(&c, WORKER), "spec.volumes[mpi-ssh].secret.secretName", "pi-ssh");
	for (uint32_t i = 0; i < c.objects.count; i++)
		assert_int_equal(c.objects.items[i].keep_existing, str_is(c.objects.items[i].file, "secret.yaml"));
}

static void assert_written_once(const struct lower_case *c, const char *file)
{
	for (uint32_t i = 0; i < c->objects.count; i++)
		assert_int_equal(c->objects.items[i].keep_existing, file && str_is(c->objects.items[i].file, file));
}

TEST(keys_for_sops_are_a_secret_with_what_sops_needs)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	const struct node *secret;

	lower_case_make(&c, &a, "keys: sops\n");
	secret = lower_case_object(&c, "secret.sops.yaml");
	assert_at(secret, "metadata.name", "pi-ssh");
	assert_at(secret, "sops.mac", "ENC[x]");
	assert_at(lower_case_pod(&c, WORKER), "spec.volumes[mpi-ssh].secret.secretName", "pi-ssh");
	assert_written_once(&c, "secret.sops.yaml");
}

TEST(sealed_keys_become_the_secret_that_pods_mount)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	const struct node *sealed;

	lower_case_text(&c, &a,
			"apiVersion: mpicc.dev/v1\nkind: MPIJob\nmetadata: {name: pi, namespace: hpc, annotations: {a: b}}\n"
			"image: img\nrun: ./pi\nkeys: sealed\n");
	sealed = lower_case_object(&c, "sealed-secret.yaml");
	assert_at(sealed, "metadata.name", "pi-ssh");
	assert_at(sealed, "spec.template.metadata.name", "pi-ssh");
	assert_at(sealed, "spec.template.metadata.namespace", "hpc");
	assert_at(sealed, "spec.encryptedData.ssh-publickey", "cHVibGlj");
	assert_tree(node_path(sealed, "metadata.annotations"), "{a: b, mpicc.dev/sealed-for: 'sha256:0'}");
	assert_tree(node_path(sealed, "spec.template.metadata.annotations"), "{a: b}");
	assert_written_once(&c, "sealed-secret.yaml");
}

TEST(keys_of_external_secrets_are_made_once_in_the_cluster)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	const struct node *external;

	lower_case_make(&c, &a, "keys: external-secrets\n");
	external = lower_case_object(&c, "external-secret.yaml");
	assert_at(external, "spec.refreshPolicy", "CreatedOnce");
	assert_at(external, "spec.target.name", "pi-ssh");
	assert_at(external, "spec.target.template.data.ssh-privatekey", "{{ .privateKey }}");
	assert_at(lower_case_object(&c, "ssh-key.yaml"), "metadata.name", "pi-ssh");
	assert_at(lower_case_pod(&c, WORKER), "spec.volumes[mpi-ssh].secret.secretName", "pi-ssh");
	assert_written_once(&c, NULL);
}

TEST(a_flavours_files_stand_beside_ours)
{
	TEST_ARENA(a);
	struct lower_case c = {
		.lua = "return {plan = function(job) return {hostfile = 'h', launch = {'x'}, files = {['a.cfg'] = 'text'}} end}"};
	const struct node *config;

	lower_case_make(&c, &a, "");
	config = lower_case_object(&c, "config.yaml");
	assert_at(config, "data[a.cfg]", "text");
	assert_at(config, "data.hostfile", "h");
	assert_at(config, "metadata.name", RUN "-config");
}

TEST(a_flavour_cannot_replace_our_files)
{
	static const char *const names[] = {"hostfile",	  "hosts",	 "start.sh", "session.sh",
					    "ssh_config", "sshd_config", "passwd",   "group"};
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct lower_case c = {
			.lua = arena_format(&a,
					    "return {plan = function(job)\nreturn {hostfile = 'h', launch = {'x'}, "
					    "files = {['%s'] = 'mine'}} end}",
					    names[i])
				       .data};

		lower_case_text(&c, &a, JOB);
		assert_int_equal(c.diags.count, 1);
		assert_diag(&c.diags, 0, diag_E0605, "1:1",
			    arena_format(&a, "a flavour cannot replace the file `%s`", names[i]).data);
		assert_str(c.diags.items[0].labels[0].text, "used here");
	}
}
