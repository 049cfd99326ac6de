/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Regular expressions of schemas, which Kubernetes reads as RE2's. They are
 * matched by the C library: what it would read differently is not understood.
 */
#ifndef MPICC_SCHEMA_PATTERN_H
#define MPICC_SCHEMA_PATTERN_H

#include "lib/base/arena.h"

struct schema_pattern {
	struct str text;   /* as it was written */
	void *compiled;    /* a regex_t, released with the arena */
};

/* NULL: not understood, or too large. */
struct schema_pattern *pattern_new(struct arena *a, struct str text);

/* Whether some part of `subject` matches. True as well where that cannot be told: a subject with bytes that are no ASCII. */
bool pattern_matches(const struct schema_pattern *pattern, struct str subject);

#endif
