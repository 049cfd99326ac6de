/* SPDX-License-Identifier: Apache-2.0 */
/* Writes that fail are noticed, once and for all. */
#include "compiler/cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "tests/support/test.h"

TEST(a_full_disk_is_noticed)
{
	struct output out;

	output_init(&out, open("/dev/full", O_WRONLY), "it");
	output_write(&out, STR("x"));
	assert_int_equal(out.failed, ENOSPC);
	output_close(&out);
	assert_int_equal(out.failed, ENOSPC);
}

TEST(a_reader_that_went_away_is_noticed)
{
	struct output out;
	int ends[2];

	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	output_init(&out, ends[1], "it");
	output_printf(&out, "%d", 1);
	assert_int_equal(out.failed, EPIPE);
	output_close(&out);
}

TEST(a_closed_descriptor_is_noticed)
{
	struct output out;

	output_init(&out, 987, "it");
	output_write(&out, STR_NONE);
	assert_int_equal(out.failed, 0);
	output_write(&out, STR("x"));
	assert_int_equal(out.failed, EBADF);
}

TEST(lines_longer_than_the_buffer_are_cut)
{
	char text[10000] = "", got[10001];
	struct output out;
	int ends[2];

	for (size_t i = 0; i + 1 < sizeof(text); i++)
		text[i] = 'x';
	assert_int_equal(pipe(ends), 0);
	output_init(&out, ends[1], "it");
	output_printf(&out, "%s", text);
	output_close(&out);
	assert_int_equal(out.failed, 0);
	assert_int_equal(read(ends[0], got, sizeof(got)), 4095);
	close(ends[0]);
}
