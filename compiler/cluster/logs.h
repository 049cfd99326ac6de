/* SPDX-License-Identifier: Apache-2.0 */
/* Logs of launchers and workers. */
#ifndef MPICC_CLUSTER_LOGS_H
#define MPICC_CLUSTER_LOGS_H

#include "compiler/cluster/session.h"

/* As of struct cluster_ops. */
int cluster_logs(const struct cluster_target *target, const struct log_request *request, struct arena *a, struct error *err);

/* The last lines of a pod's log, in the session's arena; empty when there are none to be had. */
struct str log_tail(struct session *s, struct str namespace, const struct cluster_pod *pod, unsigned lines);

#endif
