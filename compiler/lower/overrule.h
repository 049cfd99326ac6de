/* SPDX-License-Identifier: Apache-2.0 */
/* Fields that the run decides, whatever overlays, templates and annotations say. */
#ifndef MPICC_LOWER_OVERRULE_H
#define MPICC_LOWER_OVERRULE_H

#include "compiler/lower/lower.h"

/*
 * Sets a member of a pod's spec, or a label or annotation; an empty value takes
 * it out. W0603 where a user wrote something else there. `key` has a row in
 * overrule.c.
 */
void overrule(struct lowering *l, struct node *map, const char *key, struct str value);

#endif
