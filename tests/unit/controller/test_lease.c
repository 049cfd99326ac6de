/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "runtime-controller/elect/lease.h"
#include "tests/support/test.h"

enum { wall = 0 };

static struct lease lease_of(const char *identity)
{
	struct lease l;

	lease_init(&l, identity);
	return l;
}

static struct lease_record held_by(const char *holder, const char *renewed)
{
	struct lease_record record = {
		.version = "7", .acquired = "2026-11-25T17:00:00.000000Z", .duration_s = 15, .transitions = 4};

	memcpy(record.holder, holder, strlen(holder));
	memcpy(record.renewed, renewed, strlen(renewed));
	return record;
}

/* Asks, expects a wish and gives the step. */
static struct lease_step expect(struct lease *l, int64_t now, enum lease_wish wish)
{
	struct lease_step step = lease_next(l, now, wall, 0);

	assert_int_equal(step.wish, wish);
	return step;
}

static void read_held(struct lease *l, int64_t now, const char *holder, const char *renewed)
{
	struct lease_record record = held_by(holder, renewed);

	expect(l, now, lease_read);
	lease_take_read(l, lease_ok, &record, now, 0);
}

static void write_as_wished(struct lease *l, int64_t now, enum lease_wish wish)
{
	struct lease_step step = expect(l, now, wish);

	memcpy(step.record.version, "8", 2);
	lease_take_write(l, lease_ok, &step.record, now, 0);
}

/* Leads since 1000. */
static struct lease leading(void)
{
	struct lease l = lease_of("me");

	expect(&l, 1000, lease_read);
	lease_take_read(&l, lease_not_found, NULL, 1000, 0);
	write_as_wished(&l, 1000, lease_create);
	assert_true(lease_may_write(&l, 1000));
	return l;
}

TEST(lease_that_is_not_there_is_made)
{
	struct lease l = lease_of("me");
	struct lease_step step;

	expect(&l, 1000, lease_read);
	assert_false(lease_may_write(&l, 1000));
	lease_take_read(&l, lease_not_found, NULL, 1000, 0);
	step = expect(&l, 1000, lease_create);
	assert_string_equal(step.record.holder, "me");
	assert_string_equal(step.record.version, "");
	assert_int_equal(step.record.duration_s, 15);
	assert_int_equal(step.record.transitions, 0);
}

TEST(lease_of_another_is_taken_when_it_has_not_changed_for_its_duration)
{
	struct lease l = lease_of("me");
	struct lease_step step;
	int64_t now = 1000;

	for (; now < 16000; now += 2000) {
		read_held(&l, now, "other", "t1");
		assert_int_equal(expect(&l, now, lease_wait).at_ms, now + 2000);
	}
	read_held(&l, now, "other", "t1");
	step = expect(&l, now, lease_write);
	assert_string_equal(step.record.holder, "me");
	assert_string_equal(step.record.version, "7");
	assert_int_equal(step.record.transitions, 5);
}

TEST(lease_of_another_that_renews_is_never_taken)
{
	static const char *const times[] = {"t1", "t2"};
	struct lease l = lease_of("me");

	for (int64_t now = 0; now < 100000; now += 2000) {
		read_held(&l, now, "other", times[now / 2000 % 2]);
		expect(&l, now, lease_wait);
	}
}

TEST(lease_that_was_given_back_is_taken_at_once)
{
	struct lease l = lease_of("me");

	read_held(&l, 1000, "", "t1");
	write_as_wished(&l, 1000, lease_write);
	assert_true(lease_may_write(&l, 1000));
}

TEST(lease_with_strange_durations_locks_nobody_out_for_long)
{
	static const int64_t durations[] = {INT64_MAX, INT64_MIN, -1, 0, 86400};

	for (size_t i = 0; i < sizeof(durations) / sizeof(*durations); i++) {
		struct lease l = lease_of("me");
		struct lease_record record = held_by("other", "t1");
		enum lease_wish wish;

		record.duration_s = durations[i];
		for (int64_t now = 0; now <= 154000; now += 2000) {
			wish = lease_next(&l, now, wall, 0).wish;
			if (wish == lease_read)
				lease_take_read(&l, lease_ok, &record, now, 0);
		}
		assert_int_equal(lease_next(&l, 156000, wall, 0).wish == lease_write || wish == lease_write, true);
	}
}

TEST(lease_is_renewed_with_one_write_a_period)
{
	struct lease l = leading();

	assert_int_equal(expect(&l, 1000, lease_wait).at_ms, 3000);
	write_as_wished(&l, 3000, lease_write);
	assert_int_equal(expect(&l, 3000, lease_wait).at_ms, 5000);
	assert_true(lease_may_write(&l, 12999));
	assert_false(lease_may_write(&l, 13000));
}

TEST(lease_counts_from_before_the_write_was_sent)
{
	struct lease l = leading();
	struct lease_step step = expect(&l, 3000, lease_write);

	lease_take_write(&l, lease_ok, &step.record, 9000, 0);
	assert_true(lease_may_write(&l, 12999));
	assert_false(lease_may_write(&l, 13000));
}

TEST(lease_that_cannot_be_renewed_is_lost_at_its_deadline)
{
	struct lease l = leading();
	int64_t now = 3000;

	for (; now < 11000; now += 2000) {
		enum lease_wish wish = lease_next(&l, now, wall, 0).wish;

		assert_true(lease_may_write(&l, now));
		if (wish == lease_write)
			lease_take_write(&l, lease_failed, NULL, now, 0);
		else
			lease_take_read(&l, lease_failed, NULL, now, 0);
	}
	assert_false(lease_may_write(&l, now));
	expect(&l, now, lease_lost);
}

TEST(lease_is_lost_after_a_pause_before_anything_is_written)
{
	struct lease l = leading();

	assert_false(lease_may_write(&l, 61000));
	expect(&l, 61000, lease_lost);
}

TEST(lease_that_another_took_is_lost)
{
	struct lease l = leading();

	expect(&l, 3000, lease_write);
	lease_take_write(&l, lease_conflict, NULL, 3000, 0);
	read_held(&l, 3000, "other", "t2");
	expect(&l, 3000, lease_lost);
}

TEST(lease_that_only_was_touched_by_hand_is_kept)
{
	struct lease l = leading();

	expect(&l, 3000, lease_write);
	lease_take_write(&l, lease_conflict, NULL, 3000, 0);
	read_held(&l, 3000, "me", "t1");
	assert_string_equal(expect(&l, 3000, lease_write).record.version, "7");
}

TEST(lease_that_was_deleted_is_made_again_by_its_leader)
{
	struct lease l = leading();

	expect(&l, 3000, lease_write);
	lease_take_write(&l, lease_failed, NULL, 3000, 0);
	expect(&l, 5000, lease_read);
	lease_take_read(&l, lease_not_found, NULL, 5000, 0);
	expect(&l, 5000, lease_create);
}

TEST(lease_that_another_made_first_is_looked_at_again)
{
	struct lease l = lease_of("me");

	expect(&l, 1000, lease_read);
	lease_take_read(&l, lease_not_found, NULL, 1000, 0);
	expect(&l, 1000, lease_create);
	lease_take_write(&l, lease_conflict, NULL, 1000, 0);
	expect(&l, 1000, lease_wait);
	read_held(&l, 3000, "other", "t1");
	expect(&l, 3000, lease_wait);
}

TEST(lease_is_given_back_by_a_leader_that_stops)
{
	struct lease l = leading();
	struct lease_step step;

	lease_stop(&l);
	assert_false(lease_may_write(&l, 1500));
	step = expect(&l, 1500, lease_write);
	assert_string_equal(step.record.holder, "");
	assert_string_equal(step.record.version, "8");
	assert_int_equal(step.record.duration_s, 1);
	lease_take_write(&l, lease_ok, &step.record, 1500, 0);
	expect(&l, 1500, lease_over);
}

TEST(lease_is_given_back_in_spite_of_a_conflict_but_not_in_anothers_name)
{
	struct lease l = leading();

	lease_stop(&l);
	expect(&l, 1500, lease_write);
	lease_take_write(&l, lease_conflict, NULL, 1500, 0);
	read_held(&l, 1500, "other", "t2");
	expect(&l, 1500, lease_over);
}

TEST(lease_waits_between_tries_to_give_it_back_and_gives_up_at_the_deadline)
{
	struct lease l = leading();

	lease_stop(&l);
	expect(&l, 1500, lease_write);
	lease_take_write(&l, lease_failed, NULL, 1500, 0);
	assert_int_equal(expect(&l, 1500, lease_wait).at_ms, 3500);
	expect(&l, 11000, lease_over);
}

TEST(lease_of_one_who_never_led_needs_no_giving_back)
{
	struct lease l = lease_of("me");

	lease_stop(&l);
	expect(&l, 1000, lease_over);
}

TEST(lease_never_has_two_leaders_whatever_the_order_of_their_steps)
{
	struct lease both[2] = {lease_of("a"), lease_of("b")};
	struct lease_record server = {0};
	uint32_t random = 12345;
	int version = 0;

	for (int64_t now = 0; now < 2000000; now += 100) {
		struct lease *l;
		struct lease_step step;

		random = random * 1664525 + 1013904223;
		l = &both[random >> 31];
		if ((random >> 20 & 255) == 0)
			now += 12000;
		step = lease_next(l, now, now, random);
		if (step.wish == lease_lost)
			lease_init(l, l == both ? "a" : "b");
		if (step.wish == lease_read)
			lease_take_read(l, version ? lease_ok : lease_not_found, version ? &server : NULL, now, random);
		if (step.wish == lease_create || step.wish == lease_write) {
			bool fits = version ? strcmp(step.record.version, server.version) == 0 : step.wish == lease_create;

			if (fits) {
				server = step.record;
				server.version[0] = (char)('a' + ++version % 26);
				server.version[1] = (char)('a' + version / 26 % 26);
			}
			lease_take_write(l, fits ? lease_ok : lease_conflict, fits ? &server : NULL, now, random);
		}
		assert_false(lease_may_write(&both[0], now) && lease_may_write(&both[1], now));
	}
	assert_true(version > 10);
}

TEST(lease_record_is_read_as_it_was_written)
{
	struct lease_record record = held_by("host_\"1\"", "t1"), back;
	struct buf b;

	buf_init(&b, 4000);
	lease_record_write(&b, "mpicc", "mpicc-controller", &record);
	assert_true(lease_record_read(buf_str(&b), &back));
	assert_memory_equal(&back, &record, sizeof(back));
	buf_release(&b);
}

TEST(lease_record_read_takes_wrong_types_for_nothing_and_other_kinds_not_at_all)
{
	struct lease_record record;

	assert_true(lease_record_read(
		STR("{\"kind\": \"Lease\", \"metadata\": {\"resourceVersion\": \"1\"}, \"spec\": {\"holderIdentity\": 7, "
		    "\"leaseDurationSeconds\": \"x\", \"leaseTransitions\": null}}"),
		&record));
	assert_string_equal(record.holder, "");
	assert_int_equal(record.duration_s, 0);
	assert_true(lease_record_read(STR("{\"kind\": \"Lease\", \"metadata\": {\"resourceVersion\": \"1\"}, \"spec\": "
					  "{\"leaseDurationSeconds\": -1, \"leaseTransitions\": 9223372036854775807}}"), &record));
	assert_int_equal(record.duration_s, 0);
	assert_int_equal(record.transitions, 0);
	assert_false(lease_record_read(STR("{\"kind\": \"Status\", \"metadata\": {\"resourceVersion\": \"1\"}}"), &record));
	assert_false(lease_record_read(STR("{\"kind\": \"Lease\", \"metadata\": {}}"), &record));
	assert_false(lease_record_read(STR("<html>"), &record));
}
