/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmocka with tests that register themselves:
 *
 *     TEST(str_cut_stops_at_the_last_part) { … }
 *
 * The file name goes before the test's in the report, so test names state what
 * holds. Every file of a test program is linked with tests/support/test_main.c.
 */
#ifndef MPICC_TESTS_TEST_H
#define MPICC_TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/base/arena.h"

void test_register(const char *name, CMUnitTestFunction fn);

#define TEST(name)                                                                     \
	static void name(void **state);                                                \
	__attribute__((constructor)) static void register_##name(void)                 \
	{                                                                              \
		test_register(#name, name);                                            \
	}                                                                              \
	static void name(__attribute__((unused)) void **state)

/* An arena that is released when the test's scope is left; fails the test when memory runs out. */
#define TEST_ARENA(a) __attribute__((cleanup(arena_release))) struct arena a = test_arena()
struct arena test_arena(void);

#define assert_str(actual, expected) test_assert_str((actual), (expected), __FILE__, __LINE__)
void test_assert_str(struct str actual, const char *expected, const char *file, int line);

#endif
