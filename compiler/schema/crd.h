/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CustomResourceDefinitions (apiextensions.k8s.io/v1) as schemas.
 *
 * Taken over: types, fields, required ones without a default, choices, ranges,
 * lengths, patterns, formats, keys of lists, preserved unknown fields. Not
 * looked at: CEL rules, and oneOf, anyOf and not, so what only they forbid passes.
 */
#ifndef MPICC_SCHEMA_CRD_H
#define MPICC_SCHEMA_CRD_H

#include "compiler/schema/schema.h"
#include "lib/base/diag.h"
#include "lib/tree/node.h"

/*
 * The served versions of the CustomResourceDefinitions among `documents`, as a
 * set in `a` that is looked at before `next`. What is wrong with them, or that
 * there is none, is reported; false: an error was. `file` is where the
 * documents come from.
 */
bool crd_read(struct node *const *documents, uint32_t count, const struct source *file, const struct schema_set *next,
	      struct arena *a, struct diag_list *diags, struct schema_set *out);

#endif
