/* SPDX-License-Identifier: Apache-2.0 */
/* Colour and width: who decides what. */
#include "compiler/cli/terminal.h"

#include <unistd.h>

#include "tests/support/test.h"

TEST(colour_needs_a_terminal)
{
	assert_true(terminal_has_colour(colour_auto, true, NULL, "xterm"));
	assert_false(terminal_has_colour(colour_auto, false, NULL, "xterm"));
}

TEST(no_color_counts_when_it_is_not_empty)
{
	assert_false(terminal_has_colour(colour_auto, true, "1", "xterm"));
	assert_false(terminal_has_colour(colour_auto, true, "0", "xterm"));
	assert_true(terminal_has_colour(colour_auto, true, "", "xterm"));
}

TEST(dumb_terminals_have_no_colour)
{
	assert_false(terminal_has_colour(colour_auto, true, NULL, "dumb"));
	assert_false(terminal_has_colour(colour_auto, true, NULL, ""));
	assert_false(terminal_has_colour(colour_auto, true, NULL, NULL));
}

TEST(the_option_beats_everything)
{
	assert_true(terminal_has_colour(colour_always, false, "1", "dumb"));
	assert_false(terminal_has_colour(colour_never, true, NULL, "xterm"));
}

TEST(width_is_measured_else_told_else_a_default_and_kept_readable)
{
	assert_int_equal(terminal_text_width(90, NULL), 90);
	assert_int_equal(terminal_text_width(90, "60"), 90);
	assert_int_equal(terminal_text_width(0, "60"), 60);
	assert_int_equal(terminal_text_width(0, NULL), terminal_width_default);
	assert_int_equal(terminal_text_width(0, "wide"), terminal_width_default);
	assert_int_equal(terminal_text_width(500, NULL), terminal_width_max);
	assert_int_equal(terminal_text_width(3, NULL), terminal_width_min);
	assert_int_equal(terminal_text_width(0, "-7"), terminal_width_min);
	assert_int_equal(terminal_text_width(0, "9999999999"), terminal_width_max);
}

TEST(a_pipe_is_no_terminal)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_false(terminal_of(ends[1], colour_auto).is);
	assert_false(terminal_of(ends[1], colour_auto).colour);
	assert_true(terminal_of(ends[1], colour_always).colour);
	assert_false(terminal_of(-1, colour_auto).is);
	close(ends[0]);
	close(ends[1]);
}
