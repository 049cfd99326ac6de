/* SPDX-License-Identifier: Apache-2.0 */
/* The one symbol of the module. */
#include "compiler/commit/commit_write.h"

static int write_without_hooks(const struct commit_request *request, const struct file_set *files, struct arena *a,
			       struct commit_result *out, struct error *err)
{
	return commit_write(request, files, NULL, a, out, err);
}

extern const struct commit_ops mpicc_commit_ops;

__attribute__((visibility("default"))) const struct commit_ops mpicc_commit_ops = {
	.head = {commit_abi_version, COMMIT_ABI_SIZES},
	.plan = commit_plan,
	.write = write_without_hooks,
	.sync = commit_sync,
	.origin = commit_origin_find,
};
