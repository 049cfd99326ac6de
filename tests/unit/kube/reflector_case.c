/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/kube/reflector_case.h"

#include <stdio.h>
#include <string.h>

#include "lib/kube/json.h"

static int note(struct world *w, const char *word, struct str name)
{
	w->log = arena_format(&w->arena, "%.*s%s%s%.*s", STR_ARG(w->log), w->log.length ? " " : "", word, STR_ARG(name));
	return w->refuse && strcmp(w->refuse, word) == 0 ? -1 : 0;
}

static struct str name_of(struct str object)
{
	struct str name = STR("?");
	const struct json_field fields[] = {{"metadata.name", &name}};

	json_pick(object, fields, 1);
	return str_slice(name, 1, name.length ? name.length - 1 : 0);
}

static int on_begin(void *payload)
{
	return note(payload, "begin", STR_NONE);
}

static int on_upsert(void *payload, struct str object)
{
	return note(payload, "+", name_of(object));
}

static int on_remove(void *payload, struct str object)
{
	return note(payload, "-", name_of(object));
}

static int on_commit(void *payload)
{
	return note(payload, "commit", STR_NONE);
}

void world_init(struct world *w)
{
	const struct reflector_sink sink = {w, on_begin, on_upsert, on_remove, on_commit};

	*w = (struct world){.arena = test_arena(), .now = 1000};
	reflector_init(&w->r, &sink);
}

void world_release(struct world *w)
{
	arena_release(&w->arena);
}

enum reflector_wish next(struct world *w)
{
	w->step = reflector_next(&w->r, w->now, 0);
	return w->step.wish;
}

void assert_log(struct world *w, const char *expected)
{
	assert_str(w->log, expected);
	w->log = STR_NONE;
}

void send_event(struct world *w, const char *type, const char *name, const char *version)
{
	struct str line = arena_format(&w->arena, "{\"type\":\"%s\",\"object\":{\"metadata\":{\"name\":\"%s\",\"resourceVersion\":\"%s\"}}}", type,
				       name, version);
	struct watch_event event;

	assert_int_equal(watch_event_read(line, &event, NULL), 0);
	reflector_take_event(&w->r, w->now, &event);
}

void send_initial_end(struct world *w, const char *version)
{
	struct watch_event event = {.type = watch_bookmark, .initial_events_end = true};

	snprintf(event.resource_version, sizeof(event.resource_version), "%s", version);
	reflector_take_event(&w->r, w->now, &event);
}

void send_error(struct world *w, enum kube_code code)
{
	struct watch_event event = {.type = watch_error, .status = {.code = code}};

	reflector_take_event(&w->r, w->now, &event);
}

void send_item(struct world *w, const char *name)
{
	reflector_take_item(&w->r, w->now, arena_format(&w->arena, "{\"metadata\":{\"name\":\"%s\"}}", name));
}

void send_page(struct world *w, const char *version, const char *token)
{
	struct list_page page;

	snprintf(page.resource_version, sizeof(page.resource_version), "%s", version);
	snprintf(page.continue_token, sizeof(page.continue_token), "%s", token);
	reflector_take_page(&w->r, &page);
}

void end(struct world *w, enum kube_code code)
{
	reflector_take_end(&w->r, w->now, 0, &(struct kube_status){.code = code});
}

int64_t wait_for_start(struct world *w)
{
	int64_t from = w->now;

	while (next(w) != reflector_start) {
		assert_int_equal(w->step.wish, reflector_wait);
		assert_true(w->step.at > w->now);
		w->now = w->step.at;
	}
	return w->now - from;
}

void assert_cancels(struct world *w)
{
	assert_int_equal(next(w), reflector_cancel);
}

void sync_world(struct world *w)
{
	wait_for_start(w);
	send_event(w, "ADDED", "a", "7");
	send_initial_end(w, "10");
	w->log = STR_NONE;
}

void fall_back(struct world *w)
{
	wait_for_start(w);
	end(w, kube_code_invalid);
	assert_int_equal(wait_for_start(w), 0);
	w->log = STR_NONE;
}
