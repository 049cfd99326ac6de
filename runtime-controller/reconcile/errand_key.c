/* SPDX-License-Identifier: Apache-2.0 */
/* The key Secret: made, looked for, removed. What is found under its name is judged by its owner. */
#include <string.h>

#include "lib/base/error.h"
#include "runtime-controller/reconcile/errand.h"
#include "runtime-controller/reconcile/key.h"
#include "runtime-controller/reconcile/outcome.h"

/* The step is to be done again, after the shortest wait: nothing was refused. */
static const struct kube_status again = {.code = kube_code_ok};

static void end_key(struct errand *e, bool there, const struct kube_status *status)
{
	struct reconciler *r = e->reconciler;

	e->run->memory.key_checked_ms = r->world.now(r->world.payload).boot_ms;
	errand_end(e, there, status);
}

static void get_key(struct errand *e, void (*then)(struct errand *e, const struct kube_answer *answer))
{
	struct request request;

	request_init(&request, e->reconciler->scratch);
	request_get_key(&request, &e->run->key);
	errand_send(e, &request, then);
	request_release(&request);
}

static void delete_key(struct errand *e, const char *uid, void (*then)(struct errand *e, const struct kube_answer *answer))
{
	struct request request;

	request_init(&request, e->reconciler->scratch);
	request_delete_key(&request, &e->run->key, uid);
	errand_send(e, &request, then);
	request_release(&request);
}

/* Whether the leftover is gone or has made room for another: the next look makes the key or meets that one. */
static void leftover_deleted(struct errand *e, const struct kube_answer *answer)
{
	bool gone = outcome_is_done(action_drop_key, answer->status.code) || answer->status.code == kube_code_conflict;

	if (gone)
		e->run->memory.steps[step_key].failures = 0;
	end_key(e, false, gone ? &again : &answer->status);
}

static void warn_foreign(struct errand *e)
{
	const struct run_key *run = &e->run->key;

	log_add(e->reconciler->log, log_warning, "the key Secret was made by somebody else and is left as it is", "namespace",
		run->namespace, "job", run->job, "run", run->run, NULL);
}

static void found(struct errand *e, const struct kube_answer *answer)
{
	char uid[uid_max + 1];
	enum key_owner owner;

	if (answer->status.code == kube_code_not_found) {
		end_key(e, false, &again);
		return;
	}
	if (answer->status.code != kube_code_ok) {
		end_key(e, false, &answer->status);
		return;
	}
	owner = key_judge(answer->body, &e->run->key, e->uid, uid);
	if (owner == key_leftover) {
		delete_key(e, uid, leftover_deleted);
		return;
	}
	if (owner == key_foreign)
		warn_foreign(e);
	end_key(e, true, &answer->status);
}

static void made(struct errand *e, const struct kube_answer *answer)
{
	if (answer->status.code == kube_code_already_exists) {
		get_key(e, found);
		return;
	}
	if (answer->status.code == kube_code_ok) {
		e->run->memory.key_checks = 0;
		e->reconciler->metrics->values[metric_keys_made]++;
	}
	end_key(e, answer->status.code == kube_code_ok, &answer->status);
}

void errand_make_key(struct errand *e, const struct job_record *owner, struct request *request)
{
	struct error err;
	struct key_pair pair;
	struct kube_status status = {.code = kube_code_server};

	if (key_pair_make(e->reconciler->scratch, &pair, &err) < 0) {
		log_add(e->reconciler->log, log_error, "no key can be made", "why", err.message, NULL);
		end_key(e, false, &status);
		return;
	}
	request_make_key(request, &e->run->key, owner, &pair);
	explicit_bzero((char *)(uintptr_t)pair.private_key.data, pair.private_key.length);
	errand_send(e, request, made);
}

static void checked(struct errand *e, const struct kube_answer *answer)
{
	if (e->run->memory.key_checks < UINT8_MAX)
		e->run->memory.key_checks++;
	found(e, answer);
}

void errand_check_key(struct errand *e, struct request *request)
{
	request_get_key(request, &e->run->key);
	errand_send(e, request, checked);
}

static void dropped(struct errand *e, const struct kube_answer *answer)
{
	errand_end(e, outcome_is_done(action_drop_key, answer->status.code), &answer->status);
}

/* Only what is ours is removed. */
static void found_to_drop(struct errand *e, const struct kube_answer *answer)
{
	char uid[uid_max + 1];

	if (answer->status.code == kube_code_ok && key_judge(answer->body, &e->run->key, e->uid, uid) == key_ours)
		delete_key(e, uid, dropped);
	else
		errand_end(e, answer->status.code == kube_code_ok || answer->status.code == kube_code_not_found, &answer->status);
}

void errand_drop_key(struct errand *e, struct request *request)
{
	request_get_key(request, &e->run->key);
	errand_send(e, request, found_to_drop);
}
