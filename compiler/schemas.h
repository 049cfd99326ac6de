/* SPDX-License-Identifier: Apache-2.0 */
/* The schemas that objects are held against: Kubernetes' own, and those of the request's files in front of them. */
#ifndef MPICC_SCHEMAS_H
#define MPICC_SCHEMAS_H

#include "compiler/compile.h"
#include "compiler/schema/schema.h"

/*
 * Files with mistakes are reported and left out. Negative: one could not be
 * read for a reason that is not the user's (a missing file is).
 */
int schemas_read(const struct compile_request *request, struct arena *a, struct diag_list *diags, const struct schema_set **out,
		 struct error *err);

#endif
