/* SPDX-License-Identifier: Apache-2.0 */
/* How long workers held their nodes and did nothing for a launcher: the price of starting and of ending. In seconds. */
#ifndef MPICC_CONTROLLER_RECONCILE_IDLE_H
#define MPICC_CONTROLLER_RECONCILE_IDLE_H

#include "runtime-controller/reconcile/observe.h"

/* Ready before the launcher started, summed over the workers that are there; at the launcher's start. */
double idle_before_launch(const struct run *run, const struct observation *o);

/* From the launcher Job's creation to the last of the run's pods being given a node; 0 when none was. */
double idle_queue_wait(const struct run *run, const struct observation *o);

/* From the first to the last worker's being ready, of those that are there; 0 when fewer than two were. */
double idle_gang_start(const struct run *run, const struct observation *o);

/* Of one pod that has just ended (`after` is finished, or NULL: gone) after its run was over; else 0. */
double idle_after_done(const struct run *run, const struct pod_record *before, const struct pod_record *after, struct moment now);

#endif
