/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one merge rule: maps merge, lists replace, null deletes. It holds for
 * defaults, environments and job files. A null that finds nothing to delete
 * stays in the result: it may be meant for what the result is laid over.
 *
 * Pod overlays have one rule more, Kubernetes' own: the lists that Kubernetes
 * merges by a key (patchMergeKey in k8s.io/api core/v1, 1.34) are merged by it.
 */
#ifndef MPICC_TREE_MERGE_H
#define MPICC_TREE_MERGE_H

#include "lib/tree/node.h"

/* A new tree: `over` on top of `base`. Either may be NULL; neither is changed, parts of both are shared. */
struct node *merge(struct arena *a, const struct node *base, const struct node *over);
/* For the last layer, the pod itself: no null is left. */
struct node *merge_pod(struct arena *a, const struct node *base, const struct node *over);

#endif
