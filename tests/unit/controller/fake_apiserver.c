/* SPDX-License-Identifier: Apache-2.0 */
/* Objects of the cluster in memory: as JSON, and as requests change them. */
#include "tests/unit/controller/fake_apiserver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/kube/json.h"

void fake_new_uid(struct fake_cluster *c, char out[uid_max + 1])
{
	snprintf(out, uid_max + 1, "uid-%u", ++c->uid_count);
}

static struct str metadata(struct fake_cluster *c, const char *name, const char *uid, const char *role, const char *more)
{
	return arena_format(
		&c->scratch,
		"\"metadata\": {\"namespace\": \"hpc\", \"name\": \"%s\", \"uid\": \"%s\", \"resourceVersion\": \"%u\", "
		"\"creationTimestamp\": \"2026-11-25T12:00:00Z\", \"labels\": {\"mpicc.dev/job\": \"pi\", \"mpicc.dev/run\": "
		"\"rmt9czhg\", "
		"\"mpicc.dev/role\": \"%s\"}%s}",
		name, uid, ++c->version, role, more);
}

static struct str job_json(struct fake_cluster *c, const struct fake_job *job)
{
	struct str annotations = arena_format(&c->scratch, ", \"annotations\": {%s}", job->annotations);
	struct str status = STR("");

	if (job->condition[0])
		status = arena_format(&c->scratch,
				      "\"conditions\": [{\"type\": \"%s\", \"status\": \"True\", \"reason\": \"%s\", "
				      "\"lastTransitionTime\": \"2026-11-25T12:00:20Z\"}]",
				      job->condition, job->reason);
	return arena_format(&c->scratch, "{%s, \"spec\": {\"completions\": %d, \"completionMode\": \"%s\"}, \"status\": {%s}}",
			    metadata(c, job->name, job->uid, job->role, annotations.data).data,
			    job == &c->worker ? fake_workers : 1, job == &c->worker ? "Indexed" : "NonIndexed", status.data);
}

static struct str pod_json(struct fake_cluster *c, const struct fake_pod *pod)
{
	struct str more =
		arena_format(&c->scratch,
			     ", \"ownerReferences\": [{\"apiVersion\": \"batch/v1\", \"kind\": \"Job\", \"uid\": \"%s\", "
			     "\"controller\": true}]%s",
			     pod->owner, pod->gone_at ? ", \"deletionTimestamp\": \"2026-11-25T12:00:30Z\"" : "");
	bool runs = strcmp(pod->phase, "Running") == 0;

	return arena_format(
		&c->scratch, "{%s, \"status\": {\"phase\": \"%s\"%s}}",
		metadata(c, pod->name, pod->uid, pod->role, more.data).data, pod->phase,
		runs ? ", \"containerStatuses\": [{\"state\": {\"running\": {\"startedAt\": \"2026-11-25T12:00:02Z\"}}}]" : "");
}

void fake_show_job(struct fake_cluster *c, struct fake_job *job)
{
	assert_int_equal(store_put(&c->store, record_job, job_json(c, job), NULL), 0);
}

void fake_show_pod(struct fake_cluster *c, struct fake_pod *pod)
{
	assert_int_equal(store_put(&c->store, record_pod, pod_json(c, pod), NULL), 0);
}

void fake_show_gone(struct fake_cluster *c, enum record_kind kind, const char *uid)
{
	store_drop(&c->store, kind, arena_format(&c->scratch, "{\"metadata\": {\"uid\": \"%s\"}}", uid));
}

static struct str pick(struct str object, const char *path)
{
	struct str out;
	const struct json_field field = {path, &out};

	assert_int_equal(json_pick(object, &field, 1), 0);
	return out;
}

static struct str secret_json(struct fake_cluster *c)
{
	return arena_format(&c->scratch, "{\"metadata\": {\"uid\": \"%s\", \"labels\": %.*s, \"ownerReferences\": %.*s}}",
			    c->secret.uid, STR_ARG(pick(c->secret.metadata, "labels")),
			    STR_ARG(pick(c->secret.metadata, "ownerReferences")));
}

struct str fake_config_json(struct fake_cluster *c)
{
	return arena_format(&c->scratch,
			    "{\"metadata\": {\"namespace\": \"hpc\", \"name\": \"pi-mpicc\", \"resourceVersion\": \"%u\", "
			    "\"labels\": %.*s}, \"data\": %.*s}",
			    c->config.version, STR_ARG(c->config.labels), STR_ARG(c->config.data));
}

static enum kube_code make_secret(struct fake_cluster *c, struct str body)
{
	if (c->secret.exists)
		return kube_code_already_exists;
	assert_true(json_check(body));
	c->secret.exists = true;
	c->secret.made++;
	c->secret.metadata = arena_str(&c->arena, pick(body, "metadata"));
	fake_new_uid(c, c->secret.uid);
	return kube_code_ok;
}

static enum kube_code write_config(struct fake_cluster *c, enum kube_verb verb, struct str body)
{
	struct str version = pick(body, "metadata.resourceVersion");
	char text[32];

	if (verb == kube_verb_post && c->config.exists)
		return kube_code_already_exists;
	if (c->config.exists && version.length && json_copy(version, text, sizeof(text)) &&
	    (uint32_t)atoi(text) != c->config.version)
		return kube_code_conflict;
	c->config.exists = true;
	c->config.version = ++c->version;
	c->config.labels = arena_str(&c->arena, pick(body, "metadata.labels"));
	c->config.data = arena_str(&c->arena, pick(body, "data"));
	return kube_code_ok;
}

static enum kube_code patch_job(struct fake_cluster *c, struct fake_job *job, struct str body)
{
	struct str conditions = pick(body, "status.conditions"), condition;

	if (!job->exists)
		return kube_code_not_found;
	if (!json_is(pick(body, "metadata.uid"), job->uid))
		return kube_code_invalid;
	assert_true(json_next_item(&conditions, &condition));
	if (job->condition[0] && !json_is(pick(condition, "type"), job->condition))
		return kube_code_invalid;
	assert_true(json_copy(pick(condition, "type"), job->condition, sizeof(job->condition)));
	assert_true(json_copy(pick(condition, "reason"), job->reason, sizeof(job->reason)));
	fake_show_job(c, job);
	return kube_code_ok;
}

static enum kube_code delete_pod(struct fake_cluster *c, struct str name, struct str body)
{
	for (uint32_t i = 0; i < c->pod_count; i++) {
		struct fake_pod *pod = &c->pods[i];

		if (!str_is(name, pod->name))
			continue;
		if (!json_is(pick(body, "preconditions.uid"), pod->uid))
			return kube_code_conflict;
		c->deletes++;
		if (!pod->gone_at)
			pod->gone_at = c->now_ms + 1000;
		fake_show_pod(c, pod);
		return kube_code_ok;
	}
	return kube_code_not_found;
}

static enum kube_code delete_secret(struct fake_cluster *c, struct str body)
{
	if (!c->secret.exists)
		return kube_code_not_found;
	if (!json_is(pick(body, "preconditions.uid"), c->secret.uid))
		return kube_code_conflict;
	c->secret.exists = false;
	return kube_code_ok;
}

static bool ends(struct str path, const char *suffix)
{
	return str_ends(path, suffix);
}

/* What is asked for, on the cluster as it is. */
enum kube_code fake_serve(struct fake_cluster *c, const struct kube_call *call, struct str *out_body)
{
	struct str path = str_slice(call->path, 0, str_find(call->path, '?'));
	struct str name = str_slice(path, str_find_last(path, '/') + 1, path.length);

	if (ends(path, "/secrets"))
		return make_secret(c, call->body);
	if (ends(path, "/pi-rmt9czhg-ssh") && call->verb == kube_verb_delete)
		return delete_secret(c, call->body);
	if (ends(path, "/pi-rmt9czhg-ssh")) {
		*out_body = c->secret.exists ? secret_json(c) : STR_NONE;
		return c->secret.exists ? kube_code_ok : kube_code_not_found;
	}
	if (ends(path, "/configmaps/pi-mpicc") || ends(path, "/configmaps")) {
		enum kube_code code = call->verb == kube_verb_get ? kube_code_ok : write_config(c, call->verb, call->body);

		*out_body = c->config.exists ? fake_config_json(c) : STR_NONE;
		return code == kube_code_ok && !c->config.exists ? kube_code_not_found : code;
	}
	if (ends(path, "/jobs/pi-rmt9czhg-worker/status"))
		return patch_job(c, &c->worker, call->body);
	if (ends(path, "/jobs/pi-rmt9czhg-launcher/status"))
		return patch_job(c, &c->launcher, call->body);
	if (ends(path, "/jobs/pi-rmt9czhg-launcher"))
		return c->launcher.exists ? kube_code_ok : kube_code_not_found;
	assert_true(str_starts(path, "/api/v1/namespaces/hpc/pods/") && call->verb == kube_verb_delete);
	return delete_pod(c, name, call->body);
}
