/* SPDX-License-Identifier: Apache-2.0 */
/* Runs and pods as a person reads them, and as JSON. The time is passed in: milliseconds since 1970. */
#ifndef MPICC_CLI_STATUS_TABLE_H
#define MPICC_CLI_STATUS_TABLE_H

#include "compiler/cli/json.h"
#include "compiler/cluster/cluster.h"

enum { status_columns = 9 };

/* Columns only grow, so that rows which are printed later stand below the earlier ones. */
struct status_table {
	unsigned widths[status_columns];
	bool colour;
	bool has_head; /* is printed */
};

/* Appends rows, below a head when it is the first time. */
void status_table_print(struct status_table *t, const struct cluster_run *runs, uint32_t count, int64_t now_ms, struct arena *a,
			struct buf *out);

/* One run, its pods, and why those wait that do. */
void status_print_pods(const struct cluster_pod *pods, uint32_t count, int64_t now_ms, struct arena *a, struct buf *out);

/* "95s", "12m", "3h12m", "5d4h" */
struct str duration_text(struct arena *a, int64_t ms);

/* {"namespace": …, "job": …, …}; what is not known is left out. */
struct node *status_run_node(struct arena *a, const struct cluster_run *run);
struct node *status_pod_node(struct arena *a, const struct cluster_pod *pod);

#endif
