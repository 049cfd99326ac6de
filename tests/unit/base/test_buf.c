/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/alloc.h"
#include "lib/base/buf.h"
#include "tests/support/test.h"

TEST(buf_collects_text)
{
	struct buf b;

	buf_init(&b, 100);
	buf_puts(&b, "a");
	buf_putc(&b, 'b');
	buf_add(&b, STR("c\0d"));
	buf_add(&b, STR_NONE);
	buf_printf(&b, "%d%s", 12, "x");
	assert_int_equal(b.length, 8);
	assert_memory_equal(b.data, "abc\0d12x", 8);
	buf_release(&b);
	assert_int_equal(buf_str(&b).length, 0);
}

TEST(buf_takes_exactly_its_maximum)
{
	struct buf b;

	buf_init(&b, 4);
	buf_puts(&b, "abcd");
	assert_false(b.failed);
	buf_puts(&b, "");
	assert_false(b.failed);
	buf_putc(&b, 'e');
	assert_true(b.failed);
	assert_str(buf_str(&b), "abcd");
	buf_release(&b);
}

TEST(buf_failure_is_sticky_until_cleared)
{
	struct buf b;

	buf_init(&b, 4);
	buf_puts(&b, "too long");
	assert_true(b.failed);
	buf_putc(&b, 'a');
	assert_int_equal(b.length, 0);
	buf_clear(&b);
	assert_false(b.failed);
	buf_putc(&b, 'a');
	assert_str(buf_str(&b), "a");
	buf_release(&b);
}

TEST(buf_printf_of_the_maximum_fits)
{
	struct buf b;

	buf_init(&b, 4);
	buf_printf(&b, "%s", "abcd");
	assert_false(b.failed);
	assert_str(buf_str(&b), "abcd");
	buf_printf(&b, "%s", "e");
	assert_true(b.failed);
	buf_release(&b);
}

TEST(buf_fails_when_memory_runs_out_and_keeps_what_it_has)
{
	struct buf b;

	buf_init(&b, 1 << 20);
	buf_puts(&b, "kept");
	mem_fail_after(0);
	for (int i = 0; i < 1000; i++)
		buf_putc(&b, 'x');
	mem_fail_after(-1);
	assert_true(b.failed);
	assert_true(str_starts(buf_str(&b), "keptx"));
	buf_release(&b);
}

TEST(buf_printf_does_not_write_when_memory_runs_out)
{
	struct buf b;

	buf_init(&b, 1 << 20);
	mem_fail_after(0);
	buf_printf(&b, "%0300d", 1);
	mem_fail_after(-1);
	assert_true(b.failed);
	assert_int_equal(b.length, 0);
	buf_release(&b);
}

TEST(buf_take_room_is_had_only_within_what_is_there)
{
	struct buf b;
	char *room;

	buf_init(&b, 300);
	assert_null(buf_take_room(&b, 1)); /* nothing is there yet */
	buf_putc(&b, 'a');
	room = buf_take_room(&b, 3);
	assert_non_null(room);
	memcpy(room, "bcd", 3);
	assert_str(buf_str(&b), "abcd");
	assert_null(buf_take_room(&b, 300)); /* beyond its maximum */
	assert_str(buf_str(&b), "abcd");
	b.failed = true;
	assert_null(buf_take_room(&b, 1));
	buf_release(&b);
}
