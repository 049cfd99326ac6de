/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/error.h"

#include <string.h>

#include "tests/support/test.h"

TEST(error_set_returns_minus_one_and_fills)
{
	struct error err = {0};

	assert_int_equal(error_set(&err, error_io, "%s: %d", "file", 3), -1);
	assert_int_equal(err.code, error_io);
	assert_string_equal(err.message, "file: 3");
}

TEST(error_wrap_puts_context_in_front_and_keeps_the_code)
{
	struct error err = {0};

	error_set(&err, error_git, "no such branch");
	assert_int_equal(error_wrap(&err, "reading %s", "repo"), -1);
	assert_string_equal(err.message, "reading repo: no such branch");
	assert_int_equal(err.code, error_git);
}

TEST(error_nobody_has_to_want_it)
{
	assert_int_equal(error_set(NULL, error_io, "x"), -1);
	assert_int_equal(error_wrap(NULL, "x"), -1);
	assert_int_equal(error_no_memory(NULL), -1);
}

TEST(error_long_messages_are_cut)
{
	char text[3000];
	struct error err = {0};

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	error_set(&err, error_bug, "%s", text);
	assert_int_equal(strlen(err.message), sizeof(err.message) - 1);
	error_wrap(&err, "context");
	assert_int_equal(strlen(err.message), sizeof(err.message) - 1);
	assert_memory_equal(err.message, "context: xxx", 12);
	error_wrap(&err, "%s", text);
	assert_int_equal(strlen(err.message), sizeof(err.message) - 1);
}
