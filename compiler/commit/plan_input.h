/* SPDX-License-Identifier: Apache-2.0 */
/* What is wished: the caller's files and our two bookkeeping files, checked and sorted. */
#ifndef MPICC_COMMIT_PLAN_INPUT_H
#define MPICC_COMMIT_PLAN_INPUT_H

#include "compiler/commit/commit.h"
#include "compiler/commit/owned.h"

struct plan_input {
	const struct file **wished; /* by path */
	uint32_t count;
	struct owned after;         /* what the new OWNED_FILE lists */
	struct str owned_text;      /* its bytes */
};

int plan_input_make(struct arena *a, const struct commit_request *request, const struct file_set *files, struct plan_input *out,
		    struct error *err);

#endif
