/* SPDX-License-Identifier: Apache-2.0 */
/* What the answer to a step's request means: done, or when to try again. */
#ifndef MPICC_CONTROLLER_RECONCILE_OUTCOME_H
#define MPICC_CONTROLLER_RECONCILE_OUTCOME_H

#include "lib/kube/kube_status.h"
#include "runtime-controller/reconcile/decide.h"

enum {
	retry_first_ms = 500,      /* doubled with each failure in a row */
	retry_max_ms = 300000,
	retry_refused_ms = 60000   /* at least, where the same request would be refused again: rights, quota, an invalid object */
};

/*
 * Whether the answer means that what the action wants is so: an object that is
 * gone needs no deletion. A conflict says that another object has the name by now; the watch
 * will tell, and until it does the step is tried again.
 */
bool outcome_is_done(enum action_kind kind, enum kube_code code);

/* Notes success or failure of a step; `random` spreads the retries of many. */
void outcome_note(struct step_state *step, bool done, const struct kube_status *status, int64_t boot_ms, uint32_t random);

#endif
