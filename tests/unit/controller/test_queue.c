/* SPDX-License-Identifier: Apache-2.0 */
#include "runtime-controller/store/queue.h"
#include "tests/support/test.h"

enum { many = 200 };

TEST(queue_gives_each_run_once_in_the_order_of_coming)
{
	struct run runs[3] = {0};
	struct queue q;

	queue_init(&q);
	queue_add(&q, &runs[0]);
	queue_add(&q, &runs[1]);
	queue_add(&q, &runs[0]);
	queue_add(&q, &runs[2]);
	for (int i = 0; i < 3; i++)
		assert_ptr_equal(queue_next(&q, 0), &runs[i]);
	assert_null(queue_next(&q, 0));
	assert_int_equal(queue_wait(&q, 0), -1);
	queue_release(&q);
}

TEST(queue_gives_later_runs_when_they_are_due_soonest_first)
{
	struct run runs[many] = {0};
	struct queue q;
	int64_t last = 0;

	queue_init(&q);
	for (int i = 0; i < many; i++)
		queue_add_later(&q, &runs[i], i * 7919 % 211 + 1);
	assert_null(queue_next(&q, 0));
	assert_int_equal(queue_wait(&q, 0), 1);
	for (int i = 0; i < many; i++) {
		struct run *run = queue_next(&q, 1000);

		assert_non_null(run);
		assert_true(run->queue.due_ms >= last);
		last = run->queue.due_ms;
	}
	assert_int_equal(queue_wait(&q, 0), -1);
	queue_release(&q);
}

TEST(queue_keeps_the_earlier_of_two_times)
{
	struct run runs[2] = {0};
	struct queue q;

	queue_init(&q);
	queue_add_later(&q, &runs[0], 100);
	queue_add_later(&q, &runs[1], 60);
	queue_add_later(&q, &runs[0], 50);
	queue_add_later(&q, &runs[0], 500);
	assert_int_equal(queue_wait(&q, 20), 30);
	assert_ptr_equal(queue_next(&q, 50), &runs[0]);
	assert_null(queue_next(&q, 50));
	queue_release(&q);
}

TEST(queue_takes_a_run_that_is_given_now_out_of_the_later_ones)
{
	struct run run = {0};
	struct queue q;

	queue_init(&q);
	queue_add_later(&q, &run, 100);
	queue_add(&q, &run);
	assert_int_equal(queue_wait(&q, 0), 0);
	assert_ptr_equal(queue_next(&q, 0), &run);
	assert_null(queue_next(&q, 1000));
	queue_release(&q);
}

TEST(queue_drop_takes_a_run_out_wherever_it_is)
{
	struct run runs[many] = {0};
	struct queue q;
	int left = 0;

	queue_init(&q);
	for (int i = 0; i < many; i++) {
		queue_add_later(&q, &runs[i], i * 7919 % 211 + 1);
		if (i % 2)
			queue_add(&q, &runs[i]);
	}
	for (int i = 0; i < many; i += 3)
		queue_drop(&q, &runs[i]);
	for (struct run *run; (run = queue_next(&q, 1000)) != NULL; left++)
		assert_true((run - runs) % 3 != 0);
	assert_int_equal(left, many - (many + 2) / 3);
	queue_release(&q);
}
