/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one object says about a run: a launcher Job, a worker Job or a status ConfigMap.
 * Of fixed size, because a watch keeps many and changes them.
 */
#ifndef MPICC_CLUSTER_OBJECT_H
#define MPICC_CLUSTER_OBJECT_H

#include "lib/contract/run_status.h"

enum object_kind { object_launcher, object_worker, object_status };

struct object {
	enum object_kind kind;
	char namespace[name_label_max + 1];
	char job[name_label_max + 1];
	char uid[uid_max + 1];
	bool deleting;
	/* A worker Job knows its workers only; a launcher Job knows them when it is both (target indexed). */
	struct shown_run shown;
};

/* An object's JSON as the apiserver sends it. False: it is none of a run's. */
bool object_read_job(struct str json, struct object *out);
bool object_read_status(struct str json, struct arena *scratch, struct object *out);

/* Only the uid, of an object that is gone. */
bool object_read_uid(struct str json, char out[uid_max + 1]);

/* A raw text that is a time; 0 when it is none. */
int64_t object_time(struct str raw);

#endif
