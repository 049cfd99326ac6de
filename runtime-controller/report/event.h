/* SPDX-License-Identifier: Apache-2.0 */
/* Events as people see them in `kubectl describe job` (events.k8s.io/v1). Best effort: nothing depends on one. */
#ifndef MPICC_CONTROLLER_REPORT_EVENT_H
#define MPICC_CONTROLLER_REPORT_EVENT_H

#include "lib/base/buf.h"

struct event {
	const char *namespace;
	const char *job, *job_uid; /* the Job it is about */
	bool warning;
	const char *reason;        /* at most 128 bytes, CamelCase */
	const char *action;        /* what was done, at most 128 bytes */
	const char *note;          /* at most 1024 bytes */
};

/* `instance` is the process that reports, at most 128 bytes of it count. */
void event_write(struct buf *out, const struct event *event, const char *instance, int64_t wall_ms);

#endif
