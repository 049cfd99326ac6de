/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run's identity: a hash of what the run is, which names its objects.
 *
 * Covered: the immutable parts of Jobs (pod templates, completions, policies of
 * batch/v1), the data of ConfigMaps except files of ours, and `rerun`. Not
 * covered: labels and annotations of objects, what Kubernetes can change in
 * place (backoffLimit, activeDeadlineSeconds, suspend, parallelism, Services,
 * policies), keys, comments, the order of fields, the tool's version. So the same
 * file gives the same names, and an update of the tool runs nothing again unless
 * the pods themselves change.
 */
#ifndef MPICC_LOWER_IDENTITY_H
#define MPICC_LOWER_IDENTITY_H

#include "compiler/lower/lower.h"
#include "lib/contract/fingerprint.h"

/*
 * Computes the hash over `objects` and replaces RUN_ID_PLACEHOLDER by it in all
 * their texts. `out_id` ends in NUL.
 */
int identity_apply(struct object_list *objects, int64_t rerun, struct arena *a, char out_id[run_id_length + 1], struct error *err);

#endif
