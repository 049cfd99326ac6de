/* SPDX-License-Identifier: Apache-2.0 */
/* What to ask for next, what to do with what comes, and what to make of how it ended: in this order. */
#include "lib/kube/reflector.h"

#include <stdio.h>
#include <string.h>

void reflector_init(struct reflector *r, const struct reflector_sink *sink)
{
	*r = (struct reflector){.sink = *sink};
}

static void give_up(struct reflector *r, enum kube_code code, const char *message)
{
	r->give_up = true;
	kube_status_set(&r->why, code, "%s", message);
}

static void check_sink(struct reflector *r, int result)
{
	if (result < 0 && !r->give_up)
		give_up(r, kube_code_server, "what came could not be kept");
}

static struct reflector_query watch_query(struct reflector *r, int64_t now, uint32_t random)
{
	unsigned seconds = reflector_watch_min_s + random % (reflector_watch_spread_s + 1);

	r->counts.watches++;
	r->watch_until = now + (int64_t)seconds * 1000 + reflector_idle_margin_ms;
	return (struct reflector_query){.watch = true, .resource_version = r->version, .timeout_seconds = seconds};
}

/* A version asks for "not older than that", in one piece; none asks for what is newest, in pages. */
static struct reflector_query list_query(struct reflector *r)
{
	r->counts.lists++;
	r->page_done = false;
	if (r->token[0])
		return (struct reflector_query){.continue_token = r->token, .limit = reflector_page};
	if (r->version[0])
		return (struct reflector_query){.resource_version = r->version};
	return (struct reflector_query){.limit = r->unpaged ? 0 : reflector_page};
}

static void await_initial_event(struct reflector *r, int64_t now)
{
	int64_t idle = now + reflector_initial_idle_ms, end = r->started + reflector_initial_max_ms;

	r->quiet_until = idle < end ? idle : end;
}

static struct reflector_query start(struct reflector *r, int64_t now, uint32_t random)
{
	struct reflector_query query;

	r->started = now;
	r->events_before = r->counts.events;
	if (r->has_set) {
		r->state = reflector_following;
		query = watch_query(r, now, random);
		r->quiet_until = r->watch_until;
		return query;
	}
	if (!r->token[0])
		check_sink(r, r->sink.begin(r->sink.payload));
	if (r->by_list) {
		r->state = reflector_listing;
		r->quiet_until = now + reflector_list_idle_ms;
		return list_query(r);
	}
	r->state = reflector_initial;
	await_initial_event(r, now);
	query = watch_query(r, now, random);
	query.send_initial_events = true;
	return query;
}

static void check_silence(struct reflector *r, int64_t now)
{
	if (now < r->quiet_until || r->give_up)
		return;
	if (r->state == reflector_initial)
		give_up(r, kube_code_server, "the initial events have no end");
	else
		give_up(r, kube_code_transport, "the server fell silent");
}

struct reflector_step reflector_next(struct reflector *r, int64_t now, uint32_t random)
{
	if (r->state == reflector_idle) {
		if (now < r->not_before)
			return (struct reflector_step){.wish = reflector_wait, .at = r->not_before};
		return (struct reflector_step){.wish = reflector_start, .query = start(r, now, random)};
	}
	check_silence(r, now);
	if (r->give_up) {
		reflector_take_end(r, now, random, &r->why);
		return (struct reflector_step){.wish = reflector_cancel};
	}
	return (struct reflector_step){.wish = reflector_wait, .at = r->quiet_until};
}

/* Decimal numbers of any length (KEP-5504); what is none is taken for newer, so that it is followed as it is. */
static bool is_newer(const char *version, const char *than)
{
	size_t length = strspn(version, "0123456789"), other = strspn(than, "0123456789");

	if (version[length] || than[other])
		return true;
	return length == other ? strcmp(version, than) > 0 : length > other;
}

static bool is_version(const char *version)
{
	return version[0] && strcmp(version, "0") != 0;
}

static void set_version(struct reflector *r, const char *version)
{
	snprintf(r->version, sizeof(r->version), "%s", version);
}

static void commit(struct reflector *r, const char *version)
{
	if (!is_version(version)) {
		give_up(r, kube_code_server, "a set of objects without a resourceVersion");
		return;
	}
	check_sink(r, r->sink.commit(r->sink.payload));
	if (r->give_up)
		return;
	set_version(r, version);
	r->has_set = r->is_synced = true;
	r->by_list = r->unpaged = false;
}

static void pass_on(struct reflector *r, const struct watch_event *event)
{
	if (event->type == watch_added || event->type == watch_modified)
		check_sink(r, r->sink.upsert(r->sink.payload, event->object));
	else if (event->type == watch_deleted)
		check_sink(r, r->sink.remove(r->sink.payload, event->object));
}

/* Versions of initial events are in no order and mean nothing before the bookmark behind them. */
static void take_initial(struct reflector *r, int64_t now, const struct watch_event *event)
{
	await_initial_event(r, now);
	pass_on(r, event);
	if (!event->initial_events_end || r->give_up)
		return;
	commit(r, event->resource_version);
	if (r->give_up)
		return;
	r->state = reflector_following;
	r->quiet_until = r->watch_until;
}

static void take_news(struct reflector *r, const struct watch_event *event)
{
	pass_on(r, event);
	if (!r->give_up && is_version(event->resource_version) && is_newer(event->resource_version, r->version))
		set_version(r, event->resource_version);
}

void reflector_take_event(struct reflector *r, int64_t now, const struct watch_event *event)
{
	if (r->give_up || (r->state != reflector_initial && r->state != reflector_following))
		return;
	r->counts.events++;
	if (event->type == watch_unknown) {
		r->counts.bad_events++;
	} else if (event->type == watch_error) {
		r->give_up = true;
		r->why = event->status;
	} else if (r->state == reflector_initial) {
		take_initial(r, now, event);
	} else {
		take_news(r, event);
	}
}

void reflector_take_bad_event(struct reflector *r, const char *message)
{
	if (r->give_up || r->state == reflector_idle)
		return;
	r->counts.bad_events++;
	give_up(r, kube_code_server, message);
}

void reflector_take_item(struct reflector *r, int64_t now, struct str item)
{
	if (r->give_up || r->state != reflector_listing)
		return;
	r->counts.items++;
	r->quiet_until = now + reflector_list_idle_ms;
	check_sink(r, r->sink.upsert(r->sink.payload, item));
}

void reflector_take_page(struct reflector *r, const struct list_page *page)
{
	if (r->give_up || r->state != reflector_listing)
		return;
	if (r->token[0] && strcmp(r->token, page->continue_token) == 0) {
		r->unpaged = true;
		give_up(r, kube_code_server, "the server gives the same continue token again");
		return;
	}
	snprintf(r->token, sizeof(r->token), "%s", page->continue_token);
	snprintf(r->page_version, sizeof(r->page_version), "%s", page->resource_version);
	r->page_done = true;
}

static void wait_for(struct reflector *r, int64_t now, uint32_t random, const struct kube_status *status)
{
	int64_t wait = backoff_next(&r->backoff, now, random);

	r->not_before = now + (wait > status->retry_after_ms ? wait : status->retry_after_ms);
}

static bool is_expired(const struct kube_status *status)
{
	return status->code == kube_code_gone || status->code == kube_code_too_new;
}

/* Says nothing about what was asked for: the same again, later. */
static bool is_passing(const struct kube_status *status)
{
	return status->code == kube_code_transport || status->code == kube_code_throttled || status->code == kube_code_unauthorized;
}

/* Before the end of the initial events. A stream that was cut amid them is too long for somebody: pages are shorter. */
static void end_initial(struct reflector *r, int64_t now, uint32_t random, const struct kube_status *status)
{
	r->counts.failures++;
	if (is_expired(status)) {
		r->version[0] = '\0';
	} else if (!is_passing(status) || r->counts.events > r->events_before) {
		r->counts.fallbacks++;
		r->by_list = true;
	}
	if (status->code != kube_code_invalid)
		wait_for(r, now, random, status);
}

static void restart_list(struct reflector *r, const struct kube_status *status)
{
	r->token[0] = '\0';
	if (is_expired(status))
		r->version[0] = '\0';
	else
		r->by_list = false;
}

static void end_list(struct reflector *r, int64_t now, uint32_t random, const struct kube_status *status)
{
	if (status->code == kube_code_ok && r->page_done) {
		if (!r->token[0])
			commit(r, r->page_version);
		if (!r->give_up)
			return;
		status = &r->why;
	}
	r->counts.failures++;
	if (status->code == kube_code_gone && r->token[0]) {
		r->unpaged = true;
		r->token[0] = '\0';
		return;
	}
	if (!is_passing(status))
		restart_list(r, status);
	wait_for(r, now, random, status);
}

static void end_following(struct reflector *r, int64_t now, uint32_t random, const struct kube_status *status)
{
	int64_t lasted = now - r->started;
	bool very_short = lasted < reflector_short_watch_ms && r->counts.events == r->events_before;

	if (status->code == kube_code_ok && !very_short)
		return;
	r->counts.failures++;
	if (status->code == kube_code_transport && lasted >= reflector_long_watch_ms)
		return;
	if (!is_passing(status))
		r->has_set = false;
	if (status->code == kube_code_too_new)
		r->version[0] = '\0';
	wait_for(r, now, random, status);
}

void reflector_take_end(struct reflector *r, int64_t now, uint32_t random, const struct kube_status *status)
{
	enum reflector_state state = r->state;

	r->state = reflector_idle;
	r->not_before = now;
	if (r->give_up)
		status = &r->why;
	r->counts.expired += is_expired(status);
	if (state == reflector_initial)
		end_initial(r, now, random, status);
	else if (state == reflector_listing)
		end_list(r, now, random, status);
	else if (state == reflector_following)
		end_following(r, now, random, status);
	r->give_up = false;
}
