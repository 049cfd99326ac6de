/* SPDX-License-Identifier: Apache-2.0 */
/* Towards a complete set: WatchList, LIST in pages, and following it. */
#include <string.h>

#include "tests/unit/kube/reflector_case.h"

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
		w.now += reflector_initial_idle_ms - 1;
		assert_int_equal(next(&w), reflector_wait);
		send_event(&w, "ADDED", "a", "1");
	}
	w.now += reflector_initial_idle_ms;
	assert_cancels(&w);
	wait_for_start(&w);
	assert_false(w.step.query.watch);
	assert_log(&w, "begin +a +a +a begin");
}

TEST(reflector_lists_when_initial_events_go_on_for_ever)
{
	int64_t start;
	WORLD(w);

	wait_for_start(&w);
	for (start = w.now; w.now < start + reflector_initial_max_ms; w.now += 1000) {
		assert_int_equal(next(&w), reflector_wait);
		send_event(&w, "MODIFIED", "a", "1");
	}
	assert_cancels(&w);
	wait_for_start(&w);
	assert_false(w.step.query.watch);
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

TEST(reflector_lists_in_pages_again_once_a_list_in_one_piece_has_come)
{
	WORLD(w);
	fall_back(&w);
	send_page(&w, "50", "next");
	end(&w, kube_code_ok);
	wait_for_start(&w);
	end(&w, kube_code_gone);
	wait_for_start(&w);
	send_page(&w, "60", "");
	end(&w, kube_code_ok);
	wait_for_start(&w);
	end(&w, kube_code_too_new);
	wait_for_start(&w);
	end(&w, kube_code_invalid);
	wait_for_start(&w);
	assert_int_equal(w.step.query.limit, reflector_page);
}

TEST(reflector_does_not_take_a_later_page_that_was_cut_off)
{
	WORLD(w);
	fall_back(&w);
	send_page(&w, "50", "next");
	end(&w, kube_code_ok);
	wait_for_start(&w);
	end(&w, kube_code_ok);
	assert_int_equal(wait_for_start(&w), 800);
	assert_log(&w, "begin");
	assert_true(w.step.query.send_initial_events);
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
