/* SPDX-License-Identifier: Apache-2.0 */
/* Open addressing; an id is a hash already, so its first bytes say where to look. */
#include "compiler/commit/oid_set.h"

#include <string.h>

enum { first_size = 64 };

/* The slot that holds `id`, or the free one it belongs into. */
static git_oid *slot_of(const struct oid_set *set, const git_oid *id)
{
	uint32_t at;

	memcpy(&at, id->id, sizeof(at));
	for (;; at++) {
		git_oid *slot = &set->slots[at & (set->size - 1)];

		if (git_oid_equal(slot, id) || git_oid_is_zero(slot))
			return slot;
	}
}

static void grow(struct oid_set *set)
{
	struct oid_set old = *set;

	set->size = old.size ? old.size * 2 : first_size;
	set->slots = arena_array(set->arena, git_oid, set->size);
	for (uint32_t i = 0; i < old.size; i++)
		if (!git_oid_is_zero(&old.slots[i]))
			*slot_of(set, &old.slots[i]) = old.slots[i];
}

bool oid_set_add(struct oid_set *set, const git_oid *id)
{
	git_oid *slot;

	if (set->count >= set->size / 2)
		grow(set);
	slot = slot_of(set, id);
	if (!git_oid_is_zero(slot))
		return false;
	*slot = *id;
	set->count++;
	return true;
}
