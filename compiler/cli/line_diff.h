/* SPDX-License-Identifier: Apache-2.0 */
/* What differs between two texts, line by line. */
#ifndef MPICC_CLI_LINE_DIFF_H
#define MPICC_CLI_LINE_DIFF_H

#include "lib/base/arena.h"

enum line_kind { line_same, line_removed, line_added };

struct diff_line {
	enum line_kind kind;
	struct str text; /* with its line end, which only the last line of a text can lack */
};

struct line_diff {
	struct diff_line *lines; /* both texts merged */
	uint32_t count, added, removed;
};

/*
 * Texts that differ in more lines than this are shown as one replaced by the
 * other, between what they begin and end with in common: the shortest script
 * costs memory by its square.
 */
enum { line_diff_max = 1000 };

/* Lines are views of the texts; `a` takes a few times their number and the work space, up to 4 MiB. */
void line_diff(struct arena *a, struct str before, struct str after, struct line_diff *out);

#endif
