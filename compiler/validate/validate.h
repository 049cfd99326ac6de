/* SPDX-License-Identifier: Apache-2.0 */
/*
 * validate: the last look at the objects before they become bytes, whoever made
 * them what they are: fields, overlays, flavour or hooks. Rules that would
 * break a GitOps loop or a run are checked here; errors point to the line that
 * the offending value came from.
 */
#ifndef MPICC_VALIDATE_VALIDATE_H
#define MPICC_VALIDATE_VALIDATE_H

#include "lib/tree/node.h"
#include "lib/base/diag.h"

/* Checks one object of the job that stands at `job`. False: an error was reported. */
bool validate_object(const struct node *object, struct place job, struct diag_list *diags);

#endif
