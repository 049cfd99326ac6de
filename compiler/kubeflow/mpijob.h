/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kubeflow: MPIJobs of kubeflow.org/v1 and v2beta1 -> the compact form. What
 * the compact form can say becomes a tree of it; the pod templates stay whole
 * beside it, in struct spec_kubeflow. What neither can carry is reported.
 */
#ifndef MPICC_KUBEFLOW_MPIJOB_H
#define MPICC_KUBEFLOW_MPIJOB_H

#include "compiler/spec/spec.h"

/* A label on an MPIJob that puts it into a Kueue LocalQueue, and an annotation that puts it into a Volcano queue. */
#define KUEUE_QUEUE_LABEL "kueue.x-k8s.io/queue-name"
#define VOLCANO_QUEUE_ANNOTATION "scheduling.volcano.sh/queue-name"

/* Whether the document is an MPIJob of a version that mpijob_translate reads. */
bool mpijob_is(const struct node *document);
bool mpijob_version_known(struct str api_version);

/*
 * Checks an MPIJob (mpijob_is) and makes a job file in the compact form of it.
 * The tree shares nodes with the document and keeps its places. The templates
 * in `out` are the document's own nodes: copy them before a change. False: an
 * error was reported, and the outputs are untouched.
 *
 * Fields that an MPIJob does not set but that have a meaning of their own there
 * (mpi, slots, launcher.ranks, retries) are set, so that defaults of a project
 * cannot change what the file means. `clean` and `suspend` are left to the project.
 */
bool mpijob_translate(struct decoder *d, const struct node *document, struct node **out_compact, struct spec_kubeflow *out);

/* Warns of what in a schedulingPolicy has no effect under the gang scheduler of a decoded spec with `kubeflow` attached. */
void mpijob_check_gang(struct decoder *d, const struct spec *spec);

#endif
