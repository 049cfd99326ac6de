/* SPDX-License-Identifier: Apache-2.0 */
/* How requests end, and what a reflector makes of it. */
#include <string.h>

#include "lib/kube/line_split.h"
#include "tests/unit/kube/recorded.h"
#include "tests/unit/kube/reflector_case.h"

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

TEST(reflector_minds_an_error_in_a_stream_that_then_ends_by_itself)
{
	WORLD(w);
	sync_world(&w);
	w.now += 400000;
	send_error(&w, kube_code_gone);
	end(&w, kube_code_ok);
	wait_for_start(&w);
	assert_true(w.step.query.send_initial_events);
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
