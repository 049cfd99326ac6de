/* SPDX-License-Identifier: Apache-2.0 */
/* The values that templates are filled with. */
#ifndef MPICC_LOWER_VALUES_H
#define MPICC_LOWER_VALUES_H

#include "compiler/lower/lower.h"
#include "compiler/secret/secret.h"

/* Everything that objects are made of, except pod templates; l->values is new afterwards. */
void values_make(struct lowering *l, const struct key_secret *keys);

/* Labels of an object or pod: the user's beneath, ours on top. `user` may be NULL. */
struct node *values_labels(struct lowering *l, const struct node *user, const char *role);

/* What selects the run's pods. */
struct node *values_selector(struct lowering *l);

/* Pods of the run, the launcher's among them. */
int64_t values_pods(const struct plan *plan);

#endif
