/* SPDX-License-Identifier: Apache-2.0 */
/* main() of every unit test program: runs what registered itself; an argument is a pattern of names, as `*depth*`. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/test.h"

enum { max_tests = 1000 };

static struct CMUnitTest tests[max_tests];
static size_t test_count;
static jmp_buf out_of_memory;

void test_register(const char *name, CMUnitTestFunction fn)
{
	if (test_count == max_tests)
		abort();
	tests[test_count++] = (struct CMUnitTest){.name = name, .test_func = fn};
}

struct arena test_arena(void)
{
	struct arena a;

	arena_init(&a, &out_of_memory);
	return a;
}

void test_assert_str(struct str actual, const char *expected, const char *file, int line)
{
	if (str_is(actual, expected))
		return;
	fprintf(stderr, "%s:%d: expected:\n%s\ngot:\n%.*s\n", file, line, expected, STR_ARG(actual));
	_fail(file, line);
}

int main(int argc, char **argv)
{
	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	if (setjmp(out_of_memory)) {
		fprintf(stderr, "a test ran out of memory\n");
		return 1;
	}
	return _cmocka_run_group_tests(argv[0], tests, test_count, NULL, NULL);
}
