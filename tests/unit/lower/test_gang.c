/* SPDX-License-Identifier: Apache-2.0 */
/* Gang schedulers: what they are told by groups, labels and annotations. */
#include "tests/unit/lower/lower_case.h"

TEST(kueue_queues_two_jobs_as_one_pod_group)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, "queue: batch\nworkers: 4\n");
	for (int i = 0; i < 2; i++) {
		const struct node *pod = lower_case_pod(&c, i ? LAUNCHER : WORKER);

		assert_at(pod, "metadata.labels[kueue.x-k8s.io/queue-name]", "batch");
		assert_at(pod, "metadata.labels[kueue.x-k8s.io/pod-group-name]", RUN);
		assert_at(pod, "metadata.annotations[kueue.x-k8s.io/pod-group-total-count]", "5");
		assert_at(pod, "metadata.annotations[kueue.x-k8s.io/retriable-in-group]", "false");
		assert_at(pod, "spec.schedulerName", "(none)");
	}
	assert_at(lower_case_object(&c, LAUNCHER), "metadata.labels[kueue.x-k8s.io/queue-name]", "(none)");
}

TEST(kueue_queues_one_job_as_it_is)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, "queue: batch\ngang: kueue\nlauncher: {ranks: true}\n");
	assert_at(lower_case_object(&c, INDEXED), "metadata.labels[kueue.x-k8s.io/queue-name]", "batch");
	assert_at(lower_case_pod(&c, INDEXED), "metadata.labels[kueue.x-k8s.io/queue-name]", "(none)");
	assert_at(lower_case_pod(&c, INDEXED), "metadata.labels[kueue.x-k8s.io/pod-group-name]", "(none)");
}

TEST(volcano_gets_a_pod_group)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	const struct node *group;

	lower_case_make(&c, &a, "gang: volcano\nqueue: gold\npriority: high\nworkers: 3\n");
	group = lower_case_object(&c, "pod-group.yaml");
	assert_at(group, "apiVersion", "scheduling.volcano.sh/v1beta1");
	assert_at(group, "metadata.name", RUN);
	assert_tree(node_get(group, "spec"), "{minMember: 4, queue: gold, priorityClassName: high}");
	for (int i = 0; i < 2; i++) {
		const struct node *pod = lower_case_pod(&c, i ? LAUNCHER : WORKER);

		assert_at(pod, "metadata.annotations[scheduling.k8s.io/group-name]", RUN);
		assert_at(pod, "spec.schedulerName", "volcano");
		assert_at(pod, "spec.priorityClassName", "high");
	}
	lower_case_make(&c, &a, "gang: volcano\n");
	assert_tree(node_get(lower_case_object(&c, "pod-group.yaml"), "spec"), "{minMember: 2}");
}

TEST(coscheduling_gets_a_pod_group)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, "gang: coscheduling\nlauncher: {ranks: true}\nworkers: 3\n");
	assert_at(lower_case_object(&c, "pod-group.yaml"), "apiVersion", "scheduling.x-k8s.io/v1alpha1");
	assert_tree(node_get(lower_case_object(&c, "pod-group.yaml"), "spec"), "{minMember: 4}");
	assert_at(lower_case_pod(&c, INDEXED), "metadata.labels[scheduling.x-k8s.io/pod-group]", RUN);
	assert_at(lower_case_pod(&c, INDEXED), "spec.schedulerName", "scheduler-plugins-scheduler");
}

TEST(no_gang_leaves_pods_alone)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, "");
	assert_at(lower_case_pod(&c, LAUNCHER), "spec.schedulerName", "(none)");
	assert_at(lower_case_pod(&c, LAUNCHER), "metadata.annotations", "(none)");
}

TEST(an_mpijobs_scheduling_policy_is_the_groups)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_kubeflow(&c, &a,
			    "  schedulingPolicy: {minAvailable: 2, queue: gold, minResources: {cpu: 8}, priorityClass: high}\n",
			    "{containers: [{name: l, image: i, command: [mpirun]}]}", "{containers: [{name: w, image: i}]}");
	assert_tree(node_get(lower_case_object(&c, "pod-group.yaml"), "spec"),
		    "{minMember: 2, queue: gold, minResources: {cpu: 8}, priorityClassName: high}");
}
