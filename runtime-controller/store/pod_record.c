/* SPDX-License-Identifier: Apache-2.0 */
/* A pod's JSON -> its record. */
#include <string.h>

#include "lib/kube/json.h"
#include "runtime-controller/store/metadata.h"

/* The Job that controls the pod. An owner that does not control it says nothing about whose it is. */
static void read_owner(struct str owners, struct pod_record *out)
{
	struct str owner;

	while (json_next_item(&owners, &owner)) {
		struct str group, kind, uid, controller;
		const struct json_field fields[] = {
			{"apiVersion", &group}, {"kind", &kind}, {"uid", &uid}, {"controller", &controller}};
		bool controls = false;

		if (json_pick(owner, fields, 4) < 0 || !json_boolean(controller, &controls) || !controls)
			continue;
		if (json_is(group, "batch/v1") && json_is(kind, "Job"))
			json_copy(uid, out->owner, sizeof(out->owner));
		return;
	}
}

static void read_conditions(struct str conditions, struct pod_record *out)
{
	struct str condition;

	while (json_next_item(&conditions, &condition)) {
		struct str type, status, since;
		const struct json_field fields[] = {{"type", &type}, {"status", &status}, {"lastTransitionTime", &since}};

		if (json_pick(condition, fields, 3) < 0 || !json_is(status, "True"))
			continue;
		if (json_is(type, "PodScheduled"))
			out->scheduled_ms = metadata_time(since);
		if (json_is(type, "Ready"))
			out->ready_ms = metadata_time(since);
		out->ready |= json_is(type, "Ready");
	}
}

/* The first start; sidecars count, for the node is busy with them. */
static void read_containers(struct str containers, struct pod_record *out)
{
	struct str container;

	while (json_next_item(&containers, &container)) {
		struct str running, ended;
		const struct json_field fields[] = {{"state.running.startedAt", &running}, {"state.terminated.startedAt", &ended}};
		int64_t begin;

		if (json_pick(container, fields, 2) < 0)
			continue;
		begin = metadata_time(running.length ? running : ended);
		if (begin && (!out->started_ms || begin < out->started_ms))
			out->started_ms = begin;
	}
}

static enum pod_phase read_phase(struct str raw)
{
	if (json_is(raw, "Succeeded") || json_is(raw, "Failed"))
		return pod_finished;
	return json_is(raw, "Running") ? pod_running : pod_pending;
}

bool pod_record_read(struct str object, struct run_key *out_key, struct pod_record *out)
{
	struct metadata metadata;
	struct str owners, phase, conditions, containers;
	const struct json_field fields[] = {
		METADATA_FIELDS(metadata), {"metadata.ownerReferences", &owners}, {"status.phase", &phase},
		{"status.conditions", &conditions}, {"status.containerStatuses", &containers},
	};

	memset(out, 0, sizeof(*out));
	if (json_pick(object, fields, sizeof(fields) / sizeof(*fields)) < 0 || 
	    !metadata_read(&metadata, out_key, &out->record, out->name))
		return false;
	out->phase = read_phase(phase);
	read_owner(owners, out);
	read_conditions(conditions, out);
	read_containers(containers, out);
	return true;
}
