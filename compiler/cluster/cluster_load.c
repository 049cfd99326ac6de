/* SPDX-License-Identifier: Apache-2.0 */
/* Loads mpicc-cluster.so, which links libcurl, when a command needs it. */
#include "compiler/cluster/cluster.h"

const struct cluster_ops *cluster_module_load(struct error *err)
{
	static const struct module_info info = {
		.file = "mpicc-cluster.so",
		.symbol = "mpicc_cluster_ops",
		.purpose = "clusters",
		.advice = "",
		.head = {cluster_abi_version, CLUSTER_ABI_SIZES},
	};

	return module_load(&info, err);
}
