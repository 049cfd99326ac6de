/* SPDX-License-Identifier: Apache-2.0 */
/* The controller as a whole. Start reading at controller.c. */
#ifndef MPICC_CONTROLLER_CONTROLLER_H
#define MPICC_CONTROLLER_CONTROLLER_H

#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "runtime-controller/options.h"

/*
 * Runs until a signal asks it to end (SIGTERM, SIGINT): then the work under way
 * is finished, the lease given back, and 0 returned. -1: it could not start, or lost the lease.
 * `a` holds what lives as long as it does.
 */
int controller_run(const struct options *options, struct arena *a, struct arena *scratch, struct log *log, struct error *err);

#endif
