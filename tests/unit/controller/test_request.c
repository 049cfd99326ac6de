/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "lib/kube/json.h"
#include "runtime-controller/reconcile/request.h"
#include "tests/support/test.h"

static const struct run_key key = {"hpc", "pi", "rmt9czhg"};

static struct job_record job_of(const char *name, enum record_role role)
{
	struct job_record job = {.record = {.role = role, .uid = "u-1"}};

	memcpy(job.name, name, strlen(name));
	return job;
}

#define REQUEST(r) TEST_ARENA(arena); __attribute__((cleanup(request_release))) struct request r; request_init(&r, &arena)

static void assert_request(const struct request *r, enum kube_verb verb, const char *path, const char *body)
{
	assert_true(request_is_whole(r));
	assert_int_equal(r->verb, verb);
	assert_str(buf_str(&r->path), path);
	assert_str(buf_str(&r->body), body);
	assert_true(!*body || json_check(buf_str(&r->body)));
}

static bool has(const struct buf *b, const char *text)
{
	return memmem(b->data, b->length, text, strlen(text)) != NULL;
}

TEST(request_make_key_is_owned_immutable_and_typed)
{
	static const struct key_pair pair = {{"PEM\n", 4}, {"ecdsa X", 7}};
	struct job_record job = job_of("pi-rmt9czhg-launcher", role_launcher);
	REQUEST(r);

	request_make_key(&r, &key, &job, &pair);
	assert_request(&r, kube_verb_post, "/api/v1/namespaces/hpc/secrets",
		       "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"metadata\": {\"name\": \"pi-rmt9czhg-ssh\", "
		       "\"namespace\": \"hpc\", \"labels\": "
		       "{\"app.kubernetes.io/managed-by\": \"mpicc-controller\", \"mpicc.dev/job\": \"pi\", \"mpicc.dev/run\": "
		       "\"rmt9czhg\", "
		       "\"mpicc.dev/role\": \"shared\"}, \"ownerReferences\": [{\"apiVersion\": \"batch/v1\", \"kind\": \"Job\", "
		       "\"name\": "
		       "\"pi-rmt9czhg-launcher\", \"uid\": \"u-1\"}]}, \"immutable\": true, \"type\": "
		       "\"kubernetes.io/ssh-auth\", \"stringData\": "
		       "{\"ssh-privatekey\": \"PEM\\n\", \"ssh-publickey\": \"ecdsa X\"}}");
}

TEST(request_delete_names_the_uid_and_leaves_nothing_orphaned)
{
	struct pod_record pod = {.record = {.uid = "u-2"}, .name = "w0"};
	REQUEST(r);

	request_delete_pod(&r, &key, &pod);
	assert_request(&r, kube_verb_delete, "/api/v1/namespaces/hpc/pods/w0",
		       "{\"apiVersion\": \"v1\", \"kind\": \"DeleteOptions\", \"propagationPolicy\": \"Background\", "
		       "\"preconditions\": {\"uid\": \"u-2\"}}");
	request_delete_key(&r, &key, "u-3");
	assert_request(&r, kube_verb_delete, "/api/v1/namespaces/hpc/secrets/pi-rmt9czhg-ssh",
		       "{\"apiVersion\": \"v1\", \"kind\": \"DeleteOptions\", \"propagationPolicy\": \"Background\", "
		       "\"preconditions\": {\"uid\": \"u-3\"}}");
}

TEST(request_end_job_sets_one_condition_and_tells_how_the_run_went)
{
	struct job_record job = job_of("pi-rmt9czhg-worker", role_worker);
	struct action action = {.kind = action_end_job,
				.job = &job,
				.phase = run_succeeded,
				.run_phase = run_failed,
				.reason = "LauncherFinished"};
	REQUEST(r);

	request_end_job(&r, &key, &job, &action, false, 0);
	assert_string_equal(r.content_type, KUBE_STRATEGIC_PATCH);
	assert_request(&r, kube_verb_patch, "/apis/batch/v1/namespaces/hpc/jobs/pi-rmt9czhg-worker/status",
		       "{\"metadata\": {\"uid\": \"u-1\", \"labels\": {\"mpicc.dev/phase\": \"Failed\"}}, \"status\": "
		       "{\"conditions\": [{\"type\": "
		       "\"SuccessCriteriaMet\", \"status\": \"True\", \"reason\": \"LauncherFinished\", \"message\": \"ended by "
		       "mpicc-controller\", "
		       "\"lastProbeTime\": \"1970-01-01T00:00:00Z\", \"lastTransitionTime\": \"1970-01-01T00:00:00Z\"}]}}");
}

TEST(request_end_job_of_a_launcher_leaves_its_labels)
{
	struct job_record job = job_of("pi-rmt9czhg-launcher", role_launcher);
	struct action action = {.kind = action_end_job, .job = &job, .phase = run_failed, .reason = "WorkersEnded"};
	REQUEST(r);

	request_end_job(&r, &key, &job, &action, false, 0);
	assert_false(has(&r.body, "labels"));
	assert_true(has(&r.body, "\"FailureTarget\""));
}

TEST(request_end_job_suspends_where_conditions_end_nothing)
{
	struct job_record job = job_of("pi-rmt9czhg-worker", role_worker);
	struct action action = {.kind = action_end_job, .job = &job, .phase = run_succeeded, .reason = "LauncherFinished"};
	REQUEST(r);

	request_end_job(&r, &key, &job, &action, true, 0);
	assert_request(&r, kube_verb_patch, "/apis/batch/v1/namespaces/hpc/jobs/pi-rmt9czhg-worker",
		       "{\"metadata\": {\"uid\": \"u-1\"}, \"spec\": {\"suspend\": true}}");
}

TEST(request_gets_name_what_is_looked_for)
{
	REQUEST(r);

	request_get_key(&r, &key);
	assert_request(&r, kube_verb_get, "/api/v1/namespaces/hpc/secrets/pi-rmt9czhg-ssh", "");
	request_get_launcher(&r, &key);
	assert_request(&r, kube_verb_get, "/apis/batch/v1/namespaces/hpc/jobs/pi-rmt9czhg-launcher", "");
	request_get_status(&r, &key);
	assert_request(&r, kube_verb_get, "/api/v1/namespaces/hpc/configmaps/pi-mpicc", "");
}

static const struct shown_run shown = {"rmt9czhg", run_failed, "why", 1000, 0, 3000, 4, 2};

TEST(request_write_status_makes_what_is_not_there)
{
	struct finished_run finished = {"rmt9czhg", "u-1", run_failed, 3000};
	REQUEST(r);

	request_write_status(&r, &key, NULL, &shown, &finished);
	assert_request(&r, kube_verb_post, "/api/v1/namespaces/hpc/configmaps?fieldManager=mpicc-controller",
		       "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"pi-mpicc\", \"namespace\": "
		       "\"hpc\", \"labels\": "
		       "{\"app.kubernetes.io/managed-by\": \"mpicc-controller\", \"mpicc.dev/job\": \"pi\", \"mpicc.dev/role\": "
		       "\"status\"}}, \"data\": "
		       "{\"run\": \"rmt9czhg\", \"phase\": \"Failed\", \"reason\": \"why\", \"created\": "
		       "\"1970-01-01T00:00:01Z\", \"finished\": "
		       "\"1970-01-01T00:00:03Z\", \"workers\": \"4\", \"workers-ready\": \"2\", \"ledger\": \"rmt9czhg Failed "
		       "1970-01-01T00:00:03Z u-1\\n\"}}");
}

static void assert_shown(const struct shown_run *read)
{
	assert_string_equal(read->run, shown.run);
	assert_string_equal(read->reason, shown.reason);
	assert_int_equal(read->phase, shown.phase);
	assert_int_equal(read->created_ms, shown.created_ms);
	assert_int_equal(read->started_ms, shown.started_ms);
	assert_int_equal(read->finished_ms, shown.finished_ms);
	assert_int_equal(read->workers, shown.workers);
	assert_int_equal(read->workers_ready, shown.workers_ready);
}

TEST(request_write_status_is_read_back_as_it_was_written)
{
	struct finished_run finished = {"rmt9czhg", "u-1", run_failed, 3000}, old = {"bbbbbbbb", "u-0", run_succeeded, 1000};
	struct ledger before, after;
	REQUEST(r);

	ledger_init(&before);
	ledger_init(&after);
	assert_int_equal(job_ledger_add(ledger_make(&before, &key), &old, NULL), 0);
	memcpy(ledger_find(&before, &key)->version, "42", 3);
	request_write_status(&r, &key, ledger_find(&before, &key), &shown, &finished);
	assert_true(has(&r.body, "\"resourceVersion\": \"42\""));
	assert_int_equal(r.verb, kube_verb_patch);
	assert_string_equal(r.content_type, KUBE_APPLY_PATCH);
	assert_str(buf_str(&r.path), "/api/v1/namespaces/hpc/configmaps/pi-mpicc?fieldManager=mpicc-controller&force=true");
	assert_int_equal(ledger_read(&after, buf_str(&r.body), &arena, NULL), 0);
	assert_shown(&ledger_find(&after, &key)->shown);
	assert_int_equal(ledger_find(&after, &key)->run_count, 2);
	assert_string_equal(ledger_find(&after, &key)->runs[0].run, "rmt9czhg");
	assert_string_equal(ledger_find(&after, &key)->runs[0].uid, "u-1");
	assert_int_equal(ledger_find(&after, &key)->runs[0].finished_ms, 3000);
	assert_string_equal(ledger_find(&after, &key)->runs[1].run, "bbbbbbbb");
	ledger_release(&before);
	ledger_release(&after);
}

TEST(request_texts_stay_in_their_quotes_and_paths)
{
	static const struct run_key hostile = {"h\"pc", "p/i", "rmt9czhg"};
	struct pod_record pod = {.record = {.uid = "\", \"x\": \""}, .name = "../secrets/x"};
	REQUEST(r);

	request_delete_pod(&r, &hostile, &pod);
	assert_true(json_check(buf_str(&r.body)));
	assert_false(has(&r.path, "/../"));
	assert_false(has(&r.path, "\""));
	request_write_status(&r, &hostile, NULL, &shown, NULL);
	assert_true(json_check(buf_str(&r.body)));
	memcpy(pod.name, "..", 3);
	request_delete_pod(&r, &key, &pod);
	assert_false(request_is_whole(&r));
}
