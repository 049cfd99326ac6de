/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/scratch.h"

#include <string.h>

#include "lib/base/alloc.h"
#include "tests/support/test.h"

static unsigned deferred;

static void note(void *payload)
{
	(void)payload;
	deferred++;
}

TEST(scratch_buf_holds_no_more_than_its_maximum)
{
	TEST_ARENA(a);
	struct buf *b = scratch_buf(&a, 4);

	buf_puts(b, "abcd");
	assert_false(b->failed);
	buf_putc(b, 'e');
	assert_true(b->failed);
}

TEST(scratch_ends_with_its_arena)
{
	struct arena a = test_arena();
	struct arena *scratch = scratch_new(&a);

	deferred = 0;
	arena_defer(scratch, note, NULL);
	buf_puts(scratch_buf(&a, 4), "abc");
	arena_release(&a);
	assert_int_equal(deferred, 1);
}

TEST(scratch_may_end_before_its_arena)
{
	TEST_ARENA(a);
	struct arena *scratch = scratch_new(&a);

	deferred = 0;
	arena_defer(scratch, note, NULL);
	arena_release(scratch);
	assert_int_equal(deferred, 1);
	assert_str(arena_str(scratch, STR("again")), "again");
	arena_release(scratch);
	assert_int_equal(deferred, 1);
}

TEST(scratch_buf_str_is_the_text_in_the_arena)
{
	TEST_ARENA(a);
	struct buf *b = scratch_buf(&a, 100);
	struct str text;

	buf_puts(b, "abc");
	text = scratch_buf_str(&a, b);
	assert_str(text, "abc");
	assert_int_equal(text.data[3], 0);
	assert_null(b->data);
}

/* What `use` does with an arena jumps; true if it jumped. */
static bool jumps(struct arena *a, void (*use)(struct arena *a))
{
	jmp_buf oom;

	arena_init(a, &oom);
	if (setjmp(oom))
		return true;
	use(a);
	return false;
}

static void fail_a_buf(struct arena *a)
{
	struct buf *b = scratch_buf(a, 2);

	buf_puts(b, "abc");
	scratch_buf_str(a, b);
}

static void fill_a_scratch(struct arena *a)
{
	struct arena *scratch = scratch_new(a);

	mem_fail_after(0);
	arena_alloc(scratch, 1);
}

TEST(scratch_jumps_where_its_arena_does)
{
	struct arena a = {0};

	assert_true(jumps(&a, fail_a_buf));
	arena_release(&a);
	assert_true(jumps(&a, fill_a_scratch));
	mem_fail_after(-1);
	arena_release(&a);
}

static unsigned secrets_freed;

static void look_for_secret(const void *block, size_t bytes)
{
	secrets_freed += memmem(block, bytes, "a secret", 8) != NULL;
}

TEST(scratch_secret_is_overwritten_before_its_memory_is_given_back)
{
	struct arena a = test_arena();
	struct str *secret = scratch_secret(&a);

	secrets_freed = 0;
	mem_watch_frees(look_for_secret);
	*secret = arena_str(&a, STR("a secret"));
	arena_release(&a);
	assert_int_equal(secrets_freed, 0);
	a = test_arena();
	arena_str(&a, STR("a secret"));
	arena_release(&a);
	assert_int_equal(secrets_freed, 1);
	mem_watch_frees(NULL);
}
