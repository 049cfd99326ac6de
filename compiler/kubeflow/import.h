/* SPDX-License-Identifier: Apache-2.0 */
/* import: an MPIJob -> the job file in the compact form that a person would write for it. */
#ifndef MPICC_KUBEFLOW_IMPORT_H
#define MPICC_KUBEFLOW_IMPORT_H

#include "compiler/spec/spec.h"

/*
 * `out_compact` has the members in the order of spec_fields.def, and only those
 * that differ from a default. `out_notes` is a list of strings, a line each:
 * what the compact form does not express, or does otherwise. False: an error
 * was reported, and the outputs are untouched.
 */
bool mpijob_import(struct decoder *d, const struct node *document, struct node **out_compact, struct node **out_notes);

#endif
