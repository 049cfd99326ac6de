/* SPDX-License-Identifier: Apache-2.0 */
/* Which row of which table of fields a path in a file means. */
#ifndef MPICC_LSP_ROW_H
#define MPICC_LSP_ROW_H

#include "compiler/spec/field.h"

enum row_file { row_job, row_project }; /* a job file in the compact form, or mpicc.yaml */

struct row {
	const struct field_table *table;
	struct str path;	   /* in that table: "launcher.ranks" for "environments.prod.overrides.launcher.ranks" */
	bool of_environment;	   /* the path is a field of one environment in mpicc.yaml */
	const struct field *field; /* the row, or the one that the path leads into; NULL: none, as for groups */
};

struct row row_find(enum row_file file, struct str path);

#endif
