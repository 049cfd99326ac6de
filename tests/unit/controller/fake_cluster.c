/* SPDX-License-Identifier: Apache-2.0 */
/* Job controller, kubelets, a wire that fails as told, and the controller, all by one clock. */
#include "tests/unit/controller/fake_cluster.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/alloc.h"
#include "lib/kube/json.h"
#include "tests/unit/controller/fake_apiserver.h"

static const int64_t start_ms = 1795608000000; /* 2026-11-25T12:00:00Z */

/* The job controller and the kubelet. */

static void add_pod(struct fake_cluster *c, const struct fake_job *job)
{
	struct fake_pod *pod = &c->pods[c->pod_count++];

	assert_true(c->pod_count <= fake_pods_max);
	*pod = (struct fake_pod){.role = job->role, .phase = "Pending"};
	fake_new_uid(c, pod->uid);
	snprintf(pod->name, sizeof(pod->name), "pod-%u", c->uid_count);
	memcpy(pod->owner, job->uid, sizeof(pod->owner));
	fake_show_pod(c, pod);
}

static bool is_active(const struct fake_pod *pod)
{
	return !pod->gone_at && (strcmp(pod->phase, "Pending") == 0 || strcmp(pod->phase, "Running") == 0);
}

static uint32_t count_of(const struct fake_cluster *c, const struct fake_job *job, bool active)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < c->pod_count; i++)
		n += strcmp(c->pods[i].owner, job->uid) == 0 && (!active || is_active(&c->pods[i]));
	return n;
}

static void control(struct fake_cluster *c, const struct fake_job *job, uint32_t wanted)
{
	if (!job->exists || job->condition[0])
		return;
	for (uint32_t n = count_of(c, job, false); n < wanted; n++)
		add_pod(c, job);
	for (uint32_t n = count_of(c, job, true); n < wanted && strcmp(job->role, "worker") == 0; n++) {
		c->recreated++;
		add_pod(c, job);
	}
}

static void go_on(struct fake_cluster *c)
{
	control(c, &c->launcher, 1);
	control(c, &c->worker, fake_workers);
	for (uint32_t i = 0; i < c->pod_count; i++) {
		struct fake_pod *pod = &c->pods[i];

		if (pod->gone_at && pod->gone_at <= c->now_ms) {
			fake_show_gone(c, record_pod, pod->uid);
			*pod = c->pods[--c->pod_count];
			i--;
		} else if (c->secret.exists && !pod->gone_at && strcmp(pod->phase, "Pending") == 0) {
			pod->phase = "Running";
			fake_show_pod(c, pod);
		}
	}
}

/* The wire. */

static void answer(struct kube_status *status, enum kube_code code)
{
	static const int http[kube_code_count] = {
		[kube_code_ok] = 200, [kube_code_conflict] = 409, [kube_code_already_exists] = 409, [kube_code_not_found] = 404,
		[kube_code_forbidden] = 403, [kube_code_throttled] = 429, [kube_code_invalid] = 422, [kube_code_server] = 500};

	*status = (struct kube_status){.code = code, .http = http[code]};
	snprintf(status->message, sizeof(status->message), "%s", code ? kube_code_name(code) : "");
}

static bool is_before(enum fault_kind fault)
{
	return fault != fault_none && fault != fault_500_after && fault != fault_reset_after && fault != fault_crash_after;
}

static enum kube_code fault_code(enum fault_kind fault)
{
	static const enum kube_code codes[] = {
		[fault_500_before] = kube_code_server,	   [fault_500_after] = kube_code_server,
		[fault_409_before] = kube_code_conflict,   [fault_reset_before] = kube_code_transport,
		[fault_reset_after] = kube_code_transport, [fault_403_before] = kube_code_forbidden,
		[fault_429_before] = kube_code_throttled,  [fault_crash_before] = kube_code_transport,
		[fault_crash_after] = kube_code_transport};

	return codes[fault];
}

static void note_write(struct fake_cluster *c, const struct kube_call *call)
{
	static const char *const verbs[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
	size_t used = strlen(c->log);

	snprintf(c->log + used, sizeof(c->log) - used, "%s %.*s\n", verbs[call->verb], STR_ARG(call->path));
}

static int start(void *payload, const struct kube_call *call, __attribute__((unused)) struct error *err)
{
	struct fake_cluster *c = payload;
	struct fake_answer *a = calloc(1, sizeof(*a)), **at = &c->answers;
	bool write = call->verb != kube_verb_get && !str_ends(call->path, "/events");
	enum fault_kind fault = fault_none;
	struct str body = STR_NONE;
	enum kube_code code = kube_code_ok;

	assert_true(json_check(call->body) || call->body.length == 0);
	c->writes += write;
	c->events += str_ends(call->path, "/events");
	if (write)
		note_write(c, call);
	if (write && c->writes == c->fault_at)
		fault = c->fault;
	if (!is_before(fault) && !str_ends(call->path, "/events"))
		code = fake_serve(c, call, &body);
	if (fault != fault_none)
		code = fault_code(fault);
	if (call->verb == kube_verb_get && ++c->reads == c->read_fault_at)
		code = kube_code_server;
	c->crash |= fault == fault_crash_before || fault == fault_crash_after;
	a->call = *call;
	a->body = strndup(body.data ? body.data : "", body.length);
	answer(&a->status, code);
	while (*at)
		at = &(*at)->next;
	*at = a;
	return 0;
}

/* Errands that nobody will answer are the one thing that a real end of the process would have freed. */
static void drop_answers(struct fake_cluster *c, bool deliver)
{
	struct fake_answer *a = c->answers;

	c->answers = NULL;
	while (a) {
		struct fake_answer *next = a->next;
		struct kube_answer given = {.status = a->status, .body = a->status.code ? STR_NONE : str_from(a->body)};

		if (deliver && !c->crash)
			a->call.done(a->call.payload, &given);
		else if (a->call.payload)
			mem_free(a->call.payload);
		free(a->body);
		free(a);
		a = next;
	}
}

/* The controller. */

static struct moment now(void *payload)
{
	const struct fake_cluster *c = payload;

	return (struct moment){start_ms + c->now_ms, 1000000 + c->now_ms};
}

static bool may_write(void *payload)
{
	return ((const struct fake_cluster *)payload)->leads && !((const struct fake_cluster *)payload)->crash;
}

static uint32_t no_random(__attribute__((unused)) void *payload)
{
	return 0;
}

static void no_log(__attribute__((unused)) void *payload, __attribute__((unused)) struct str line)
{
}

static int64_t log_time(void *payload)
{
	return now(payload).wall_ms;
}

static void start_controller(struct fake_cluster *c)
{
	store_init(&c->store);
	ledger_init(&c->ledger);
	c->logger = (struct log){.write = no_log, .wall_ms = log_time, .payload = c};
	c->reconciler = (struct reconciler){
		.world = {c, start, now, may_write, no_random}, .store = &c->store, .ledger = &c->ledger, .metrics = &c->metrics,
		.log = &c->logger, .scratch = &c->scratch, .instance = "test"};
	if (c->config.exists)
		assert_int_equal(ledger_read(&c->ledger, fake_config_json(c), &c->scratch, NULL), 0);
	c->ledger.complete = true;
	if (c->launcher.exists)
		fake_show_job(c, &c->launcher);
	if (c->worker.exists)
		fake_show_job(c, &c->worker);
	for (uint32_t i = 0; i < c->pod_count; i++)
		fake_show_pod(c, &c->pods[i]);
}

static void stop_controller(struct fake_cluster *c)
{
	drop_answers(c, false);
	store_release(&c->store);
	ledger_release(&c->ledger);
	arena_release(&c->scratch);
}

void fake_cluster_restart(struct fake_cluster *c)
{
	stop_controller(c);
	c->crash = false;
	start_controller(c);
}

static void apply_jobs(struct fake_cluster *c, const char *annotations)
{
	c->launcher =
		(struct fake_job){.exists = true, .name = "pi-rmt9czhg-launcher", .role = "launcher", .annotations = annotations};
	c->worker = (struct fake_job){.exists = true, .name = "pi-rmt9czhg-worker", .role = "worker", .annotations = ""};
	fake_new_uid(c, c->launcher.uid);
	fake_new_uid(c, c->worker.uid);
}

struct fake_cluster *fake_cluster_new(const char *annotations)
{
	struct fake_cluster *c = calloc(1, sizeof(*c));

	c->arena = test_arena();
	c->scratch = test_arena();
	c->leads = true;
	apply_jobs(c, annotations);
	start_controller(c);
	return c;
}

void fake_cluster_free(struct fake_cluster *c)
{
	stop_controller(c);
	arena_release(&c->arena);
	free(c);
}

void fake_cluster_run(struct fake_cluster *c, int64_t ms)
{
	for (int64_t end = c->now_ms + ms; c->now_ms < end; c->now_ms += 50) {
		go_on(c);
		reconciler_run(&c->reconciler);
		if (c->crash)
			fake_cluster_restart(c);
		drop_answers(c, true);
		arena_release(&c->scratch);
	}
}

void fake_cluster_finish(struct fake_cluster *c, const char *condition, const char *reason)
{
	snprintf(c->launcher.condition, sizeof(c->launcher.condition), "%s", condition);
	snprintf(c->launcher.reason, sizeof(c->launcher.reason), "%s", reason);
	for (uint32_t i = 0; i < c->pod_count; i++) {
		if (strcmp(c->pods[i].owner, c->launcher.uid) != 0)
			continue;
		c->pods[i].phase = strcmp(condition, "Complete") == 0 ? "Succeeded" : "Failed";
		fake_show_pod(c, &c->pods[i]);
	}
	fake_show_job(c, &c->launcher);
}

void fake_cluster_rebuild(struct fake_cluster *c)
{
	while (c->pod_count)
		fake_show_gone(c, record_pod, c->pods[--c->pod_count].uid);
	fake_show_gone(c, record_job, c->launcher.uid);
	fake_show_gone(c, record_job, c->worker.uid);
	apply_jobs(c, c->launcher.annotations);
	fake_show_job(c, &c->launcher);
	fake_show_job(c, &c->worker);
}

uint32_t fake_active(const struct fake_cluster *c, const char *role)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < c->pod_count; i++)
		n += strcmp(c->pods[i].role, role) == 0 && is_active(&c->pods[i]);
	return n;
}

uint32_t fake_pods(const struct fake_cluster *c, const char *role)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < c->pod_count; i++)
		n += strcmp(c->pods[i].role, role) == 0;
	return n;
}

struct str fake_status(struct fake_cluster *c, const char *key)
{
	struct str out = STR_NONE;

	if (c->config.exists)
		json_text(json_get(c->config.data, key), &c->arena, &out);
	return out;
}
