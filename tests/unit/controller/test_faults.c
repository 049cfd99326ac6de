/* SPDX-License-Identifier: Apache-2.0 */
/* Whole runs on a cluster in memory: what is written, and that no fault at any write changes more than when. */
#include <string.h>

#include "tests/unit/controller/fake_cluster.h"

#define KEYS "\"mpicc.dev/keys\": \"controller\", "
#define RUNNING KEYS "\"mpicc.dev/clean-pod-policy\": \"Running\""
#define ALL KEYS "\"mpicc.dev/clean-pod-policy\": \"All\""
#define NONE KEYS "\"mpicc.dev/clean-pod-policy\": \"None\""

/* A pod with our labels that is another Job's, and whoever claims to be a worker of ours without an owner. */
static void add_strangers(struct fake_cluster *c)
{
	static const char *const owners[] = {"another-job", ""};

	for (int i = 0; i < 2; i++) {
		struct fake_pod *pod = &c->pods[c->pod_count++];

		*pod = (struct fake_pod){.role = "worker", .phase = "Running"};
		memcpy(pod->name, "stranger", 9);
		pod->name[8] = (char)('0' + i);
		memcpy(pod->uid, pod->name, 10);
		memcpy(pod->owner, owners[i], strlen(owners[i]));
	}
	fake_cluster_restart(c);
}

static struct fake_cluster *play(const char *annotations, uint32_t fault_at, enum fault_kind fault, int64_t run_ms)
{
	struct fake_cluster *c = fake_cluster_new(annotations);

	add_strangers(c);
	c->fault_at = fault_at;
	c->fault = fault;
	fake_cluster_run(c, run_ms);
	if (!c->secret.exists)
		fake_cluster_run(c, 120000);
	fake_cluster_finish(c, "Complete", "CompletionsReached");
	fake_cluster_run(c, 600000);
	return c;
}

static void assert_end(struct fake_cluster *c, uint32_t workers, uint32_t launchers)
{
	assert_int_equal(fake_active(c, "worker"), workers + 2);
	assert_int_equal(fake_pods(c, "worker"), workers + 2);
	assert_int_equal(fake_pods(c, "launcher"), launchers);
	assert_str(fake_status(c, "phase"), "Succeeded");
	assert_str(fake_status(c, "run"), "rmt9czhg");
	assert_true(str_starts(fake_status(c, "ledger"), "rmt9czhg Succeeded 2026-11-25T12:00:20Z "));
	assert_int_equal(c->secret.exists, workers > 0);
	assert_int_equal(c->secret.made, 1);
	assert_int_equal(c->recreated, 0);
	assert_string_equal(c->worker.condition, workers ? "" : "SuccessCriteriaMet");
	assert_string_equal(c->launcher.condition, "Complete");
}

TEST(a_short_run_takes_three_writes_and_a_deletion_for_its_key_and_each_worker)
{
	struct fake_cluster *c = play(RUNNING, 0, fault_none, 8000);

	assert_end(c, 0, 1);
	assert_int_equal(c->writes, 4 + fake_workers);
	assert_int_equal(c->deletes, fake_workers);
	assert_non_null(strstr(c->log,
			       "POST /api/v1/namespaces/hpc/secrets\n"
			       "PATCH /apis/batch/v1/namespaces/hpc/jobs/pi-rmt9czhg-worker/status\n"
			       "DELETE /api/v1/namespaces/hpc/pods/"));
	assert_non_null(strstr(c->log,
			       "DELETE /api/v1/namespaces/hpc/secrets/pi-rmt9czhg-ssh\n"
			       "POST /api/v1/namespaces/hpc/configmaps?fieldManager=mpicc-controller\n"));
	fake_cluster_free(c);
}

TEST(a_longer_run_takes_no_more)
{
	struct fake_cluster *c = play(RUNNING, 0, fault_none, 30000);

	assert_end(c, 0, 1);
	assert_int_equal(c->writes, 4 + fake_workers);
	fake_cluster_free(c);
}

TEST(a_run_whose_workers_stay_takes_two)
{
	struct fake_cluster *c = play(NONE, 0, fault_none, 8000);

	assert_end(c, fake_workers, 1);
	assert_int_equal(c->writes, 2);
	fake_cluster_free(c);
}

static void play_faults(const char *annotations, int64_t run_ms, uint32_t workers, uint32_t launchers)
{
	struct fake_cluster *c = play(annotations, 0, fault_none, run_ms);
	uint32_t writes = c->writes;

	fake_cluster_free(c);
	for (uint32_t at = 1; at <= writes; at++) {
		for (int fault = fault_500_before; fault < fault_kind_count; fault++) {
			c = play(annotations, at, (enum fault_kind)fault, run_ms);
			assert_end(c, workers, launchers);
			assert_true(c->writes <= writes + 4);
			fake_cluster_free(c);
		}
	}
}

TEST(a_fault_at_any_write_changes_when_but_not_what)
{
	play_faults(RUNNING, 30000, 0, 1);
	play_faults(RUNNING, 8000, 0, 1);
}

TEST(a_fault_at_any_write_changes_not_what_is_cleaned_when_all_is)
{
	play_faults(ALL, 30000, 0, 0);
}

TEST(a_fault_at_any_write_leaves_workers_that_are_to_stay)
{
	play_faults(NONE, 30000, fake_workers, 1);
}

TEST(a_restart_at_any_moment_changes_when_but_not_what)
{
	for (int64_t at = 0; at < 12000; at += 250) {
		struct fake_cluster *c = fake_cluster_new(RUNNING);

		add_strangers(c);
		fake_cluster_run(c, at < 9000 ? at : 9000);
		if (at < 9000)
			fake_cluster_restart(c);
		fake_cluster_run(c, 9000 - (at < 9000 ? at : 9000));
		fake_cluster_finish(c, "Complete", "CompletionsReached");
		fake_cluster_run(c, at < 9000 ? 0 : at - 9000);
		fake_cluster_restart(c);
		fake_cluster_run(c, 60000);
		assert_end(c, 0, 1);
		fake_cluster_free(c);
	}
}

TEST(a_run_that_comes_back_is_ended_without_a_key_and_says_so)
{
	struct fake_cluster *c = play(RUNNING, 0, fault_none, 8000);
	uint32_t events = c->events;

	fake_cluster_rebuild(c);
	fake_cluster_run(c, 60000);
	assert_int_equal(c->secret.made, 1);
	assert_false(c->secret.exists);
	assert_string_equal(c->launcher.condition, "SuccessCriteriaMet");
	assert_string_equal(c->launcher.reason, "RunFinishedBefore");
	assert_string_equal(c->worker.reason, "RunFinishedBefore");
	assert_int_equal(fake_active(c, "worker"), 0);
	assert_true(c->events > events);
	assert_str(fake_status(c, "phase"), "Succeeded");
	fake_cluster_free(c);
}

TEST(a_run_that_comes_back_to_a_new_process_is_ended_too)
{
	struct fake_cluster *c = play(RUNNING, 0, fault_none, 8000);

	fake_cluster_rebuild(c);
	fake_cluster_restart(c);
	fake_cluster_run(c, 60000);
	assert_int_equal(c->secret.made, 1);
	assert_string_equal(c->launcher.reason, "RunFinishedBefore");
	fake_cluster_free(c);
}

TEST(a_run_that_had_not_finished_runs_when_it_comes_back)
{
	struct fake_cluster *c = fake_cluster_new(RUNNING);

	fake_cluster_run(c, 8000);
	fake_cluster_rebuild(c);
	fake_cluster_run(c, 8000);
	assert_int_equal(c->secret.made, 2);
	assert_string_equal(c->launcher.condition, "");
	assert_int_equal(fake_active(c, "worker"), fake_workers);
	fake_cluster_free(c);
}

TEST(nothing_is_made_before_the_ledger_was_read)
{
	struct fake_cluster *c = fake_cluster_new(RUNNING);

	c->ledger.complete = false;
	fake_cluster_run(c, 60000);
	assert_int_equal(c->writes, 0);
	c->ledger.complete = true;
	fake_cluster_run(c, 1000);
	assert_int_equal(c->secret.made, 1);
	fake_cluster_free(c);
}

TEST(nothing_is_written_without_the_lease)
{
	struct fake_cluster *c = fake_cluster_new(RUNNING);

	fake_cluster_run(c, 8000);
	c->leads = false;
	fake_cluster_finish(c, "Complete", "");
	fake_cluster_run(c, 60000);
	assert_int_equal(c->writes, 1);
	c->leads = true;
	fake_cluster_run(c, 60000);
	assert_int_equal(fake_active(c, "worker"), 0);
	fake_cluster_free(c);
}

TEST(a_deleted_launcher_job_ends_its_workers)
{
	struct fake_cluster *c = fake_cluster_new(RUNNING);

	fake_cluster_run(c, 20000);
	c->launcher.exists = false;
	store_drop(&c->store, record_job, arena_format(&c->arena, "{\"metadata\": {\"uid\": \"%s\"}}", c->launcher.uid));
	fake_cluster_run(c, 60000);
	assert_string_equal(c->worker.reason, "LauncherDeleted");
	assert_int_equal(fake_active(c, "worker"), 0);
	assert_str(fake_status(c, "phase"), "Failed");
	assert_str(fake_status(c, "ledger"), "");
	fake_cluster_free(c);
}

TEST(a_launcher_job_that_only_lost_its_labels_ends_nothing)
{
	struct fake_cluster *c = fake_cluster_new(RUNNING);

	fake_cluster_run(c, 8000);
	store_drop(&c->store, record_job, arena_format(&c->arena, "{\"metadata\": {\"uid\": \"%s\"}}", c->launcher.uid));
	fake_cluster_run(c, 60000);
	assert_int_equal(c->writes, 1);
	assert_int_equal(fake_active(c, "worker"), fake_workers);
	fake_cluster_free(c);
}

TEST(a_key_that_was_lost_is_made_again_when_pods_wait_for_it)
{
	struct fake_cluster *c = fake_cluster_new(RUNNING);

	fake_cluster_run(c, 1000);
	c->secret.exists = false;
	for (uint32_t i = 0; i < c->pod_count; i++)
		c->pods[i].phase = "Pending";
	fake_cluster_restart(c);
	c->secret.exists = false;
	fake_cluster_run(c, 31000);
	assert_true(c->secret.exists);
	fake_cluster_free(c);
}

TEST(a_leftover_key_of_an_earlier_launcher_job_is_replaced)
{
	struct fake_cluster *c = fake_cluster_new(RUNNING);
	char first[uid_max + 1];

	fake_cluster_run(c, 1000);
	memcpy(first, c->secret.uid, sizeof(first));
	fake_cluster_rebuild(c);
	fake_cluster_run(c, 5000);
	assert_int_equal(c->secret.made, 2);
	assert_string_not_equal(c->secret.uid, first);
	fake_cluster_free(c);
}

TEST(a_read_that_fails_is_only_made_again)
{
	struct fake_cluster *c = fake_cluster_new(NONE ", \"mpicc.dev/ttl-seconds-after-finished\": \"60\"");

	fake_cluster_run(c, 1000);
	fake_cluster_rebuild(c);
	c->read_fault_at = c->reads + 1;
	fake_cluster_run(c, 5000);
	assert_int_equal(c->secret.made, 2);
	fake_cluster_finish(c, "Complete", "");
	fake_cluster_run(c, 50000);
	assert_true(c->secret.exists);
	c->read_fault_at = c->reads + 1;
	fake_cluster_run(c, 60000);
	assert_false(c->secret.exists);
	assert_true(c->reads > c->read_fault_at);
	fake_cluster_free(c);
}

TEST(a_key_that_is_there_is_left_while_pods_wait)
{
	struct fake_cluster *c = fake_cluster_new(RUNNING);

	fake_cluster_run(c, 1000);
	for (uint32_t i = 0; i < c->pod_count; i++)
		c->pods[i].phase = "Unknown";
	fake_cluster_restart(c);
	fake_cluster_run(c, 100000);
	assert_int_equal(c->secret.made, 1);
	assert_in_range(c->reads, 2, 4);
	fake_cluster_free(c);
}

TEST(a_key_of_somebody_else_outlives_the_run)
{
	struct fake_cluster *c = fake_cluster_new(NONE ", \"mpicc.dev/ttl-seconds-after-finished\": \"60\"");

	c->secret.exists = true;
	c->secret.metadata = STR("{\"labels\": {}, \"ownerReferences\": []}");
	fake_cluster_run(c, 8000);
	fake_cluster_finish(c, "Complete", "");
	fake_cluster_run(c, 200000);
	assert_true(c->secret.exists);
	assert_int_equal(fake_pods(c, "worker"), 0);
	fake_cluster_free(c);
}

TEST(a_key_that_somebody_else_made_is_left)
{
	struct fake_cluster *c = fake_cluster_new(RUNNING);

	c->secret.exists = true;
	c->secret.metadata = STR("{\"labels\": {}, \"ownerReferences\": []}");
	fake_cluster_run(c, 8000);
	assert_true(c->secret.exists);
	assert_int_equal(c->writes, 1);
	fake_cluster_free(c);
}

TEST(a_status_that_somebody_else_wrote_is_read_and_kept)
{
	struct fake_cluster *c = fake_cluster_new(RUNNING);

	fake_cluster_run(c, 20000);
	c->config.exists = true;
	c->config.version = ++c->version;
	c->config.labels = STR("{\"app.kubernetes.io/managed-by\": \"mpicc-controller\", \"mpicc.dev/job\": \"pi\", "
			       "\"mpicc.dev/role\": \"status\"}");
	c->config.data = STR("{\"ledger\": \"bbbbbbbb Failed 2026-11-24T17:29:01Z u1\\n\"}");
	fake_cluster_finish(c, "Complete", "");
	fake_cluster_run(c, 60000);
	assert_non_null(strstr(fake_status(c, "ledger").data, "bbbbbbbb Failed"));
	assert_true(str_starts(fake_status(c, "ledger"), "rmt9czhg Succeeded"));
	fake_cluster_free(c);
}

TEST(a_config_map_of_somebody_else_is_left_as_it_is)
{
	struct fake_cluster *c = fake_cluster_new(RUNNING);

	c->config.exists = true;
	c->config.version = ++c->version;
	c->config.labels = STR("{}");
	c->config.data = STR("{\"mine\": \"yes\"}");
	fake_cluster_run(c, 20000);
	fake_cluster_finish(c, "Complete", "");
	fake_cluster_run(c, 600000);
	assert_str(fake_status(c, "mine"), "yes");
	assert_str(fake_status(c, "ledger"), "");
	assert_int_equal(fake_active(c, "worker"), 0);
	assert_true(c->writes < 30);
	fake_cluster_free(c);
}

TEST(what_has_outlived_its_time_is_removed_with_its_key)
{
	struct fake_cluster *c = fake_cluster_new(NONE ", \"mpicc.dev/ttl-seconds-after-finished\": \"60\"");

	fake_cluster_run(c, 20000);
	fake_cluster_finish(c, "Complete", "");
	fake_cluster_run(c, 58000);
	assert_int_equal(fake_active(c, "worker"), fake_workers);
	assert_true(c->secret.exists);
	fake_cluster_run(c, 10000);
	assert_int_equal(fake_pods(c, "worker"), 0);
	assert_int_equal(fake_pods(c, "launcher"), 0);
	assert_false(c->secret.exists);
	assert_true(c->launcher.exists && c->worker.exists);
	fake_cluster_free(c);
}
