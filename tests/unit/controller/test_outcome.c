/* SPDX-License-Identifier: Apache-2.0 */
#include "runtime-controller/reconcile/outcome.h"
#include "tests/support/test.h"

TEST(outcome_of_a_deletion_is_done_when_nothing_is_left_to_delete)
{
	assert_true(outcome_is_done(action_delete_pod, kube_code_ok));
	assert_true(outcome_is_done(action_delete_pod, kube_code_not_found));
	assert_false(outcome_is_done(action_delete_pod, kube_code_conflict));
	assert_false(outcome_is_done(action_delete_pod, kube_code_transport));
	assert_true(outcome_is_done(action_end_job, kube_code_not_found));
	assert_false(outcome_is_done(action_end_job, kube_code_invalid));
}

TEST(outcome_of_a_look_for_the_launcher_is_done_only_by_its_absence)
{
	assert_true(outcome_is_done(action_confirm_gone, kube_code_not_found));
	assert_false(outcome_is_done(action_confirm_gone, kube_code_ok));
	assert_false(outcome_is_done(action_confirm_gone, kube_code_forbidden));
}

TEST(outcome_note_waits_twice_as_long_each_time_up_to_a_limit)
{
	static const struct kube_status server = {.code = kube_code_server};
	struct step_state step = {0};
	int64_t now = 1000, wait = 500;

	for (int i = 0; i < 300; i++) {
		outcome_note(&step, false, &server, now, 0);
		assert_int_equal(step.not_before_ms - now, wait);
		now = step.not_before_ms;
		wait = wait * 2 > retry_max_ms ? retry_max_ms : wait * 2;
	}
	outcome_note(&step, true, &server, now, 0);
	assert_true(step.done);
	assert_int_equal(step.failures, 0);
	assert_int_equal(step.not_before_ms, 0);
}

TEST(outcome_note_counts_failures_that_come_together_once)
{
	static const struct kube_status server = {.code = kube_code_transport};
	struct step_state step = {0};

	for (int i = 0; i < 50; i++)
		outcome_note(&step, false, &server, 1000, 0);
	assert_int_equal(step.failures, 1);
	assert_int_equal(step.not_before_ms, 1500);
}

TEST(outcome_note_is_slow_where_the_same_would_be_refused_again)
{
	static const enum kube_code codes[] = {kube_code_forbidden, kube_code_invalid};

	for (int i = 0; i < 2; i++) {
		struct kube_status status = {.code = codes[i]};
		struct step_state step = {0};

		outcome_note(&step, false, &status, 1000, 0);
		assert_int_equal(step.not_before_ms, 61000);
	}
}

TEST(outcome_note_heeds_what_the_server_asks_for_and_spreads_by_a_quarter)
{
	static const struct kube_status throttled = {.code = kube_code_throttled, .retry_after_ms = 20000};
	struct step_state step = {0};

	outcome_note(&step, false, &throttled, 1000, 0);
	assert_int_equal(step.not_before_ms, 21000);
	step = (struct step_state){0};
	outcome_note(&step, false, &throttled, 1000, UINT32_MAX);
	assert_in_range(step.not_before_ms, 25000, 26000);
}
