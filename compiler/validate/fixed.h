/* SPDX-License-Identifier: Apache-2.0 */
/* Fields that the apiserver lets nobody change on an object that is there. */
#ifndef MPICC_VALIDATE_FIXED_H
#define MPICC_VALIDATE_FIXED_H

#include "lib/base/diag.h"
#include "lib/tree/node.h"

/*
 * Reports W0652, at places of `after`, for each fixed field in which an object of
 * Kubernetes' own kinds differs from what it was. Nothing is said of two that are
 * not the same object: applying the one leaves the other as it is.
 *
 * Which fields they are is in the schema's tables (compiler/schema/constraints.txt);
 * of a ConfigMap or Secret with `immutable` it is all of the data.
 */
void fixed_check(const struct node *before, const struct node *after, struct diag_list *diags);

#endif
