/* SPDX-License-Identifier: Apache-2.0 */
/* Wishes of the lease -> requests -> outcomes. */
#include "runtime-controller/elect/elector.h"

#include "lib/kube/kube_path.h"

enum { lease_call_ms = lease_renew_ms / 2, lease_object_max = 4096, lease_path_max = 1024 };

void elector_init(struct elector *e, struct kube_client *client, const char *namespace, const char *name, const char *identity)
{
	*e = (struct elector){.client = client, .namespace = namespace, .name = name};
	lease_init(&e->lease, identity);
}

static enum lease_answer answer_of(const struct kube_status *status)
{
	switch (status->code) {
	case kube_code_ok:
		return lease_ok;
	case kube_code_not_found:
		return lease_not_found;
	case kube_code_conflict:
	case kube_code_already_exists:
		return lease_conflict;
	default:
		return lease_failed;
	}
}

/* An answer that is no Lease is a failure, whatever its status. */
static enum lease_answer take(struct elector *e, const struct kube_answer *answer, struct lease_record *out)
{
	enum lease_answer result = answer_of(&answer->status);

	e->busy = false;
	e->failure = answer->status;
	return result == lease_ok && !lease_record_read(answer->body, out) ? lease_failed : result;
}

static void was_read(void *payload, const struct kube_answer *answer)
{
	struct elector *e = payload;
	struct lease_record record;
	enum lease_answer result = take(e, answer, &record);

	lease_take_read(&e->lease, result, &record, kube_now(), kube_client_random(e->client));
}

static void was_written(void *payload, const struct kube_answer *answer)
{
	struct elector *e = payload;
	struct lease_record record;
	enum lease_answer result = take(e, answer, &record);

	if (result == lease_ok && e->renewed)
		e->renewed(e->payload, answer->took_us);
	lease_take_write(&e->lease, result, &record, kube_now(), kube_client_random(e->client));
}

static void send(struct elector *e, enum kube_verb verb, const struct lease_record *record)
{
	struct kube_path path = {kube_kind_lease, str_from(e->namespace), verb == kube_verb_post ? STR_NONE : str_from(e->name),
				 NULL};
	struct kube_call call = {.verb = verb, .lane = kube_lane_lease, .once = true, .timeout_ms = lease_call_ms, .payload = e,
				 .done = record ? was_written : was_read};
	struct kube_answer unsent = {.status = {.code = kube_code_transport, .message = "the request could not be sent"}};
	struct buf url, body;

	buf_init(&url, lease_path_max);
	buf_init(&body, lease_object_max);
	kube_path_add(&url, &path);
	if (record)
		lease_record_write(&body, e->namespace, e->name, record);
	call.path = buf_str(&url);
	call.body = buf_str(&body);
	e->busy = true;
	if (url.failed || body.failed || kube_client_start(e->client, &call, NULL, NULL) < 0)
		call.done(e, &unsent);
	buf_release(&url);
	buf_release(&body);
}

static enum elector_state state_of(const struct elector *e, int64_t now_ms)
{
	if (!e->lease.leads)
		return elector_waits;
	return now_ms < e->lease.leads_until_ms ? elector_leads : elector_lost;
}

enum elector_state elector_run(struct elector *e, int64_t wall_ms)
{
	int64_t now_ms = kube_now();
	struct lease_step step;

	if (e->busy)
		return state_of(e, now_ms);
	step = lease_next(&e->lease, now_ms, wall_ms, kube_client_random(e->client));
	e->at_ms = step.at_ms;
	if (step.wish == lease_lost)
		return elector_lost;
	if (step.wish == lease_over)
		return elector_over;
	if (step.wish == lease_read)
		send(e, kube_verb_get, NULL);
	else if (step.wish == lease_create)
		send(e, kube_verb_post, &step.record);
	else if (step.wish == lease_write)
		send(e, kube_verb_put, &step.record);
	return state_of(e, now_ms);
}

/* A leader with a request under way must not miss its deadline. */
int64_t elector_wait(const struct elector *e, int64_t now_ms)
{
	int64_t at_ms = e->busy ? e->lease.leads_until_ms : e->at_ms;

	if (e->busy && !e->lease.leads)
		return -1;
	return at_ms > now_ms ? at_ms - now_ms : 0;
}

bool elector_may_write(const struct elector *e, int64_t now_ms)
{
	return lease_may_write(&e->lease, now_ms);
}

void elector_stop(struct elector *e)
{
	lease_stop(&e->lease);
}
