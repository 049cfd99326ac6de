/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory runs out at the n-th allocation, for every n: compile() says so, or
 * it needed no more and gives what it always gives. Nothing crashes, and the
 * sanitizer's leak check at the end finds nothing. Padding moves the places
 * where arenas need a new block over the whole program.
 */
#include <limits.h>
#include <string.h>
#include <time.h>

#include "lib/base/alloc.h"
#include "tests/faults/fault_case.h"
#include "tests/support/test.h"

enum { all_up_to = 2000, stride = 37, seconds_max = 18 };

static bool same(const struct outcome *a, const struct outcome *b)
{
	return a->status == b->status && a->files == b->files && a->diagnostics == b->diagnostics && a->errors == b->errors &&
	       a->bytes_hash == b->bytes_hash;
}

static void check(const struct outcome *whole, const struct outcome *out, long n)
{
	if (out->status < 0 && out->err.code == error_memory)
		return;
	if (out->status < 0)
		fail_msg("after %ld allocations: error %d: %s", n, out->err.code, out->err.message);
	if (!same(whole, out))
		fail_msg("after %ld allocations: %u files and %u diagnostics instead of %u and %u", n, out->files,
			 out->diagnostics, whole->files, whole->diagnostics);
}

/* Fails each allocation of one compilation; false when there is no time for more. Counts what was tried and what ran out. */
static bool fail_each(const struct fault_case *c, unsigned first, time_t end, unsigned *tried, unsigned *jumped)
{
	long total;
	struct outcome whole = fault_case_run(c, LONG_MAX, &total);

	assert_int_equal(whole.status, 0);
	for (long n = first; n < total; n += n < all_up_to ? 1 : stride) {
		struct outcome out = fault_case_run(c, n, NULL);

		check(&whole, &out, n);
		*tried += 1;
		*jumped += out.jumped;
		if (time(NULL) > end)
			return false;
	}
	return true;
}

TEST(every_allocation_may_be_the_last)
{
	time_t end = time(NULL) + seconds_max;
	unsigned tried = 0, jumped = 0;

	for (unsigned shift = 0; shift < 4000; shift += 61) {
		struct fault_case c;

		fault_case_init(&c, shift, shift % 2 == 0);
		if (!fail_each(&c, 0, end, &tried, &jumped))
			break;
	}
	print_message("%u compilations without memory, %u of them outside of jobs\n", tried, jumped);
	assert_true(tried > 100);
	assert_true(jumped > 0 && jumped < tried);
}

static void fail_each_with_keys(const char *keys)
{
	struct fault_case c;
	long total;

	for (unsigned shift = 0; shift < 4000; shift += 997) {
		fault_case_init(&c, shift, false);
		c.request.keys = str_from(keys);
		assert_int_equal(fault_case_run(&c, LONG_MAX, &total).status, 0);
		for (long n = 0; n < total; n++) {
			struct outcome out = fault_case_run(&c, n, NULL);

			if (out.status < 0)
				assert_int_equal(out.err.code, error_memory);
			else
				assert_true(out.files > 0);
		}
	}
}

TEST(keys_that_are_made_here_are_no_exception)
{
	fail_each_with_keys("plain");
	fail_each_with_keys("sops");
}

/* How a private key begins, as it is and in base64. */
static const char *const key_begins[] = {"-----BEGIN EC PRIVATE KEY-----", "LS0tLS1CRUdJTiBFQyBQUklWQVRF"};
static unsigned keys_freed;

static void look_for_keys(const void *block, size_t bytes)
{
	for (size_t i = 0; i < sizeof(key_begins) / sizeof(*key_begins); i++)
		keys_freed += memmem(block, bytes, key_begins[i], strlen(key_begins[i])) != NULL;
}

TEST(a_key_that_git_must_not_see_is_overwritten_before_its_memory_is_given_back)
{
	keys_freed = 0;
	mem_watch_frees(look_for_keys);
	fail_each_with_keys("sops");
	assert_int_equal(keys_freed, 0);
	fail_each_with_keys("plain");
	assert_true(keys_freed > 0);
	mem_watch_frees(NULL);
}
