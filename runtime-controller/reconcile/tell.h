/* SPDX-License-Identifier: Apache-2.0 */
/* Sends the Event of an action, and counts what it tells. */
#ifndef MPICC_CONTROLLER_RECONCILE_TELL_H
#define MPICC_CONTROLLER_RECONCILE_TELL_H

#include "runtime-controller/reconcile/reconciler.h"

void tell(struct reconciler *r, struct run *run, const struct observation *o, const struct action *action);

#endif
