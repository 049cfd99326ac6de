/* SPDX-License-Identifier: Apache-2.0 */
/* metadata -> the common part of a record, and the run it belongs to. */
#include "runtime-controller/store/metadata.h"

#include "lib/base/rfc3339.h"
#include "lib/contract/keys.h"
#include "lib/kube/json.h"

int64_t metadata_time(struct str raw)
{
	char text[64];
	int64_t ms;

	return json_copy(raw, text, sizeof(text)) && rfc3339_parse(str_from(text), &ms) ? ms : 0;
}

static uint64_t read_version(struct str raw)
{
	char text[24];
	int64_t n;

	return json_copy(raw, text, sizeof(text)) && str_to_int(str_from(text), &n) && n > 0 ? (uint64_t)n : 0;
}

static bool read_role(struct str raw, struct record *out)
{
	if (!json_is(raw, ROLE_LAUNCHER) && !json_is(raw, ROLE_WORKER))
		return false;
	out->role = json_is(raw, ROLE_LAUNCHER) ? role_launcher : role_worker;
	return true;
}

static bool read_key(const struct metadata *m, struct run_key *out)
{
	return json_copy(m->namespace, out->namespace, sizeof(out->namespace)) &&
	       json_copy(json_get(m->labels, LABEL_JOB), out->job, sizeof(out->job)) && out->job[0] &&
	       json_copy(json_get(m->labels, LABEL_RUN), out->run, sizeof(out->run)) &&
	       str_from(out->run).length == run_id_length;
}

bool metadata_read(const struct metadata *m, struct run_key *out_key, struct record *out, char out_name[record_name_size])
{
	if (!json_copy(m->name, out_name, record_name_size) || !json_copy(m->uid, out->uid, sizeof(out->uid)) || !out->uid[0])
		return false;
	if (!read_key(m, out_key) || !read_role(json_get(m->labels, LABEL_ROLE), out))
		return false;
	out->version = read_version(m->version);
	out->created_ms = metadata_time(m->created);
	out->gone_by_ms = metadata_time(m->deleted);
	out->deleting = m->deleted.length > 0 && !str_is(m->deleted, "null");
	return true;
}

bool record_uid_read(struct str object, char out[uid_max + 1])
{
	struct str uid;
	const struct json_field fields[] = {{"metadata.uid", &uid}};

	return json_pick(object, fields, 1) == 0 && json_copy(uid, out, uid_max + 1);
}
