/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/cluster/pod.h"

#include "tests/unit/cluster/cluster_case.h"

#define POD(status) "{\"metadata\":{\"name\":\"p\",\"labels\":{\"mpicc.dev/role\":\"worker\"," \
	"\"batch.kubernetes.io/job-completion-index\":\"3\"}},\"spec\":{\"nodeName\":\"n1\",\"containers\":[{\"name\":\"mpi\"}," \
	"{\"name\":\"proxy\"}]},\"status\":{" status "}}"
#define CONTAINER(state) "\"containerStatuses\":[{\"name\":\"mpi\",\"restartCount\":2," state "}]"

static struct cluster_pod read(struct arena *a, const char *json)
{
	struct cluster_pod pod;

	if (!pod_read(str_from(json), a, &pod))
		fail_msg("not read: %s", json);
	return pod;
}

TEST(pod_read_refuses_what_is_no_pod)
{
	struct cluster_pod pod;
	TEST_ARENA(a);

	assert_false(pod_read(STR(""), &a, &pod));
	assert_false(pod_read(STR("{\"metadata\":{}}"), &a, &pod));
}

TEST(pod_read_says_what_and_where_it_is)
{
	TEST_ARENA(a);
	struct cluster_pod pod = read(&a, POD("\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}],"
					      CONTAINER("\"state\":{\"running\":{}}")));

	assert_str(pod.role, "worker");
	assert_str(pod.node, "n1");
	assert_str(pod.container, "mpi");
	assert_int_equal(pod.index, 3);
	assert_int_equal(pod.restarts, 2);
	assert_true(pod.ready && pod.started);
	assert_int_equal(pod.exit_code, -1);
	assert_int_equal(pod.reason.length, 0);
}

TEST(pod_read_takes_the_container_that_is_named)
{
	TEST_ARENA(a);
	struct cluster_pod pod =
		read(&a, "{\"metadata\":{\"name\":\"p\",\"annotations\":{\"kubectl.kubernetes.io/default-container\":\"x\"}}}");

	assert_str(pod.container, "x");
	assert_int_equal(pod.index, -1);
}

TEST(pod_read_says_why_it_has_no_node)
{
	TEST_ARENA(a);
	struct cluster_pod pod =
		read(&a, POD("\"phase\":\"Pending\",\"conditions\":[{\"type\":\"PodScheduled\",\"status\":\"False\","
			     "\"reason\":\"Unschedulable\",\"message\":\"0/1 nodes\"}]"));

	assert_str(pod.reason, "Unschedulable");
	assert_str(pod.message, "0/1 nodes");
	assert_false(pod.started);
}

TEST(pod_read_prefers_what_is_wrong_to_what_is_usual)
{
	TEST_ARENA(a);
	struct cluster_pod pod = read(&a, POD("\"initContainerStatuses\":[{\"state\":{\"waiting\":{\"reason\":\"ErrImagePull\","
					      "\"message\":\"no such image\"}}}]," CONTAINER(
						      "\"state\":{\"waiting\":{\"reason\":\"PodInitializing\"}}")));

	assert_str(pod.reason, "ErrImagePull");
	assert_str(pod.message, "no such image");
	pod = read(&a, POD(CONTAINER("\"state\":{\"waiting\":{\"reason\":\"ContainerCreating\"}}")));
	assert_str(pod.reason, "ContainerCreating");
}

TEST(pod_read_gives_the_exit_code_of_what_failed)
{
	TEST_ARENA(a);
	struct cluster_pod pod = read(&a, POD("\"phase\":\"Failed\"," CONTAINER(
						  "\"state\":{\"terminated\":{\"exitCode\":137,\"reason\":\"OOMKilled\"}}")));

	assert_str(pod.reason, "OOMKilled");
	assert_int_equal(pod.exit_code, 137);
	assert_true(pod.started);
	pod = read(&a, POD("\"phase\":\"Running\"," CONTAINER(
			       "\"state\":{\"waiting\":{\"reason\":\"CrashLoopBackOff\"}},"
			       "\"lastState\":{\"terminated\":{\"exitCode\":1,\"reason\":\"Error\"}}")));
	assert_str(pod.reason, "CrashLoopBackOff");
	assert_int_equal(pod.exit_code, 1);
	pod = read(&a, POD("\"phase\":\"Succeeded\"," CONTAINER(
			       "\"state\":{\"terminated\":{\"exitCode\":0,\"reason\":\"Completed\"}}")));
	assert_int_equal(pod.exit_code, 0);
	assert_int_equal(pod.reason.length, 0);
}

TEST(pod_read_says_why_it_was_evicted)
{
	TEST_ARENA(a);
	struct cluster_pod pod = read(&a, POD("\"phase\":\"Failed\",\"reason\":\"Evicted\",\"message\":\"low on memory\""));

	assert_str(pod.reason, "Evicted");
	assert_str(pod.message, "low on memory");
}
