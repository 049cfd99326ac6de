/* SPDX-License-Identifier: Apache-2.0 */
/* Near enough is what diagnostics call so: two edits at most, and half of the word. */
#include "compiler/cli/suggest.h"

enum { distance_max = 2 };

struct suggestion suggestion_begin(struct str word)
{
	return (struct suggestion){.word = word, .distance = distance_max + 1};
}

void suggestion_offer(struct suggestion *s, struct str candidate)
{
	size_t distance = str_distance(s->word, candidate);

	if (distance >= s->distance || distance * 2 > s->word.length)
		return;
	s->distance = distance;
	s->best = candidate;
}
