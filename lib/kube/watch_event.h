/* SPDX-License-Identifier: Apache-2.0 */
/* One line of a watch stream -> what it says. */
#ifndef MPICC_KUBE_WATCH_EVENT_H
#define MPICC_KUBE_WATCH_EVENT_H

#include "lib/base/error.h"
#include "lib/kube/kube_status.h"
#include "lib/kube/list_split.h"

enum watch_type {
	watch_added,
	watch_modified,
	watch_deleted,  /* or: no longer selected; the object is as it was before then */
	watch_bookmark, /* only a resourceVersion */
	watch_error,
	watch_unknown   /* of a server newer than we are: to be passed over */
};

struct watch_event {
	enum watch_type type;
	struct str object;                        /* raw text, borrowed from the line */
	char resource_version[list_version_max];  /* the object's; "" when it has none that is one */
	bool initial_events_end;                  /* a bookmark behind the last of the initial events */
	struct kube_status status;                /* of watch_error */
};

/* -1 when the line is no JSON object with a type and an object. */
int watch_event_read(struct str line, struct watch_event *out, struct error *err);

#endif
