/* SPDX-License-Identifier: Apache-2.0 */
/* What the thing at the other end of a descriptor can show. */
#ifndef MPICC_CLI_TERMINAL_H
#define MPICC_CLI_TERMINAL_H

#include <stdbool.h>

/* --color, in the order of its choices. */
enum colour_choice { colour_auto, colour_always, colour_never };

struct terminal {
	bool is;        /* a terminal, which can move its cursor */
	bool colour;
	unsigned width; /* columns to lay text out in */
};

enum { terminal_width_default = 80, terminal_width_min = 40, terminal_width_max = 100 };

/* Asks the system about `fd`, and the environment: NO_COLOR, TERM, COLUMNS. */
struct terminal terminal_of(int fd, enum colour_choice choice);

/* The decisions alone. `no_color`, `term` and `columns` are values of the environment, NULL when not set. */
bool terminal_has_colour(enum colour_choice choice, bool is_terminal, const char *no_color, const char *term);
bool terminal_is_dumb(const char *term);
/* `measured`: what the terminal says, 0 when it says nothing. Lines longer than terminal_width_max are hard to read. */
unsigned terminal_text_width(unsigned measured, const char *columns);

#endif
