/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "lib/kube/json.h"
#include "lib/kube/line_split.h"
#include "lib/kube/reflector.h"
#include "tests/unit/kube/recorded.h"

/* A reflector, its clock, and what its sink was told: "begin +a ~ -b commit". */
struct world {
	struct arena arena;
	struct reflector r;
	struct reflector_step step;
	int64_t now;
	struct str log;
	const char *refuse; /* the sink's word that it refuses */
};

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

static void world_init(struct world *w)
{
	const struct reflector_sink sink = {w, on_begin, on_upsert, on_remove, on_commit};

	*w = (struct world){.arena = test_arena(), .now = 1000};
	reflector_init(&w->r, &sink);
}

static void world_release(struct world *w)
{
	arena_release(&w->arena);
}

#define WORLD(w) __attribute__((cleanup(world_release))) struct world w; world_init(&w)

static enum reflector_wish next(struct world *w)
{
	w->step = reflector_next(&w->r, w->now, 0);
	return w->step.wish;
}

static void assert_log(struct world *w, const char *expected)
{
	assert_str(w->log, expected);
	w->log = STR_NONE;
}

static void send_event(struct world *w, const char *type, const char *name, const char *version)
{
	struct str line = arena_format(&w->arena, "{\"type\":\"%s\",\"object\":{\"metadata\":{\"name\":\"%s\",\"resourceVersion\":\"%s\"}}}", type,
				       name, version);
	struct watch_event event;

	assert_int_equal(watch_event_read(line, &event, NULL), 0);
	reflector_take_event(&w->r, w->now, &event);
}

static void send_initial_end(struct world *w, const char *version)
{
	struct watch_event event = {.type = watch_bookmark, .initial_events_end = true};

	snprintf(event.resource_version, sizeof(event.resource_version), "%s", version);
	reflector_take_event(&w->r, w->now, &event);
}

static void send_error(struct world *w, enum kube_code code)
{
	struct watch_event event = {.type = watch_error, .status = {.code = code}};

	reflector_take_event(&w->r, w->now, &event);
}

static void send_item(struct world *w, const char *name)
{
	reflector_take_item(&w->r, w->now, arena_format(&w->arena, "{\"metadata\":{\"name\":\"%s\"}}", name));
}

static void send_page(struct world *w, const char *version, const char *token)
{
	struct list_page page;

	snprintf(page.resource_version, sizeof(page.resource_version), "%s", version);
	snprintf(page.continue_token, sizeof(page.continue_token), "%s", token);
	reflector_take_page(&w->r, &page);
}

static void end(struct world *w, enum kube_code code)
{
	reflector_take_end(&w->r, w->now, 0, &(struct kube_status){.code = code});
}

/* Waits until the next request begins; the wait in milliseconds. */
static int64_t wait_for_start(struct world *w)
{
	int64_t from = w->now;

	while (next(w) != reflector_start) {
		assert_int_equal(w->step.wish, reflector_wait);
		assert_true(w->step.at > w->now);
		w->now = w->step.at;
	}
	return w->now - from;
}

/* Ends the running request after an error inside of it. */
static void assert_cancels(struct world *w)
{
	assert_int_equal(next(w), reflector_cancel);
}

/* A set of one object, followed from version 10. */
static void sync_world(struct world *w)
{
	wait_for_start(w);
	send_event(w, "ADDED", "a", "7");
	send_initial_end(w, "10");
	w->log = STR_NONE;
}

/* Up to the LIST after a WatchList that an old server has refused. */
static void fall_back(struct world *w)
{
	wait_for_start(w);
	end(w, kube_code_invalid);
	assert_int_equal(wait_for_start(w), 0);
	w->log = STR_NONE;
}

TEST(reflector_begins_with_a_consistent_watch_list)
{
	WORLD(w);
	assert_int_equal(next(&w), reflector_start);
	assert_true(w.step.query.watch);
	assert_true(w.step.query.send_initial_events);
	assert_string_equal(w.step.query.resource_version, "");
	assert_null(w.step.query.continue_token);
	assert_int_equal(w.step.query.timeout_seconds, reflector_watch_min_s);
	assert_log(&w, "begin");
}

TEST(reflector_gathers_initial_events_until_their_bookmark_and_goes_on_in_the_same_stream)
{
	WORLD(w);
	wait_for_start(&w);
	send_event(&w, "ADDED", "b", "9");
	send_event(&w, "ADDED", "a", "3");
	send_event(&w, "BOOKMARK", "", "4");
	send_event(&w, "DELETED", "b", "11");
	assert_log(&w, "begin +b +a -b");
	assert_false(w.r.is_synced);
	send_initial_end(&w, "12");
	send_event(&w, "MODIFIED", "a", "13");
	assert_log(&w, "commit +a");
	assert_true(w.r.is_synced);
	assert_int_equal(next(&w), reflector_wait);
	assert_string_equal(w.r.version, "13");
}

TEST(reflector_resumes_at_the_newest_version_it_has_seen)
{
	WORLD(w);
	sync_world(&w);
	send_event(&w, "MODIFIED", "a", "101");
	send_event(&w, "DELETED", "a", "99");
	send_event(&w, "BOOKMARK", "", "100");
	w.now += 400000;
	end(&w, kube_code_ok);
	assert_int_equal(wait_for_start(&w), 0);
	assert_true(w.step.query.watch);
	assert_false(w.step.query.send_initial_events);
	assert_string_equal(w.step.query.resource_version, "101");
	assert_log(&w, "+a -a");
}

TEST(reflector_compares_versions_longer_than_any_integer)
{
	WORLD(w);
	sync_world(&w);
	send_event(&w, "MODIFIED", "a", "340282366920938463463374607431768211455");
	send_event(&w, "MODIFIED", "a", "99999999999999999999");
	assert_string_equal(w.r.version, "340282366920938463463374607431768211455");
	send_event(&w, "MODIFIED", "a", "0");
	send_event(&w, "MODIFIED", "a", "");
	assert_string_equal(w.r.version, "340282366920938463463374607431768211455");
	send_event(&w, "MODIFIED", "a", "opaque");
	assert_string_equal(w.r.version, "opaque");
}

TEST(reflector_lists_at_once_when_the_server_does_not_know_watch_lists)
{
	WORLD(w);
	fall_back(&w);
	assert_false(w.step.query.watch);
	assert_int_equal(w.step.query.limit, reflector_page);
	assert_null(w.step.query.resource_version);
	assert_null(w.step.query.continue_token);
	assert_int_equal(w.r.counts.fallbacks, 1);
}

TEST(reflector_lists_when_initial_events_have_no_end)
{
	WORLD(w);
	wait_for_start(&w);
	for (int i = 0; i < 3; i++) {
		w.now += reflector_initial_events_ms - 1;
		assert_int_equal(next(&w), reflector_wait);
		send_event(&w, "ADDED", "a", "1");
	}
	w.now += reflector_initial_events_ms;
	assert_cancels(&w);
	wait_for_start(&w);
	assert_false(w.step.query.watch);
	assert_log(&w, "begin +a +a +a begin");
}

TEST(reflector_lists_when_the_stream_of_initial_events_was_cut_but_not_when_it_never_came)
{
	WORLD(w);
	wait_for_start(&w);
	end(&w, kube_code_transport);
	assert_int_equal(wait_for_start(&w), 800);
	assert_true(w.step.query.send_initial_events);
	send_event(&w, "ADDED", "a", "1");
	end(&w, kube_code_transport);
	assert_int_equal(wait_for_start(&w), 1600);
	assert_false(w.step.query.watch);
}

TEST(reflector_pages_through_a_list_and_commits_at_its_end)
{
	WORLD(w);
	fall_back(&w);
	send_item(&w, "a");
	send_page(&w, "50", "next");
	end(&w, kube_code_ok);
	assert_int_equal(wait_for_start(&w), 0);
	assert_string_equal(w.step.query.continue_token, "next");
	assert_null(w.step.query.resource_version);
	send_page(&w, "50", "more");
	end(&w, kube_code_ok);
	assert_int_equal(wait_for_start(&w), 0);
	send_item(&w, "b");
	send_page(&w, "50", "");
	assert_log(&w, "+a +b");
	end(&w, kube_code_ok);
	assert_log(&w, "commit");
	assert_int_equal(wait_for_start(&w), 0);
	assert_true(w.step.query.watch);
	assert_false(w.step.query.send_initial_events);
	assert_string_equal(w.step.query.resource_version, "50");
}

TEST(reflector_fetches_a_page_again_that_did_not_come)
{
	WORLD(w);
	fall_back(&w);
	send_item(&w, "a");
	send_page(&w, "50", "next");
	end(&w, kube_code_ok);
	wait_for_start(&w);
	send_item(&w, "b");
	end(&w, kube_code_transport);
	assert_int_equal(wait_for_start(&w), 800);
	assert_string_equal(w.step.query.continue_token, "next");
	send_item(&w, "b");
	send_page(&w, "50", "");
	end(&w, kube_code_ok);
	assert_log(&w, "+a +b +b commit");
}

TEST(reflector_begins_again_in_one_piece_when_a_later_page_has_expired)
{
	WORLD(w);
	fall_back(&w);
	send_item(&w, "a");
	send_page(&w, "50", "next");
	end(&w, kube_code_ok);
	wait_for_start(&w);
	end(&w, kube_code_gone);
	assert_int_equal(wait_for_start(&w), 0);
	assert_int_equal(w.step.query.limit, 0);
	assert_null(w.step.query.continue_token);
	send_item(&w, "b");
	send_page(&w, "60", "");
	end(&w, kube_code_ok);
	assert_log(&w, "+a begin +b commit");
	assert_string_equal(w.r.version, "60");
}

TEST(reflector_is_not_led_in_circles_by_a_continue_token)
{
	WORLD(w);
	fall_back(&w);
	send_page(&w, "50", "next");
	end(&w, kube_code_ok);
	wait_for_start(&w);
	send_page(&w, "50", "next");
	assert_cancels(&w);
	assert_int_equal(wait_for_start(&w), 800);
	assert_true(w.step.query.send_initial_events);
	end(&w, kube_code_invalid);
	wait_for_start(&w);
	assert_int_equal(w.step.query.limit, 0);
}

TEST(reflector_does_not_take_a_list_that_was_cut_off)
{
	WORLD(w);
	fall_back(&w);
	send_item(&w, "a");
	end(&w, kube_code_ok);
	assert_false(w.r.is_synced);
	wait_for_start(&w);
	assert_log(&w, "+a begin");
}

TEST(reflector_starts_anew_from_its_version_when_it_has_expired_in_the_stream)
{
	WORLD(w);
	sync_world(&w);
	send_error(&w, kube_code_gone);
	send_event(&w, "ADDED", "late", "11");
	assert_cancels(&w);
	assert_int_equal(wait_for_start(&w), 800);
	assert_true(w.step.query.send_initial_events);
	assert_string_equal(w.step.query.resource_version, "10");
	assert_log(&w, "begin");
	end(&w, kube_code_too_new);
	wait_for_start(&w);
	assert_true(w.step.query.send_initial_events);
	assert_string_equal(w.step.query.resource_version, "");
	assert_int_equal(w.r.counts.expired, 2);
}

TEST(reflector_starts_anew_when_its_version_has_expired_before_the_watch)
{
	WORLD(w);
	sync_world(&w);
	w.now += 400000;
	end(&w, kube_code_ok);
	wait_for_start(&w);
	end(&w, kube_code_gone);
	wait_for_start(&w);
	assert_true(w.step.query.send_initial_events);
}

TEST(reflector_lists_in_one_piece_not_older_than_what_it_knows_and_then_what_is_newest)
{
	WORLD(w);
	sync_world(&w);
	send_error(&w, kube_code_gone);
	assert_cancels(&w);
	wait_for_start(&w);
	end(&w, kube_code_invalid);
	wait_for_start(&w);
	assert_string_equal(w.step.query.resource_version, "10");
	assert_int_equal(w.step.query.limit, 0);
	end(&w, kube_code_gone);
	wait_for_start(&w);
	assert_null(w.step.query.resource_version);
	assert_int_equal(w.step.query.limit, reflector_page);
}

TEST(reflector_forgets_a_version_that_the_server_has_not_reached)
{
	WORLD(w);
	sync_world(&w);
	w.now += 400000;
	end(&w, kube_code_ok);
	wait_for_start(&w);
	end(&w, kube_code_too_new);
	wait_for_start(&w);
	assert_true(w.step.query.send_initial_events);
	assert_string_equal(w.step.query.resource_version, "");
}

TEST(reflector_takes_a_very_short_watch_for_an_error)
{
	WORLD(w);
	sync_world(&w);
	w.now += 400000;
	end(&w, kube_code_ok);
	wait_for_start(&w);
	w.now += reflector_short_watch_ms - 1;
	end(&w, kube_code_ok);
	assert_int_equal(wait_for_start(&w), 800);
	assert_true(w.step.query.send_initial_events);
	assert_int_equal(w.r.counts.failures, 1);
}

TEST(reflector_is_content_with_a_short_watch_that_brought_something)
{
	WORLD(w);
	sync_world(&w);
	w.now += 400000;
	end(&w, kube_code_ok);
	wait_for_start(&w);
	send_event(&w, "MODIFIED", "a", "20");
	end(&w, kube_code_ok);
	assert_int_equal(wait_for_start(&w), 0);
	assert_string_equal(w.step.query.resource_version, "20");
	assert_int_equal(w.r.counts.failures, 0);
}

TEST(reflector_resumes_a_long_watch_that_was_cut_at_once_and_then_backs_off)
{
	WORLD(w);
	sync_world(&w);
	w.now += reflector_long_watch_ms;
	end(&w, kube_code_transport);
	assert_int_equal(wait_for_start(&w), 0);
	end(&w, kube_code_transport);
	assert_int_equal(wait_for_start(&w), 800);
	end(&w, kube_code_transport);
	assert_int_equal(wait_for_start(&w), 1600);
	assert_false(w.step.query.send_initial_events);
	assert_string_equal(w.step.query.resource_version, "10");
	assert_log(&w, "");
}

TEST(reflector_waits_as_long_as_the_server_asks_and_then_goes_on)
{
	WORLD(w);
	sync_world(&w);
	w.now += 400000;
	end(&w, kube_code_ok);
	wait_for_start(&w);
	reflector_take_end(&w.r, w.now, 0, &(struct kube_status){.code = kube_code_throttled, .retry_after_ms = 7000});
	assert_int_equal(wait_for_start(&w), 7000);
	assert_false(w.step.query.send_initial_events);
	reflector_take_end(&w.r, w.now, 0, &(struct kube_status){.code = kube_code_unauthorized});
	assert_int_equal(wait_for_start(&w), 1600);
	assert_false(w.step.query.send_initial_events);
}

TEST(reflector_starts_anew_after_errors_it_does_not_know)
{
	static const enum kube_code codes[] = {kube_code_server, kube_code_forbidden, kube_code_not_found, kube_code_conflict};

	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++) {
		WORLD(w);
		sync_world(&w);
		send_error(&w, codes[i]);
		assert_cancels(&w);
		assert_int_equal(wait_for_start(&w), 800);
		assert_true(w.step.query.send_initial_events);
		assert_true(w.r.is_synced);
	}
}

TEST(reflector_cancels_a_watch_that_has_outlived_its_timeout)
{
	WORLD(w);
	sync_world(&w);
	w.now += reflector_watch_min_s * 1000 + reflector_idle_margin_ms - 1;
	assert_int_equal(next(&w), reflector_wait);
	assert_int_equal(w.step.at, w.now + 1);
	w.now++;
	assert_cancels(&w);
	assert_int_equal(wait_for_start(&w), 0);
	assert_false(w.step.query.send_initial_events);
}

TEST(reflector_cancels_a_list_that_has_fallen_silent)
{
	WORLD(w);
	fall_back(&w);
	w.now += reflector_list_idle_ms - 1;
	send_item(&w, "a");
	w.now += reflector_list_idle_ms - 1;
	assert_int_equal(next(&w), reflector_wait);
	w.now++;
	assert_cancels(&w);
	assert_int_equal(wait_for_start(&w), 800);
	assert_log(&w, "+a begin");
}

TEST(reflector_passes_over_unknown_events_and_starts_anew_after_nonsense)
{
	WORLD(w);
	sync_world(&w);
	send_event(&w, "RENAMED", "a", "30");
	assert_int_equal(next(&w), reflector_wait);
	assert_string_equal(w.r.version, "10");
	reflector_take_bad_event(&w.r, "no event");
	assert_cancels(&w);
	wait_for_start(&w);
	assert_true(w.step.query.send_initial_events);
	assert_int_equal(w.r.counts.bad_events, 2);
}

TEST(reflector_starts_anew_when_its_sink_could_not)
{
	static const char *const words[] = {"+", "-", "commit", "begin"};

	for (size_t i = 0; i < 4; i++) {
		WORLD(w);
		wait_for_start(&w);
		w.refuse = words[i];
		send_event(&w, "ADDED", "a", "1");
		send_event(&w, "DELETED", "a", "2");
		send_initial_end(&w, "3");
		if (i == 3) {
			send_error(&w, kube_code_gone);
			assert_cancels(&w);
			wait_for_start(&w);
		} else {
			assert_false(w.r.is_synced);
		}
		assert_cancels(&w);
		w.refuse = NULL;
		w.log = STR_NONE;
		wait_for_start(&w);
		assert_log(&w, "begin");
	}
}

TEST(reflector_refuses_sets_without_a_version)
{
	static const char *const versions[] = {"", "0"};

	for (size_t i = 0; i < 2; i++) {
		WORLD(w);
		wait_for_start(&w);
		send_initial_end(&w, versions[i]);
		assert_cancels(&w);
		wait_for_start(&w);
		assert_false(w.step.query.watch);
		send_page(&w, versions[i], "");
		end(&w, kube_code_ok);
		assert_false(w.r.is_synced);
		assert_log(&w, "begin begin");
	}
}

TEST(reflector_spreads_the_timeouts_of_its_watches)
{
	WORLD(w);
	w.step = reflector_next(&w.r, w.now, UINT32_MAX);
	assert_true(w.step.query.timeout_seconds >= reflector_watch_min_s);
	assert_true(w.step.query.timeout_seconds <= reflector_watch_min_s + reflector_watch_spread_s);
}

TEST(reflector_takes_nothing_while_nothing_runs)
{
	WORLD(w);
	send_event(&w, "ADDED", "a", "1");
	send_item(&w, "a");
	send_page(&w, "1", "");
	reflector_take_bad_event(&w.r, "x");
	end(&w, kube_code_ok);
	assert_log(&w, "");
	assert_int_equal(wait_for_start(&w), 0);
}

static int take_line(void *payload, struct str line)
{
	struct world *w = payload;
	struct watch_event event;

	assert_int_equal(watch_event_read(line, &event, NULL), 0);
	reflector_take_event(&w->r, w->now, &event);
	return 0;
}

/* The recorded stream, cut off after `length` bytes, and then what the server would say to the question that follows. */
TEST(reflector_loses_nothing_wherever_a_recorded_watch_is_cut)
{
	TEST_ARENA(a);
	struct str text = recorded(&a, "watchlist_pods.jsonl");

	for (size_t length = 0; length <= text.length; length += 7) {
		struct line_split s;
		WORLD(w);

		wait_for_start(&w);
		line_split_init(&s, LINE_SPLIT_MAX);
		assert_int_equal(line_split_add(&s, str_slice(text, 0, length), take_line, &w, NULL), 0);
		line_split_release(&s);
		end(&w, kube_code_transport);
		wait_for_start(&w);
		if (w.r.is_synced) {
			assert_false(w.step.query.send_initial_events);
			assert_true(strcmp(w.step.query.resource_version, "210") >= 0);
		} else {
			assert_true(str_ends(w.log, "begin"));
		}
	}
}
