/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <string.h>

#include "compiler/script/script_pool.h"
#include "lib/base/alloc.h"
#include "tests/support/test.h"

TEST(a_pool_counts_what_is_in_use)
{
	struct pool p;
	void *x, *y;

	pool_init(&p, 10000);
	x = pool_resize(&p, NULL, 5, 100);
	y = pool_resize(&p, NULL, 0, 1000);
	assert_int_equal(p.now.used, 1100);
	x = pool_resize(&p, x, 100, 300);
	assert_int_equal(p.now.used, 1300);
	assert_null(pool_resize(&p, x, 300, 0));
	assert_null(pool_resize(&p, y, 1000, 0));
	assert_null(pool_resize(&p, NULL, 0, 0));
	assert_int_equal(p.now.used, 0);
	pool_release(&p);
}

TEST(a_pool_refuses_more_than_its_limit_and_never_less)
{
	struct pool p;
	void *x;

	pool_init(&p, 1000);
	x = pool_resize(&p, NULL, 0, 900);
	assert_non_null(x);
	assert_null(pool_resize(&p, NULL, 0, 101));
	assert_false(p.heap_empty);
	assert_null(pool_resize(&p, x, 900, 1001));
	assert_non_null(pool_resize(&p, x, 900, 1000));
	p.limit = 10;
	assert_non_null(pool_resize(&p, x, 1000, 500));
	pool_release(&p);
}

TEST(small_blocks_are_used_again)
{
	struct pool p;
	void *x, *y;

	pool_init(&p, 1 << 20);
	x = pool_resize(&p, NULL, 0, 40);
	pool_resize(&p, x, 40, 0);
	y = pool_resize(&p, NULL, 0, 48);
	assert_ptr_equal(x, y);
	assert_int_equal((uintptr_t)y % 16, 0);
	assert_ptr_equal(pool_resize(&p, y, 48, 33), y);
	pool_release(&p);
}

TEST(contents_move_with_the_block)
{
	struct pool p;
	char *x;
	size_t sizes[] = {16, 17, 512, 513, 100000, 200000, 600, 20}, old = 0;

	pool_init(&p, 1 << 20);
	pool_seal(&p);
	assert_true(pool_save(&p));
	x = NULL;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		x = pool_resize(&p, x, old, sizes[i]);
		assert_non_null(x);
		if (i)
			assert_int_equal(x[0], (int)i - 1);
		memset(x, (int)i, sizes[i]);
		old = sizes[i];
	}
	pool_release(&p);
}

TEST(restore_brings_back_every_byte)
{
	struct pool p;
	char *small, *big, *later;

	pool_init(&p, 1 << 20);
	small = pool_resize(&p, NULL, 0, 64);
	big = pool_resize(&p, NULL, 0, 50000);
	memset(small, 's', 64);
	memset(big, 'b', 50000);
	pool_seal(&p);
	assert_true(pool_save(&p));
	for (int round = 0; round < 3; round++) {
		later = pool_resize(&p, NULL, 0, 64);
		memset(later, 'x', 64);
		assert_non_null(pool_resize(&p, NULL, 0, 300000));
		for (int i = 0; i < 2000; i++)
			assert_non_null(pool_resize(&p, NULL, 0, 100));
		memset(small, '?', 64);
		memset(big, '?', 50000);
		pool_resize(&p, big, 50000, 0);
		pool_resize(&p, small, 64, 0);
		pool_restore(&p);
		assert_int_equal(p.now.used, 50064);
		for (int i = 0; i < 50000; i++)
			assert_int_equal(big[i], 'b');
		assert_int_equal(small[63], 's');
		assert_null(p.bigs);
	}
	pool_release(&p);
}

TEST(an_empty_heap_is_told_from_a_reached_limit)
{
	struct pool p;
	void *x;

	pool_init(&p, 1 << 20);
	mem_fail_after(0);
	assert_null(pool_resize(&p, NULL, 0, 10));
	assert_true(p.heap_empty);
	mem_fail_after(-1);
	x = pool_resize(&p, NULL, 0, 600);
	assert_non_null(x);
	assert_null(pool_resize(&p, NULL, 0, 2 << 20));
	assert_false(p.heap_empty);
	mem_fail_after(0);
	pool_seal(&p);
	assert_false(pool_save(&p));
	mem_fail_after(-1);
	pool_release(&p);
}

TEST(a_smaller_block_is_given_also_from_an_empty_heap)
{
	struct pool p;
	char *x, *y;

	pool_init(&p, 1 << 20);
	pool_seal(&p);
	assert_true(pool_save(&p));
	x = pool_resize(&p, NULL, 0, 5000);
	memset(x, 'x', 5000);
	mem_fail_after(0);
	y = pool_resize(&p, x, 5000, 4000);
	mem_fail_after(-1);
	assert_ptr_equal(x, y);
	mem_fail_after(0);
	y = pool_resize(&p, x, 4000, 100);
	mem_fail_after(-1);
	assert_non_null(y);
	assert_int_equal(y[99], 'x');
	pool_resize(&p, y, 100, 0);
	assert_int_equal(p.now.used, 0);
	pool_release(&p);
}
