/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/lower/lower_case.h"

/* The n-th warning: "line:column message". */
static struct str warning(const struct lower_case *c, uint32_t n)
{
	const struct diag *d;
	struct position at;

	assert_true(n < c->diags.count);
	d = &c->diags.items[n];
	assert_int_equal(d->code, diag_W0603);
	at = source_position(d->at.source, d->at.offset);
	return arena_format(c->arena, "%u:%u %.*s", at.line, at.column, STR_ARG(d->message));
}

TEST(what_an_overlay_says_in_vain_is_reported_once)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_text(&c, &a, JOB "workers: 2\npod: {restartPolicy: Always, subdomain: x}\n");
	assert_true(c.ok);
	diag_sort(&c.diags);
	assert_int_equal(c.diags.count, 2);
	assert_str(warning(&c, 0), "7:22 `restartPolicy` has no effect here: the run decides it");
	assert_str(warning(&c, 1), "7:41 `subdomain` has no effect here: the run decides it");
	assert_at(lower_case_pod(&c, WORKER), "spec.restartPolicy", "Never");
}

TEST(a_workers_host_name_is_its_jobs)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_text(&c, &a, JOB "workers: 2\nworker: {pod: {hostname: x}}\n");
	assert_true(c.ok);
	assert_str(warning(&c, 0), "7:26 `hostname` has no effect here: the run decides it");
	assert_at(lower_case_pod(&c, WORKER), "spec.hostname", "(none)");
}

TEST(saying_the_same_is_no_fault)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a,
			"workers: 2\ngang: volcano\nnetwork: {hostNetwork: true, port: 2222}\n"
			"pod: {restartPolicy: Never, schedulerName: volcano, dnsPolicy: ClusterFirstWithHostNet, hostname: null}\n");
	assert_at(lower_case_pod(&c, WORKER), "spec.dnsPolicy", "ClusterFirstWithHostNet");
}

TEST(labels_and_annotations_of_a_gang_are_the_runs)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_text(&c, &a,
			JOB "workers: 2\nqueue: gold\npodMetadata: {labels: {kueue.x-k8s.io/queue-name: tin}, annotations: "
			    "{kueue.x-k8s.io/retriable-in-group: 'true'}}\n");
	assert_true(c.ok);
	diag_sort(&c.diags);
	assert_int_equal(c.diags.count, 2);
	assert_str(warning(&c, 0), "8:51 `kueue.x-k8s.io/queue-name` has no effect here: the run decides it");
	assert_str(warning(&c, 1), "8:106 `kueue.x-k8s.io/retriable-in-group` has no effect here: the run decides it");
}

TEST(an_mpijobs_own_names_are_reported_and_its_restart_policy_is_not)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_kubeflow(&c, &a, "", "{restartPolicy: Always, hostname: h, containers: [{name: l, image: i, command: [mpirun]}]}",
			    "{containers: [{name: w, image: i}]}");
	assert_true(c.ok);
	diag_sort(&c.diags);
	assert_int_equal(c.diags.count, 2);
	assert_int_equal(c.diags.items[0].code, diag_W0252);
	assert_str(warning(&c, 1), "7:67 `hostname` has no effect here: the run decides it");
	assert_at(lower_case_pod(&c, LAUNCHER), "spec.restartPolicy", "OnFailure");
}
