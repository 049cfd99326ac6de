/* SPDX-License-Identifier: Apache-2.0 */
/* Exponential waits with jitter. */
#include "lib/kube/backoff.h"

int64_t backoff_next(struct backoff *b, int64_t now, uint32_t random)
{
	int64_t base = b->next_ms, wait;

	if (base == 0 || now - b->until > backoff_reset_ms)
		base = backoff_first_ms;
	b->next_ms = base * 2 < backoff_max_ms ? base * 2 : backoff_max_ms;
	wait = base + (int64_t)((uint64_t)base * random >> 32);
	b->until = now + wait;
	return wait;
}
