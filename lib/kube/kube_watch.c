/* SPDX-License-Identifier: Apache-2.0 */
/* Does what a reflector wishes for, and tells it what came of it. */
#include "lib/kube/kube_watch.h"

#include <stdio.h>

#include "lib/base/alloc.h"
#include "lib/kube/line_split.h"

/* managedFields are half of an object, and nobody here reads them. A server that cannot leave them out sends them (KEP-5958, 1.37). */
static const char without_managed_fields[] = "application/json;drop=metadata.managedFields, application/json";

struct kube_watch {
	struct kube_client *client;
	struct kube_watch_options options; /* whose texts point into `text` */
	struct buf text, path;
	struct reflector reflector;
	struct kube_request *request;      /* NULL: none runs */
	bool is_list;                      /* the one that runs */
	struct kube_timer timer;
	int64_t heard_at;
	struct line_split lines;
	struct list_split list;
};

static void drive(struct kube_watch *w);

static int on_line(void *payload, struct str line)
{
	struct kube_watch *w = payload;
	struct watch_event event;
	struct error err = {0};

	if (watch_event_read(line, &event, &err) < 0)
		reflector_take_bad_event(&w->reflector, err.message);
	else
		reflector_take_event(&w->reflector, kube_now(), &event);
	return w->reflector.give_up ? -1 : 0;
}

static int on_item(void *payload, struct str item)
{
	struct kube_watch *w = payload;

	reflector_take_item(&w->reflector, kube_now(), item);
	return w->reflector.give_up ? -1 : 0;
}

static int on_stream(void *payload, struct str bytes)
{
	struct kube_watch *w = payload;
	struct error err = {0};
	int result;

	w->heard_at = kube_now();
	result = w->is_list ? list_split_add(&w->list, bytes, on_item, w, &err)
			    : line_split_add(&w->lines, bytes, on_line, w, &err);
	if (result < 0)
		reflector_take_bad_event(&w->reflector, err.message);
	return result;
}

static void read_page(struct kube_watch *w)
{
	struct list_page page;
	struct error err = {0};

	if (list_split_end(&w->list, &page, &err) < 0)
		reflector_take_bad_event(&w->reflector, err.message);
	else
		reflector_take_page(&w->reflector, &page);
}

static void report(struct kube_watch *w, const struct kube_status *status)
{
	if (w->options.failed && status->code != kube_code_ok)
		w->options.failed(w->options.sink.payload, status);
}

static void on_done(void *payload, const struct kube_answer *answer)
{
	struct kube_watch *w = payload;

	w->request = NULL;
	if (w->is_list && answer->status.code == kube_code_ok)
		read_page(w);
	report(w, w->reflector.give_up ? &w->reflector.why : &answer->status);
	reflector_take_end(&w->reflector, kube_now(), kube_client_random(w->client), &answer->status);
	drive(w);
}

static void add_number(struct buf *b, const char *key, unsigned number)
{
	char text[16];

	if (number == 0)
		return;
	snprintf(text, sizeof(text), "%u", number);
	kube_query_add(b, key, str_from(text));
}

static int make_path(struct kube_watch *w, const struct reflector_query *q, struct error *err)
{
	const struct kube_watch_options *o = &w->options;
	struct buf *b = &w->path;

	buf_clear(b);
	if (!kube_path_add(b, &(struct kube_path){.kind = o->kind, .namespace = o->namespace}))
		return error_set(err, error_bug, "`%.*s` is no namespace", STR_ARG(o->namespace));
	if (q->watch) {
		kube_query_add(b, "watch", STR("1"));
		kube_query_add(b, "allowWatchBookmarks", STR("true"));
	}
	if (q->send_initial_events) {
		kube_query_add(b, "sendInitialEvents", STR("true"));
		kube_query_add(b, "resourceVersionMatch", STR("NotOlderThan"));
	}
	if (q->resource_version)
		kube_query_add(b, "resourceVersion", str_from(q->resource_version));
	if (q->continue_token)
		kube_query_add(b, "continue", str_from(q->continue_token));
	add_number(b, "limit", q->limit);
	add_number(b, "timeoutSeconds", q->timeout_seconds);
	if (o->label_selector.length)
		kube_query_add(b, "labelSelector", o->label_selector);
	if (o->field_selector.length)
		kube_query_add(b, "fieldSelector", o->field_selector);
	return b->failed ? error_no_memory(err) : 0;
}

static int start(struct kube_watch *w, const struct reflector_query *q, struct error *err)
{
	struct kube_call call = {
		.lane = kube_lane_watch,
		.timeout_ms = -1,
		.once = true,
		.accept = without_managed_fields,
		.stream = on_stream,
		.done = on_done,
		.payload = w,
	};

	if (make_path(w, q, err) < 0)
		return -1;
	w->is_list = !q->watch;
	line_split_release(&w->lines);
	list_split_clear(&w->list);
	call.path = buf_str(&w->path);
	return kube_client_start(w->client, &call, &w->request, err);
}

static void start_or_fail(struct kube_watch *w, const struct reflector_query *q)
{
	struct kube_status status = {.http = 0};
	struct error err = {0};

	if (start(w, q, &err) == 0)
		return;
	kube_status_set(&status, kube_code_transport, "%s", err.message);
	report(w, &status);
	reflector_take_end(&w->reflector, kube_now(), kube_client_random(w->client), &status);
}

static void cancel(struct kube_watch *w)
{
	report(w, &w->reflector.why);
	if (w->request)
		kube_request_cancel(w->request);
	w->request = NULL;
}

static void drive(struct kube_watch *w)
{
	struct reflector_step step;

	do {
		step = reflector_next(&w->reflector, kube_now(), kube_client_random(w->client));
		if (step.wish == reflector_start)
			start_or_fail(w, &step.query);
		else if (step.wish == reflector_cancel)
			cancel(w);
	} while (step.wish != reflector_wait);
	kube_timer_set(w->client, &w->timer, step.at);
}

static void on_timer(void *payload)
{
	drive(payload);
}

static int copy_texts(struct kube_watch *w, struct error *err)
{
	struct str *texts[] = {&w->options.namespace, &w->options.label_selector, &w->options.field_selector};
	size_t at = 0;

	for (size_t i = 0; i < 3; i++)
		buf_add(&w->text, *texts[i]);
	if (w->text.failed)
		return error_no_memory(err);
	for (size_t i = 0; i < 3; i++) {
		*texts[i] = (struct str){w->text.data ? w->text.data + at : NULL, texts[i]->length};
		at += texts[i]->length;
	}
	return 0;
}

int kube_watch_new(struct kube_client *c, const struct kube_watch_options *options, struct kube_watch **out, struct error *err)
{
	struct kube_watch *w = mem_alloc(sizeof(*w));

	if (!w)
		return error_no_memory(err);
	*w = (struct kube_watch){.client = c, .options = *options, .timer = {.fire = on_timer, .payload = w}};
	w->heard_at = kube_now();
	buf_init(&w->text, 64 << 10);
	buf_init(&w->path, 128 << 10);
	line_split_init(&w->lines, LINE_SPLIT_MAX);
	list_split_init(&w->list, LINE_SPLIT_MAX);
	reflector_init(&w->reflector, &options->sink);
	if (make_path(w, &(struct reflector_query){.watch = false}, err) < 0 || copy_texts(w, err) < 0) {
		kube_watch_free(w);
		return -1;
	}
	kube_timer_set(c, &w->timer, kube_now());
	*out = w;
	return 0;
}

void kube_watch_free(struct kube_watch *w)
{
	if (!w)
		return;
	if (w->request)
		kube_request_cancel(w->request);
	kube_timer_unset(w->client, &w->timer);
	line_split_release(&w->lines);
	list_split_release(&w->list);
	buf_release(&w->text);
	buf_release(&w->path);
	mem_free(w);
}

bool kube_watch_is_synced(const struct kube_watch *w)
{
	return w->reflector.is_synced;
}

int64_t kube_watch_heard_at(const struct kube_watch *w)
{
	return w->heard_at;
}

const struct reflector_counts *kube_watch_counts(const struct kube_watch *w)
{
	return &w->reflector.counts;
}
