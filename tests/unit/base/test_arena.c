/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/alloc.h"
#include "tests/support/test.h"

TEST(arena_memory_is_zeroed_and_aligned)
{
	TEST_ARENA(a);

	for (size_t size = 0; size < 100; size++) {
		unsigned char *bytes = arena_alloc(&a, size);

		assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++) {
			assert_int_equal(bytes[i], 0);
			bytes[i] = 0xFF;
		}
	}
}

TEST(arena_takes_blocks_larger_than_its_own)
{
	TEST_ARENA(a);
	char *small = arena_alloc(&a, 1), *large = arena_alloc(&a, 10 << 20), *after = arena_alloc(&a, 1);

	large[(10 << 20) - 1] = 'x';
	assert_ptr_not_equal(small, after);
	assert_true(a.used >= 10 << 20);
}

TEST(arena_copies_of_strings_end_in_nul)
{
	TEST_ARENA(a);
	struct str joined = arena_join(&a, STR("ab"), STR("cd"));

	assert_str(joined, "abcd");
	assert_int_equal(joined.data[joined.length], 0);
	assert_int_equal(arena_str(&a, STR_NONE).length, 0);
	assert_non_null(arena_str(&a, STR_NONE).data);
	assert_str(arena_format(&a, "%d-%.*s", 7, STR_ARG(STR("x"))), "7-x");
	assert_str(arena_format(&a, "%s", ""), "");
}

static char order[8];
static unsigned deferred;

static void note(void *payload)
{
	order[deferred++] = *(const char *)payload;
}

TEST(arena_runs_a_deferred_call_it_cannot_note)
{
	struct arena a = {0};
	jmp_buf oom;

	deferred = 0;
	mem_fail_after(0);
	if (setjmp(oom) == 0) {
		arena_init(&a, &oom);
		arena_defer(&a, note, (void *)(uintptr_t)"1");
		fail();
	}
	mem_fail_after(-1);
	assert_int_equal(deferred, 1);
	arena_release(&a);
	assert_int_equal(deferred, 1);
}

TEST(arena_runs_deferred_calls_newest_first_and_once)
{
	struct arena a = test_arena();

	deferred = 0;
	arena_defer(&a, note, (void *)(uintptr_t)"1");
	arena_defer(&a, note, (void *)(uintptr_t)"2");
	arena_release(&a);
	arena_release(&a);
	assert_int_equal(deferred, 2);
	assert_memory_equal(order, "21", 2);
}

TEST(arena_can_be_used_again_after_release)
{
	TEST_ARENA(a);

	arena_alloc(&a, 5000);
	arena_release(&a);
	assert_int_equal(a.used, 0);
	assert_str(arena_str(&a, STR("again")), "again");
}

TEST(arena_grow_doubles_and_keeps_what_was_there)
{
	TEST_ARENA(a);
	uint32_t *items = NULL, count = 0, capacity = 0;

	for (uint32_t i = 0; i < 1000; i++) {
		arena_grow(&a, items, count, capacity);
		items[count++] = i;
	}
	assert_true(capacity >= 1000);
	for (uint32_t i = 0; i < 1000; i++)
		assert_int_equal(items[i], i);
}

/* Allocates until the guard is reached; the number of blocks it took. */
static unsigned fill(struct arena *a, jmp_buf *oom, size_t size)
{
	volatile unsigned count = 0;

	if (setjmp(*oom) == 0)
		for (;; count++)
			arena_alloc(a, size);
	return count;
}

TEST(arena_jumps_to_its_guard_when_memory_runs_out)
{
	struct arena a;
	jmp_buf oom;

	arena_init(&a, &oom);
	deferred = 0;
	arena_defer(&a, note, (void *)(uintptr_t)"x");
	mem_fail_after(2);
	assert_true(fill(&a, &oom, 4000) < 10);
	mem_fail_after(-1);
	arena_release(&a);
	assert_int_equal(deferred, 1);
}

TEST(arena_sizes_that_overflow_are_out_of_memory)
{
	struct arena a;
	jmp_buf oom;
	volatile bool jumped = true;

	arena_init(&a, &oom);
	assert_int_equal(fill(&a, &oom, SIZE_MAX - 3), 0);
	if (setjmp(oom) == 0) {
		arena_alloc_array(&a, SIZE_MAX / 2, 16);
		jumped = false;
	}
	assert_true(jumped);
	arena_release(&a);
}
