/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/commit/delta.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/test.h"

enum { out_max = 1 << 20 };

static size_t take_size(struct str *rest)
{
	size_t size = 0;
	unsigned shift = 0, byte;

	do {
		byte = (unsigned char)rest->data[0];
		size |= (size_t)(byte & 0x7F) << shift;
		shift += 7;
		*rest = str_slice(*rest, 1, rest->length);
	} while (byte & 0x80);
	return size;
}

/* What git does with a delta, from its format's description. */
static void apply(struct str base, struct str delta, struct buf *out)
{
	size_t length;

	assert_int_equal(take_size(&delta), base.length);
	length = take_size(&delta);
	while (delta.length) {
		unsigned op = (unsigned char)delta.data[0];
		size_t numbers[2] = {0, 0}, used = 1;

		assert_int_not_equal(op, 0);
		for (unsigned i = 0; (op & 0x80) && i < 7; i++)
			if (op >> i & 1)
				numbers[i / 4] |= (size_t)(unsigned char)delta.data[used++] << 8 * (i % 4);
		if (op & 0x80) {
			assert_true(numbers[0] + numbers[1] <= base.length);
			assert_int_not_equal(numbers[1], 0);
			buf_add(out, str_slice(base, numbers[0], numbers[0] + numbers[1]));
		} else {
			buf_add(out, str_slice(delta, 1, 1 + op));
			used = 1 + op;
		}
		delta = str_slice(delta, used, delta.length);
	}
	assert_int_equal(out->length, length);
}

/* The delta's length, after it has been seen to give `target` back; 0: it was longer than `max`. */
static size_t round_trip(struct str base, struct str target, size_t max)
{
	struct arena a;
	struct buf delta, again;
	size_t length;
	bool made;

	arena_init(&a, NULL);
	buf_init(&delta, out_max);
	buf_init(&again, out_max);
	buf_puts(&delta, "before");
	made = delta_make(delta_index_new(&a, base), target, max, &delta);
	assert_true(str_starts(buf_str(&delta), "before"));
	length = delta.length - 6;
	if (made)
		apply(base, str_slice(buf_str(&delta), 6, delta.length), &again);
	else
		assert_int_equal(length, 0);
	if (made)
		assert_memory_equal(again.data, target.data, target.length);
	buf_release(&delta);
	buf_release(&again);
	arena_release(&a);
	return length;
}

/* Lines no two of which are alike. */
static struct str numbers(struct arena *a, unsigned from, unsigned to)
{
	char *bytes = arena_alloc(a, (size_t)(to - from) * 17 + 1);

	for (unsigned i = from; i < to; i++)
		snprintf(bytes + (size_t)(i - from) * 17, 18, "%08x%08x\n", i * 2654435761u, i);
	return (struct str){bytes, (size_t)(to - from) * 17};
}

TEST(short_base_has_no_index)
{
	struct arena a;

	arena_init(&a, NULL);
	assert_null(delta_index_new(&a, STR("fifteen bytes..")));
	assert_non_null(delta_index_new(&a, STR("sixteen bytes...")));
	arena_release(&a);
}

TEST(equal_text_is_one_copy)
{
	struct arena a;
	struct str text;

	arena_init(&a, NULL);
	text = numbers(&a, 0, 100);
	assert_true(round_trip(text, text, 64) <= 10);
	arena_release(&a);
}

TEST(changed_names_cost_little)
{
	struct arena a;
	struct str base, target;

	arena_init(&a, NULL);
	base = arena_format(&a, "%.*sname: job-00001\n%.*s", STR_ARG(numbers(&a, 0, 50)), STR_ARG(numbers(&a, 50, 100)));
	target = arena_format(&a, "%.*sname: another\n%.*s", STR_ARG(numbers(&a, 0, 50)), STR_ARG(numbers(&a, 50, 100)));
	assert_true(round_trip(base, target, 200) <= 30);
	arena_release(&a);
}

TEST(texts_longer_than_a_copy_are_told_in_several)
{
	struct arena a;
	struct str text;

	arena_init(&a, NULL);
	text = numbers(&a, 0, 12000);
	assert_true(text.length > 3 * 0xFFFF);
	assert_true(round_trip(text, text, 200) > 10);
	assert_true(round_trip(text, str_slice(text, 0x10000 - 1, text.length), 200) > 5);
	arena_release(&a);
}

TEST(moved_and_inserted_parts_come_back)
{
	struct arena a;
	struct str base, target;

	arena_init(&a, NULL);
	base = numbers(&a, 0, 60);
	target = arena_format(&a, "%.*snew text that is nowhere else, and longer than one insertion can be: %0300d\n%.*s",
			      STR_ARG(numbers(&a, 30, 60)), 7, STR_ARG(numbers(&a, 0, 30)));
	assert_true(round_trip(base, target, target.length) < target.length / 2);
	arena_release(&a);
}

TEST(unlike_text_is_given_up)
{
	assert_int_equal(round_trip(STR("0123456789abcdef0123456789abcdef"), STR("nothing of that is in here, at all"), 17), 0);
}

TEST(empty_and_tiny_targets_are_told)
{
	assert_int_equal(round_trip(STR("0123456789abcdef"), STR(""), 100), 2);
	assert_int_equal(round_trip(STR("0123456789abcdef"), STR("x"), 100), 4);
}
