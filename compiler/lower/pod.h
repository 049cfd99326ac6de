/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pod templates. A pod begins as the user's: made from the compact form's
 * fields, or a Kubeflow template as it is. Overlays are laid over it; then what
 * every MPI pod needs is put in, last, so that no overlay can take it out.
 */
#ifndef MPICC_LOWER_POD_H
#define MPICC_LOWER_POD_H

#include "compiler/lower/lower.h"

enum pod_role { pod_launcher, pod_worker, pod_indexed };

/* NULL: a collision was reported. */
struct node *pod_make(struct lowering *l, enum pod_role role);

/* Puts in volumes, mounts, environment, command, names and labels. False: reported. */
bool pod_inject(struct lowering *l, struct node *pod, enum pod_role role);

/* Labels, annotations and the scheduler's name for Kueue, Volcano or coscheduling. */
void pod_join_gang(struct lowering *l, struct node *pod);

#endif
