/* SPDX-License-Identifier: Apache-2.0 */
/* Jobs and ConfigMaps, read. */
#include "compiler/cluster/object.h"

#include "lib/base/rfc3339.h"
#include "lib/contract/keys.h"
#include "lib/kube/json.h"

int64_t object_time(struct str raw)
{
	char text[64];
	int64_t ms;

	return json_copy(raw, text, sizeof(text)) && rfc3339_parse(str_from(text), &ms) ? ms : 0;
}

bool object_read_uid(struct str json, char out[uid_max + 1])
{
	struct str uid;
	const struct json_field fields[] = {{"metadata.uid", &uid}};

	return json_pick(json, fields, 1) == 0 && json_copy(uid, out, uid_max + 1);
}

/* *out_labels is the raw text of the labels. */
static bool read_metadata(struct str json, struct object *out, struct str *out_labels)
{
	struct str namespace, uid, created, deleted;
	const struct json_field fields[] = {{"metadata.namespace", &namespace},
					    {"metadata.uid", &uid},
					    {"metadata.labels", out_labels},
					    {"metadata.creationTimestamp", &created},
					    {"metadata.deletionTimestamp", &deleted}};

	*out = (struct object){0};
	if (json_pick(json, fields, sizeof(fields) / sizeof(*fields)) < 0)
		return false;
	out->shown.created_ms = object_time(created);
	out->deleting = deleted.length > 0 && !str_is(deleted, "null");
	return json_copy(namespace, out->namespace, sizeof(out->namespace)) && json_copy(uid, out->uid, sizeof(out->uid)) &&
	       json_copy(json_get(*out_labels, LABEL_JOB), out->job, sizeof(out->job)) && out->job[0];
}

/* The first condition that says how the Job ends decides. */
static bool read_end(struct str conditions, struct shown_run *out)
{
	struct str condition;

	while (json_next_item(&conditions, &condition)) {
		struct str type, status, reason, since;
		const struct json_field fields[] = {
			{"type", &type}, {"status", &status}, {"reason", &reason}, {"lastTransitionTime", &since}};
		char name[64];

		if (json_pick(condition, fields, 4) < 0 || !json_is(status, "True") || !json_copy(type, name, sizeof(name)) ||
		    !job_ending_parse(str_from(name), &out->phase))
			continue;
		out->finished_ms = object_time(since);
		json_copy(reason, out->reason, sizeof(out->reason));
		return true;
	}
	return false;
}

static int64_t count_of(struct str raw)
{
	int64_t n;

	return json_integer(raw, &n) && n > 0 ? n : 0;
}

static void read_launcher(struct str json, struct object *out)
{
	struct str suspend, mode, completions, ready, failed, started, conditions;
	const struct json_field fields[] = {{"spec.suspend", &suspend},		{"spec.completionMode", &mode},
					    {"spec.completions", &completions}, {"status.ready", &ready},
					    {"status.failed", &failed},		{"status.startTime", &started},
					    {"status.conditions", &conditions}};
	struct shown_run *shown = &out->shown;
	bool suspended = false;

	json_pick(json, fields, sizeof(fields) / sizeof(*fields));
	json_boolean(suspend, &suspended);
	if (json_is(mode, "Indexed")) {
		shown->workers = count_of(completions);
		shown->workers_ready = count_of(ready);
	}
	if (suspended)
		shown->phase = run_suspended;
	else if (count_of(ready) || count_of(failed))
		shown->phase = run_running;
	if (read_end(conditions, shown) || shown->phase == run_running)
		shown->started_ms = object_time(started);
}

static void read_worker(struct str json, struct object *out)
{
	struct str completions, ready;
	const struct json_field fields[] = {{"spec.completions", &completions}, {"status.ready", &ready}};

	json_pick(json, fields, 2);
	out->shown.workers = count_of(completions);
	out->shown.workers_ready = count_of(ready);
}

bool object_read_job(struct str json, struct object *out)
{
	struct str labels, role;

	if (!read_metadata(json, out, &labels) ||
	    !json_copy(json_get(labels, LABEL_RUN), out->shown.run, sizeof(out->shown.run)) || !out->shown.run[0])
		return false;
	role = json_get(labels, LABEL_ROLE);
	if (!json_is(role, ROLE_LAUNCHER) && !json_is(role, ROLE_WORKER))
		return false;
	out->kind = json_is(role, ROLE_LAUNCHER) ? object_launcher : object_worker;
	if (out->kind == object_launcher)
		read_launcher(json, out);
	else
		read_worker(json, out);
	return true;
}

bool object_read_status(struct str json, struct arena *scratch, struct object *out)
{
	struct str labels, data, raw_key, raw, key, value;
	const struct json_field fields[] = {{"data", &data}};

	if (!read_metadata(json, out, &labels) || !json_is(json_get(labels, LABEL_ROLE), ROLE_STATUS))
		return false;
	out->kind = object_status;
	out->shown.created_ms = 0;
	json_pick(json, fields, 1);
	while (json_next_member(&data, &raw_key, &raw))
		if (json_text(raw_key, scratch, &key) && json_text(raw, scratch, &value))
			shown_run_take(&out->shown, key, value);
	return out->shown.run[0] != '\0';
}
