/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/commit/child.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/test.h"

static const char *const upper[] = {"sh", "-c", "tr a-z A-Z; echo 'went wrong' >&2; echo really >&2; exit 7", NULL};

TEST(child_reads_writes_complains_and_ends)
{
	TEST_ARENA(a);
	struct child child;
	char text[100] = "", complaint[100];

	assert_int_equal(child_start(&child, upper, child_environment(&a), child_stderr_kept), 0);
	assert_true(child_write(&child, STR("hello")));
	child_write_end(&child);
	assert_int_equal(child_read(&child, text, sizeof(text)), 5);
	assert_string_equal(text, "HELLO");
	assert_int_equal(child_read(&child, text, sizeof(text)), 0);
	assert_int_equal(child_end(&child, complaint, sizeof(complaint)), 7);
	assert_string_equal(complaint, "went wrong really");
	assert_int_equal(child_end(&child, NULL, 0), -1);
}

TEST(long_complaints_are_cut)
{
	TEST_ARENA(a);
	struct child child;
	char complaint[10];

	assert_int_equal(child_start(&child, upper, child_environment(&a), child_stderr_kept), 0);
	assert_int_equal(child_end(&child, complaint, sizeof(complaint)), 7);
	assert_string_equal(complaint, "went wron");
}

TEST(program_that_is_not_there_is_told)
{
	TEST_ARENA(a);
	static const char *const absent[] = {"no-such-program-anywhere", NULL};
	struct child child;

	assert_int_equal(child_start(&child, absent, child_environment(&a), child_stderr_kept), -ENOENT);
	assert_int_equal(child_end(&child, NULL, 0), -1);
}

TEST(writing_to_a_child_that_is_gone_fails_without_a_signal)
{
	TEST_ARENA(a);
	static const char *const gone[] = {"true", NULL};
	struct child child;
	char byte;
	bool written = true;

	assert_int_equal(child_start(&child, gone, child_environment(&a), child_stderr_shared), 0);
	assert_int_equal(child_read(&child, &byte, 1), 0);
	for (int i = 0; i < 100 && written; i++)
		written = child_write(&child, STR("x"));
	assert_false(written);
	assert_int_equal(child_end(&child, NULL, 0), 0);
}

TEST(children_do_not_learn_our_repository)
{
	TEST_ARENA(a);
	char **environment;
	bool path = false;

	setenv("GIT_DIR", "/x", 1);
	setenv("GIT_QUARANTINE_PATH", "/x", 1);
	environment = child_environment(&a);
	unsetenv("GIT_DIR");
	unsetenv("GIT_QUARANTINE_PATH");
	for (; *environment; environment++) {
		assert_false(str_starts(str_from(*environment), "GIT_DIR="));
		assert_false(str_starts(str_from(*environment), "GIT_QUARANTINE_PATH="));
		path |= str_starts(str_from(*environment), "PATH=");
	}
	assert_true(path);
}
