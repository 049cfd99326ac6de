/* SPDX-License-Identifier: Apache-2.0 */
/* "did you mean": the nearest of the candidates that are offered one by one. */
#ifndef MPICC_CLI_SUGGEST_H
#define MPICC_CLI_SUGGEST_H

#include "lib/base/str.h"

struct suggestion {
	struct str word;
	struct str best; /* empty: none is near enough */
	size_t distance;
};

struct suggestion suggestion_begin(struct str word);
void suggestion_offer(struct suggestion *s, struct str candidate);

#endif
