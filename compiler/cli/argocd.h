/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parameters of an Argo CD config management plugin. Each is an option of ours
 * under the option's name; not every option is one, for whoever may set
 * parameters need not be allowed to read other files or to put keys into manifests.
 */
#ifndef MPICC_CLI_ARGOCD_H
#define MPICC_CLI_ARGOCD_H

#include "compiler/cli/pipeline.h"
#include "lib/tree/node.h"

/* What Argo CD calls the announcement: a list with name, tooltip and default value of each parameter. */
struct node *argocd_announcement(struct arena *a);

/*
 * Reads `text`, the variable ARGOCD_APP_PARAMETERS: a JSON list of what an
 * Application sets, or null. Empty values count as not set. False: *out_usage says why.
 */
bool argocd_parameters(struct arena *a, struct str text, struct input_options *out, struct usage *out_usage);

#endif
