/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "runtime-controller/store/metadata.h"
#include "tests/support/test.h"

#define METADATA(more)                                                                                                           \
	"\"metadata\": {\"namespace\": \"hpc\", \"name\": \"n\", \"uid\": \"u\", \"resourceVersion\": \"268\", "                 \
	"\"creationTimestamp\": \"1970-01-01T00:00:01Z\", \"labels\": {\"mpicc.dev/job\": \"pi\", \"mpicc.dev/run\": "           \
	"\"rmt9czhg\", "                                                                                                         \
	"\"mpicc.dev/role\": \"worker\"}" more "}"

static struct job_record read_job(const char *text)
{
	struct run_key key;
	struct job_record job;

	assert_true(job_record_read(str_from(text), &key, &job));
	assert_string_equal(key.namespace, "hpc");
	assert_string_equal(key.job, "pi");
	assert_string_equal(key.run, "rmt9czhg");
	return job;
}

static struct pod_record read_pod(const char *text)
{
	struct run_key key;
	struct pod_record pod;

	assert_true(pod_record_read(str_from(text), &key, &pod));
	return pod;
}

TEST(job_record_takes_what_stands_in_a_job)
{
	struct job_record job = read_job("{" METADATA(
		", \"annotations\": {\"mpicc.dev/clean-pod-policy\": \"All\", \"mpicc.dev/keys\": \"controller\", "
		"\"mpicc.dev/ttl-seconds-after-finished\": \"60\"}") ", \"spec\": {\"completions\": 3, \"parallelism\": 2, "
								     "\"completionMode\": \"Indexed\", "
								     "\"suspend\": true}, \"status\": {\"conditions\": "
								     "[{\"type\": \"Suspended\", \"status\": \"True\"}]}}");

	assert_string_equal(job.name, "n");
	assert_string_equal(job.record.uid, "u");
	assert_int_equal(job.record.version, 268);
	assert_int_equal(job.record.created_ms, 1000);
	assert_int_equal(job.record.role, role_worker);
	assert_false(job.record.deleting);
	assert_int_equal(job.record.gone_by_ms, 0);
	assert_int_equal(job.clean, clean_all);
	assert_true(job.keys);
	assert_int_equal(job.ttl_seconds, 60);
	assert_int_equal(job.pods, 3);
	assert_true(job.indexed);
	assert_true(job.suspended);
	assert_false(job.over);
}

TEST(job_record_counts_failures_and_the_gpus_of_a_pod)
{
	struct job_record job =
		read_job("{" METADATA("") ", \"spec\": {\"template\": {\"spec\": {\"containers\": [{\"resources\": {\"limits\": "
					  "{\"cpu\": \"8\", \"nvidia.com/gpu\": \"4\"}}}, {\"resources\": {\"limits\": "
					  "{\"gpu.intel.com/i915\": \"1\", \"amd.com/gpu\": \"-3\", \"x/gpu\": \"100000\", \"gpu.intel.com/millicores\": \"500\", \"nvidia.com/gpucores\": \"50\"}}}, {}]}}}, "
					  "\"status\": {\"failed\": 2}}");

	assert_int_equal(job.gpus, 5);
	assert_int_equal(job.failed, 2);
}

TEST(job_record_of_a_bare_job_has_defaults_that_delete_nothing)
{
	struct job_record job = read_job("{" METADATA(", \"deletionTimestamp\": null, \"annotations\": null") "}");

	assert_int_equal(job.clean, clean_none);
	assert_false(job.keys);
	assert_false(job.record.deleting);
	assert_int_equal(job.ttl_seconds, -1);
	assert_int_equal(job.pods, 1);
}

TEST(job_record_takes_no_nonsense_for_a_time_to_live)
{
	static const char *const values[] = {"\"-1\"", "\"1d\"", "\"\"", "60", "\"99999999999999999999\""};
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		struct str text = arena_format(
			&a, "{" METADATA(", \"annotations\": {\"mpicc.dev/ttl-seconds-after-finished\": %s}") "}", values[i]);

		assert_int_equal(read_job(text.data).ttl_seconds, -1);
	}
}

TEST(job_record_takes_an_endless_time_to_live_for_a_very_long_one)
{
	struct job_record job =
		read_job("{" METADATA(", \"annotations\": {\"mpicc.dev/ttl-seconds-after-finished\": \"9223372036854775807\"}") "}");

	assert_int_equal(job.ttl_seconds, record_ttl_max);
}

TEST(job_record_knows_how_and_when_a_job_ends)
{
	struct job_record job =
		read_job("{" METADATA("") ", \"status\": {\"conditions\": [{\"type\": \"FailureTarget\", \"status\": \"True\", "
					  "\"reason\": \"BackoffLimitExceeded\", \"lastTransitionTime\": "
					  "\"1970-01-01T00:00:09Z\"}, {\"type\": \"Failed\", \"status\": \"True\"}]}}");

	assert_true(job.over);
	assert_int_equal(job.phase, run_failed);
	assert_int_equal(job.over_ms, 9000);
	assert_string_equal(job.reason, "BackoffLimitExceeded");
}

TEST(pod_record_takes_what_stands_in_a_pod)
{
	struct pod_record pod =
		read_pod("{" METADATA(", \"ownerReferences\": [{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"uid\": \"x\"}, "
				      "{\"apiVersion\": \"batch/v1\", \"kind\": \"Job\", \"uid\": \"owner\", \"controller\": "
				      "true}]") ", \"status\": {\"phase\": \"Running\", "
						"\"conditions\": [{\"type\": \"PodScheduled\", \"status\": \"True\", \"lastTransitionTime\": "
						"\"1970-01-01T00:00:02Z\"}, {\"type\": "
						"\"Ready\", \"status\": \"True\", "
						"\"lastTransitionTime\": \"1970-01-01T00:00:05Z\"}], \"containerStatuses\": "
						"[{\"state\": {\"running\": {\"startedAt\": "
						"\"1970-01-01T00:00:04Z\"}}}, {\"state\": {\"waiting\": {}}}]}}");

	assert_int_equal(pod.phase, pod_running);
	assert_true(pod.ready);
	assert_int_equal(pod.ready_ms, 5000);
	assert_int_equal(pod.started_ms, 4000);
	assert_int_equal(pod.scheduled_ms, 2000);
	assert_string_equal(pod.owner, "owner");
}

TEST(pod_record_of_a_deleted_pod_tells_when_it_should_be_gone)
{
	struct pod_record pod = read_pod("{" METADATA(", \"deletionTimestamp\": \"1970-01-01T00:00:30Z\"") "}");

	assert_true(pod.record.deleting);
	assert_int_equal(pod.record.gone_by_ms, 30000);
}

TEST(pod_record_believes_only_a_controlling_job)
{
	static const char *const owners[] = {
		"[{\"apiVersion\": \"batch/v1\", \"kind\": \"Job\", \"uid\": \"owner\"}]",
		"[{\"apiVersion\": \"batch/v1\", \"kind\": \"Job\", \"uid\": \"owner\", \"controller\": false}]",
		"[{\"apiVersion\": \"apps/v1\", \"kind\": \"ReplicaSet\", \"uid\": \"owner\", \"controller\": true}]",
		"[{\"apiVersion\": \"evil/v1\", \"kind\": \"Job\", \"uid\": \"owner\", \"controller\": true}]",
		"[]", "null", "{}"};
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(owners) / sizeof(*owners); i++) {
		struct str text = arena_format(&a, "{" METADATA(", \"ownerReferences\": %s") "}", owners[i]);

		assert_string_equal(read_pod(text.data).owner, "");
	}
}

TEST(pod_record_of_a_finished_pod_tells_when_its_first_container_began)
{
	struct pod_record pod =
		read_pod("{" METADATA("") ", \"status\": {\"phase\": \"Failed\", \"containerStatuses\": ["
					  "{\"state\": {\"terminated\": {\"startedAt\": \"1970-01-01T00:00:04Z\", "
					  "\"finishedAt\": \"1970-01-01T00:00:08Z\"}}}, "
					  "{\"state\": {\"terminated\": {\"startedAt\": \"1970-01-01T00:00:03Z\", "
					  "\"finishedAt\": \"1970-01-01T00:00:07Z\"}}}]}}");

	assert_int_equal(pod.phase, pod_finished);
	assert_int_equal(pod.started_ms, 3000);
}

TEST(metadata_versions_that_are_no_numbers_count_for_nothing)
{
	static const char *const versions[] = {
		"\"0\"", "\"\"", "\"abc\"", "\"-7\"", "\"999999999999999999999999999999999999999\"", "7"};
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(versions) / sizeof(*versions); i++) {
		struct run_key key;
		struct job_record job;

		assert_true(job_record_read(
			arena_format(&a,
				     "{\"metadata\": {\"namespace\": \"hpc\", \"name\": \"n\", \"uid\": \"u\", "
				     "\"resourceVersion\": %s, \"labels\": {\"mpicc.dev/job\": \"pi\", \"mpicc.dev/run\": "
				     "\"rmt9czhg\", \"mpicc.dev/role\": \"launcher\"}}}",
				     versions[i]),
			&key, &job));
		assert_int_equal(job.record.version, 0);
	}
}
