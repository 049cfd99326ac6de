/* SPDX-License-Identifier: Apache-2.0 */
/* Other people's handles that one operation holds and gives back at its end. */
#ifndef MPICC_COMMIT_SLOT_H
#define MPICC_COMMIT_SLOT_H

#include "lib/base/arena.h"

/* A place for one foreign handle. It is made before the handle, so that the handle is never without a keeper. */
struct slot {
	void *handle; /* NULL: nothing to release */
	void (*release)(void *handle);
};
struct slot *slot_new(struct arena *a, void (*release)(void *handle));
/* Releases now; the slot may be used again. */
void slot_clear(struct slot *s);

#endif
