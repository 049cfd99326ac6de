/* SPDX-License-Identifier: Apache-2.0 */
/* An Event's object. */
#include "runtime-controller/report/event.h"

#include "lib/base/rfc3339.h"
#include "lib/contract/keys.h"
#include "runtime-controller/report/body.h"

enum { instance_max = 128, note_max = 1024 };

static void add_cut(struct buf *out, const char *text, size_t max)
{
	char cut[note_max + 1];
	size_t length = 0;

	for (; length < max && text[length]; length++)
		cut[length] = text[length];
	cut[length] = '\0';
	body_add(out, "%", cut);
}

void event_write(struct buf *out, const struct event *event, const char *instance, int64_t wall_ms)
{
	char now[rfc3339_size];

	rfc3339_micro(wall_ms, now);
	body_add(out,
		 "{'apiVersion': 'events.k8s.io/v1', 'kind': 'Event', 'metadata': {'generateName': 'mpicc-', 'namespace': %}, "
		 "'eventTime': %, 'reportingController': %, 'reportingInstance': ",
		 event->namespace, now, EVENT_CONTROLLER);
	add_cut(out, instance, instance_max);
	body_add(out, ", 'type': %, 'reason': %, 'action': %, 'note': ", event->warning ? "Warning" : "Normal", event->reason,
		 event->action);
	add_cut(out, event->note, note_max);
	body_add(out, ", 'regarding': {'apiVersion': 'batch/v1', 'kind': 'Job', 'namespace': %, 'name': %, 'uid': %}}",
		 event->namespace, event->job, event->job_uid);
}
