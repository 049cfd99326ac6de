/* SPDX-License-Identifier: Apache-2.0 */
/* Colour, cursor and width of the terminal, by the conventions of no-color.org. */
#include "compiler/cli/terminal.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lib/base/str.h"

bool terminal_is_dumb(const char *term)
{
	return !term || !*term || str_is(str_from(term), "dumb");
}

bool terminal_has_colour(enum colour_choice choice, bool is_terminal, const char *no_color, const char *term)
{
	if (choice != colour_auto)
		return choice == colour_always;
	return is_terminal && !(no_color && *no_color) && !terminal_is_dumb(term);
}

unsigned terminal_text_width(unsigned measured, const char *columns)
{
	int64_t width = measured;

	if (!width && !str_to_int(str_from(columns), &width))
		width = terminal_width_default;
	if (width < terminal_width_min)
		return terminal_width_min;
	return width > terminal_width_max ? terminal_width_max : (unsigned)width;
}

struct terminal terminal_of(int fd, enum colour_choice choice)
{
	const char *term = getenv("TERM");
	bool is = isatty(fd);
	struct winsize size = {0};

	if (is && ioctl(fd, TIOCGWINSZ, &size) < 0)
		size.ws_col = 0;
	return (struct terminal){
		.is = is && !terminal_is_dumb(term),
		.colour = terminal_has_colour(choice, is, getenv("NO_COLOR"), term),
		.width = terminal_text_width(size.ws_col, getenv("COLUMNS")),
	};
}
