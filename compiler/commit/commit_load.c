/* SPDX-License-Identifier: Apache-2.0 */
/* Loads mpicc-commit.so, which links libgit2, when a command needs it. */
#include "compiler/commit/commit_load.h"

const struct module_info commit_module_info = {
	.file = "mpicc-commit.so",
	.symbol = "mpicc_commit_ops",
	.purpose = "commits",
	.advice = "; -o DIR works without it",
	.head = {commit_abi_version, COMMIT_ABI_SIZES},
};

const struct commit_ops *commit_module_load(struct error *err)
{
	return module_load(&commit_module_info, err);
}
