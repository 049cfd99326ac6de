/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lua patterns (manual, 6.4.1), matched step by step under a budget: with a
 * few quantifiers Lua's own matcher runs for hours on a short text, and
 * nothing can interrupt it. Knows nothing of Lua's interpreter.
 */
#ifndef MPICC_SCRIPT_SCRIPT_PATTERN_H
#define MPICC_SCRIPT_SCRIPT_PATTERN_H

#include "lib/base/str.h"

enum { pattern_captures_max = 32 };

enum pattern_capture_state { capture_open, capture_closed, capture_position };

struct pattern_capture {
	const char *start;
	size_t length;
	enum pattern_capture_state state;
};

struct pattern {
	struct str subject, text;
	struct pattern_capture captures[pattern_captures_max];
	int capture_count;
	int depth;
	uint64_t steps, steps_max; /* used so far, and allowed */
	const char *error;	   /* what is wrong with the pattern; NULL: nothing */
	bool exhausted;		   /* steps were used up; `error` is set too */
};

void pattern_init(struct pattern *m, struct str subject, struct str text, uint64_t steps_max);

/* The end of the match of pattern[from…] that begins at subject[at], or NULL: no match, or `error`. */
const char *pattern_match(struct pattern *m, size_t at, size_t from);

#endif
