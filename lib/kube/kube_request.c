/* SPDX-License-Identifier: Apache-2.0 */
/* The life of a request: in line, running, waiting to be tried again, over. */
#include <stdio.h>
#include <string.h>

#include "lib/base/alloc.h"
#include "lib/kube/kube_internal.h"

enum { default_delay_ms = 1000 }; /* after 429 without a Retry-After */

static void unlink_request(struct kube_request *r)
{
	struct kube_request_list *list = &r->client->lists[r->place];

	*(r->previous ? &r->previous->next : &list->first) = r->next;
	*(r->next ? &r->next->previous : &list->last) = r->previous;
	r->previous = r->next = NULL;
	list->count--;
}

static void link_request(struct kube_request *r, enum kube_place place)
{
	struct kube_request_list *list = &r->client->lists[place];

	r->place = place;
	r->previous = list->last;
	*(list->last ? &list->last->next : &list->first) = r;
	list->last = r;
	list->count++;
}

static void move(struct kube_request *r, enum kube_place place)
{
	unlink_request(r);
	link_request(r, place);
}

static void free_request(struct kube_request *r)
{
	kube_easy_free(r);
	if (r->text.data)
		explicit_bzero(r->text.data, r->text.capacity);
	buf_release(&r->text);
	buf_release(&r->body);
	mem_free(r);
}

static CURLM *multi_of(const struct kube_request *r)
{
	return r->client->loop.pools[r->call.lane == kube_lane_lease ? kube_pool_lease : kube_pool_normal].multi;
}

/* Out of libcurl; not within its callbacks. */
static void stop(struct kube_request *r)
{
	curl_multi_remove_handle(multi_of(r), r->easy);
	kube_easy_free(r);
	r->client->running_normal -= r->call.lane == kube_lane_normal;
}

/* All texts of the call in one piece. */
static int copy_texts(struct kube_request *r, const struct kube_call *call, struct error *err)
{
	const struct str texts[] = {call->path, call->body, str_from(call->content_type), str_from(call->accept)};
	const char *at;

	buf_init(&r->text, SIZE_MAX / 2);
	for (size_t i = 0; i < 4; i++) {
		buf_add(&r->text, texts[i]);
		buf_putc(&r->text, '\0');
	}
	if (r->text.failed)
		return error_no_memory(err);
	at = r->text.data;
	r->call.path = (struct str){at, call->path.length};
	at += call->path.length + 1;
	r->call.body = (struct str){at, call->body.length};
	at += call->body.length + 1;
	r->call.content_type = call->content_type ? at : NULL;
	at += texts[2].length + 1;
	r->call.accept = call->accept ? at : NULL;
	return 0;
}

/* What a URL's path and query are made of; anything else would have to be encoded first. */
static bool is_path(struct str path)
{
	for (size_t i = 0; i < path.length; i++)
		if (path.data[i] <= ' ' || path.data[i] >= 0x7F || path.data[i] == '#')
			return false;
	return str_starts(path, "/");
}

int kube_client_start(struct kube_client *c, const struct kube_call *call, struct kube_request **out, struct error *err)
{
	struct kube_request *r;
	int64_t timeout = call->timeout_ms ? call->timeout_ms : kube_call_ms;

	if (!is_path(call->path))
		return error_set(err, error_bug, "`%.*s` is no path of the API", STR_ARG(call->path));
	r = mem_alloc(sizeof(*r));
	if (!r)
		return error_no_memory(err);
	*r = (struct kube_request){.client = c, .call = *call, .started = kube_now()};
	r->deadline = timeout < 0 ? INT64_MAX : r->started + timeout;
	buf_init(&r->body, call->answer_max ? call->answer_max : KUBE_ANSWER_MAX);
	if (copy_texts(r, call, err) < 0) {
		free_request(r);
		return -1;
	}
	link_request(r, kube_place_waiting);
	if (out)
		*out = r;
	return 0;
}

void kube_request_cancel(struct kube_request *r)
{
	r->cancelled = true;
	if (r->place == kube_place_running)
		return;
	unlink_request(r);
	free_request(r);
}

static void fail(struct kube_request *r, enum kube_code code, const char *message)
{
	r->status.http = 0;
	kube_status_set(&r->status, code, "%s", message);
	move(r, kube_place_failed);
}

static void start(struct kube_request *r, int64_t now)
{
	struct error err = {0};

	r->tries++;
	r->refused = false;
	r->status = (struct kube_status){.http = 0};
	if (now >= r->deadline) {
		fail(r, kube_code_transport, "there was no time left to send it");
	} else if (kube_easy_make(r, now, &err) < 0) {
		kube_easy_free(r);
		fail(r, kube_code_transport, err.message);
	} else if (curl_multi_add_handle(multi_of(r), r->easy) != CURLM_OK) {
		kube_easy_free(r);
		fail(r, kube_code_transport, "out of memory");
	} else {
		r->client->running_normal += r->call.lane == kube_lane_normal;
		move(r, kube_place_running);
		if (!r->handed_us)
			r->handed_us = kube_now_us();
	}
}

static bool has_turn(const struct kube_request *r)
{
	return r->call.lane != kube_lane_normal || r->client->running_normal < kube_requests_max;
}

static void start_waiting(struct kube_client *c, int64_t now)
{
	struct kube_request *next;

	for (struct kube_request *r = c->lists[kube_place_waiting].first; r; r = next) {
		next = r->next;
		if (has_turn(r))
			start(r, now);
	}
}

/* Back in line, where they wait for their turn as others do. */
static void resume_delayed(struct kube_client *c, int64_t now)
{
	struct kube_request *next;

	for (struct kube_request *r = c->lists[kube_place_delayed].first; r; r = next) {
		next = r->next;
		if (r->retry_at <= now)
			move(r, kube_place_waiting);
	}
}

static void drop_cancelled(struct kube_client *c)
{
	struct kube_request *next;

	for (struct kube_request *r = c->lists[kube_place_running].first; r; r = next) {
		next = r->next;
		if (!r->cancelled)
			continue;
		stop(r);
		unlink_request(r);
		free_request(r);
	}
}

/* The last of a request, which is in no list any more: cancelled in its own callback, it must not be taken out of one. */
static void tell(struct kube_request *r)
{
	struct kube_answer answer = {
		.status = r->status, .elapsed_ms = kube_now() - r->started, .handed_us = r->handed_us};

	if (r->handed_us)
		answer.took_us = kube_now_us() - r->handed_us;
	r->place = kube_place_running;
	r->client->counts.requests[r->status.code]++;
	if (r->status.code == kube_code_ok)
		answer.body = buf_str(&r->body);
	if (!r->cancelled && r->call.done)
		r->call.done(r->call.payload, &answer);
	free_request(r);
}

static void tell_failed(struct kube_client *c)
{
	struct kube_request *r;

	while ((r = c->lists[kube_place_failed].first)) {
		unlink_request(r);
		tell(r);
	}
}

void kube_requests_act(struct kube_client *c, int64_t now)
{
	drop_cancelled(c);
	resume_delayed(c, now);
	start_waiting(c, now);
	tell_failed(c);
}

int64_t kube_requests_due(const struct kube_client *c)
{
	int64_t due = INT64_MAX;

	for (const struct kube_request *r = c->lists[kube_place_delayed].first; r; r = r->next)
		if (r->retry_at < due)
			due = r->retry_at;
	for (const struct kube_request *r = c->lists[kube_place_waiting].first; r; r = r->next)
		if (has_turn(r))
			return 0;
	return due;
}

static void read_status(struct kube_request *r, CURLcode result)
{
	long http = 0;

	curl_easy_getinfo(r->easy, CURLINFO_RESPONSE_CODE, &http);
	r->status.http = (int)http;
	if (r->refused)
		return;
	if (result == CURLE_OK)
		kube_status_read((int)http, buf_str(&r->body), str_from(r->retry_after), &r->status);
	else
		kube_status_set(&r->status, kube_code_transport, "%s", r->error[0] ? r->error : curl_easy_strerror(result));
}

/* 0: no. Otherwise the wait before the next try. */
static int64_t retry_delay(const struct kube_request *r)
{
	const struct kube_status *s = &r->status;
	bool may_be = s->code == kube_code_throttled || (r->call.verb == kube_verb_get && s->http >= 500 && s->retry_after_ms > 0);

	if (!may_be || r->refused || r->call.once || r->cancelled || r->tries >= kube_tries_max)
		return 0;
	return s->retry_after_ms ? s->retry_after_ms : default_delay_ms;
}

void kube_request_finish(struct kube_request *r, CURLcode result)
{
	int64_t delay, now = kube_now();

	read_status(r, result);
	stop(r);
	if (r->status.code == kube_code_unauthorized)
		kube_token_drop(&r->client->token);
	delay = retry_delay(r);
	if (delay && delay < r->deadline - now) {
		r->client->counts.requests[r->status.code]++;
		r->client->counts.retries++;
		r->retry_at = now + delay;
		move(r, kube_place_delayed);
		return;
	}
	unlink_request(r);
	tell(r);
}

void kube_requests_free_all(struct kube_client *c)
{
	for (int place = 0; place < kube_place_count; place++) {
		struct kube_request *r;

		while ((r = c->lists[place].first)) {
			if (place == kube_place_running)
				stop(r);
			unlink_request(r);
			free_request(r);
		}
	}
}
