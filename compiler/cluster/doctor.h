/* SPDX-License-Identifier: Apache-2.0 */
/* An examination in progress: doctor.c looks at the cluster, doctor_job.c at one job, diagnose.c judges what was found. */
#ifndef MPICC_CLUSTER_DOCTOR_H
#define MPICC_CLUSTER_DOCTOR_H

#include "compiler/cluster/session.h"

struct doctor {
	struct arena *arena;
	struct session *session;
	const struct doctor_request *request;
	struct finding_list *out;
	int64_t minor;          /* of the server's version; 0: unknown */
};

/* As of struct cluster_ops. */
void cluster_doctor(const struct cluster_target *target, const struct doctor_request *request, struct arena *a,
		    struct finding_list *out);

/* Gathers what there is about the job that is asked for, and judges it. */
void doctor_job(struct doctor *d);

#endif
