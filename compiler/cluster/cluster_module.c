/* SPDX-License-Identifier: Apache-2.0 */
/* The one symbol of the module. */
#include "compiler/cluster/doctor.h"
#include "compiler/cluster/logs.h"
#include "compiler/cluster/status.h"

extern const struct cluster_ops mpicc_cluster_ops;

__attribute__((visibility("default"))) const struct cluster_ops mpicc_cluster_ops = {
	.head = {cluster_abi_version, CLUSTER_ABI_SIZES},
	.status = cluster_status_read,
	.follow = cluster_follow,
	.logs = cluster_logs,
	.doctor = cluster_doctor,
	.finished = cluster_finished_read,
};
