/* SPDX-License-Identifier: Apache-2.0 */
/* Which target a job gets, and the names of its hosts. */
#ifndef MPICC_FLAVOUR_HOSTS_H
#define MPICC_FLAVOUR_HOSTS_H

#include "compiler/flavour/plan.h"

/* Fills the plan's target, names, hosts, slots and ranks from its spec and project. */
void hosts_resolve(struct plan *plan, struct arena *a);

#endif
