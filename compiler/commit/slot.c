/* SPDX-License-Identifier: Apache-2.0 */
/* Slots, each handed to arena_defer before it holds anything. */
#include "compiler/commit/slot.h"

static void release_slot(void *payload)
{
	slot_clear(payload);
}

struct slot *slot_new(struct arena *a, void (*release)(void *handle))
{
	struct slot *s = arena_new(a, struct slot);

	s->release = release;
	arena_defer(a, release_slot, s);
	return s;
}

void slot_clear(struct slot *s)
{
	if (s->handle)
		s->release(s->handle);
	s->handle = NULL;
}
