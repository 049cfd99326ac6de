/* SPDX-License-Identifier: Apache-2.0 */
/* Which of YAML's styles go-yaml v2 gives a string, and the looks that decide it. */
#ifndef MPICC_EMIT_STRING_STYLE_H
#define MPICC_EMIT_STRING_STYLE_H

#include "lib/base/str.h"

/* What the choice of a style depends on. */
struct string_traits {
	bool valid;          /* UTF-8 */
	bool indicators;     /* it would be syntax if it stood plain */
	bool special;        /* a character that is printed only as an escape */
	bool newline;        /* "\n" */
	bool breaks;         /* that, or another line break of YAML 1.1 */
	bool edge_space, trailing_space, edge_break;
	bool break_space, space_break;
	bool spaces;
	bool ascii_lines;    /* nothing but printable ASCII and "\n", and no blank before one: what of the above does not matter then is unset */
};

enum { next_line = 0x85, line_separator = 0x2028, paragraph_separator = 0x2029, byte_order_mark = 0xFEFF };

enum string_style { string_plain, string_single_quoted, string_double_quoted, string_literal };

struct string_traits string_analyse(struct str s);
enum string_style string_choose_style(const struct string_traits *t, struct str s);

/* What most strings are: ASCII on one line that stands plain, without a blank in it. */
bool string_is_bare(struct str s);

bool string_is_break(uint32_t c);     /* a line break of YAML 1.1 */
bool string_is_printable(uint32_t c); /* go-yaml's idea: no tab, no U+0085, nothing beyond U+FFFF */

#endif
