/* SPDX-License-Identifier: Apache-2.0 */
/* Which runs there are, once and continually. */
#ifndef MPICC_CLUSTER_STATUS_H
#define MPICC_CLUSTER_STATUS_H

#include "compiler/cluster/session.h"

/* As of struct cluster_ops. */
int cluster_status_read(const struct cluster_target *target, struct str job, struct arena *a, struct cluster_status *out,
			struct error *err);
int cluster_follow(const struct cluster_target *target, struct str job, const struct cluster_listener *listener, struct arena *a,
		   struct error *err);
int cluster_finished_read(const struct cluster_target *target, struct arena *a, struct cluster_finished_list *out,
			  struct error *err);

/* The newest runs of all jobs, or of one. */
int status_runs(struct session *s, struct str job, struct cluster_run **out, uint32_t *out_count, struct error *err);
/* The newest run of one job; error_not_found when there is none. */
int status_run(struct session *s, struct str job, struct cluster_run *out, struct error *err);

/* Label selectors of Jobs and of status ConfigMaps; `job` empty: of all. */
struct str status_job_selector(struct arena *a, struct str job);
struct str status_map_selector(struct arena *a, struct str job);

#endif
