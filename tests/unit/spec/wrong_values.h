/* SPDX-License-Identifier: Apache-2.0 */
/* For each type of field, a value that it must refuse, both as decoder and as JSON Schema. */
#ifndef MPICC_TESTS_UNIT_SPEC_WRONG_VALUES_H
#define MPICC_TESTS_UNIT_SPEC_WRONG_VALUES_H

#include "compiler/spec/field_types.h"

/* YAML; NULL for a type that has none here. */
const char *wrong_value(const struct field_type *type);

/* A document that is complete but for the field: the least job, or an empty mpicc.yaml; with the row's example merged in. */
struct node *example_document(struct arena *a, const struct field_table *table, const struct field *row);
/* The same with the value at the row's path replaced by the wrong one. */
struct node *wrong_document(struct arena *a, const struct field_table *table, const struct field *row);

#endif
