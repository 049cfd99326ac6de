/* SPDX-License-Identifier: Apache-2.0 */
/* The two larger parts of pod_inject: environment, and the command with the start script round it. */
#ifndef MPICC_LOWER_INJECT_H
#define MPICC_LOWER_INJECT_H

#include "compiler/lower/pod.h"

/* What a variable is called twice for, the user's own value wins. */
void inject_env(struct lowering *l, struct node *container, enum pod_role role);

bool inject_command(struct lowering *l, struct node *spec, struct node *container, enum pod_role role);

#endif
