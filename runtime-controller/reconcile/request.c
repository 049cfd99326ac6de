/* SPDX-License-Identifier: Apache-2.0 */
/* Paths and bodies of what the controller asks for. */
#include "runtime-controller/reconcile/request.h"

#include <string.h>

#include "lib/base/rfc3339.h"
#include "lib/contract/keys.h"
#include "lib/kube/json.h"
#include "lib/kube/kube_path.h"
#include "runtime-controller/report/body.h"

enum { path_max = 2000, body_max = 1 << 20 };

void request_init(struct request *r, struct arena *a)
{
	*r = (struct request){.arena = a};
	buf_init(&r->path, path_max);
	buf_init(&r->body, body_max);
}

void request_release(struct request *r)
{
	if (r->body.data)
		explicit_bzero(r->body.data, r->body.capacity);
	buf_release(&r->body);
	buf_release(&r->path);
}

bool request_is_whole(const struct request *r)
{
	return !r->path.failed && !r->body.failed;
}

static void begin(struct request *r, enum kube_verb verb, const struct kube_path *path)
{
	r->verb = verb;
	r->content_type = NULL;
	buf_clear(&r->path);
	buf_clear(&r->body);
	if (!kube_path_add(&r->path, path))
		r->path.failed = true;
}

static struct kube_path path_of(const struct run_key *run, enum kube_kind kind, struct str name)
{
	return (struct kube_path){kind, str_from(run->namespace), name, NULL};
}

static struct run_names names_of(struct request *r, const struct run_key *run)
{
	struct run_names names;

	run_names_make(r->arena, str_from(run->job), str_from(run->run), &names);
	return names;
}

static struct kube_path key_path(struct request *r, const struct run_key *run)
{
	return path_of(run, kube_kind_secret, names_of(r, run).secret);
}

static void add_labels(struct buf *b, const struct run_key *run, const char *role)
{
	body_add(b, "{%: %, %: %, %: %, %: %}", LABEL_APP_MANAGED_BY, FIELD_MANAGER, LABEL_JOB, run->job, LABEL_RUN, run->run,
		 LABEL_ROLE, role);
}

void request_make_key(struct request *r, const struct run_key *run, const struct job_record *owner, const struct key_pair *pair)
{
	struct kube_path collection = path_of(run, kube_kind_secret, STR_NONE);

	begin(r, kube_verb_post, &collection);
	body_add(&r->body, "{'apiVersion': 'v1', 'kind': 'Secret', 'metadata': {'name': %, 'namespace': %, 'labels': ",
		 names_of(r, run).secret.data, run->namespace);
	add_labels(&r->body, run, ROLE_SHARED);
	body_add(&r->body,
		 ", 'ownerReferences': [{'apiVersion': 'batch/v1', 'kind': 'Job', 'name': %, 'uid': %}]}, 'immutable': true, "
		 "'type': %, 'stringData': {%: %, %: %}}",
		 owner->name, owner->record.uid, SECRET_TYPE_SSH, SECRET_PRIVATE_KEY, pair->private_key.data,
		 SECRET_PUBLIC_KEY, pair->public_key.data);
}

void request_get_key(struct request *r, const struct run_key *run)
{
	struct kube_path path = key_path(r, run);

	begin(r, kube_verb_get, &path);
}

static void begin_delete(struct request *r, const struct kube_path *path, const char *uid)
{
	begin(r, kube_verb_delete, path);
	body_add(&r->body,
		 "{'apiVersion': 'v1', 'kind': 'DeleteOptions', 'propagationPolicy': 'Background', 'preconditions': {'uid': %}}",
		 uid);
}

void request_delete_key(struct request *r, const struct run_key *run, const char *uid)
{
	struct kube_path path = key_path(r, run);

	begin_delete(r, &path, uid);
}

void request_delete_pod(struct request *r, const struct run_key *run, const struct pod_record *pod)
{
	struct kube_path path = path_of(run, kube_kind_pod, str_from(pod->name));

	begin_delete(r, &path, pod->record.uid);
}

void request_get_launcher(struct request *r, const struct run_key *run)
{
	struct kube_path path = path_of(run, kube_kind_job, names_of(r, run).launcher);

	begin(r, kube_verb_get, &path);
}

/* An object's uid cannot be changed, so a patch that names one is refused where another object has taken the name. */
static void begin_patch(struct request *r, const struct kube_path *path, const struct job_record *job)
{
	begin(r, kube_verb_patch, path);
	r->content_type = KUBE_STRATEGIC_PATCH;
	body_add(&r->body, "{'metadata': {'uid': %", job->record.uid);
}

/* The condition's time is that of the decision. A strategic patch leaves the Job's other conditions. */
static void end_by_condition(struct request *r, const struct job_record *job, const struct action *action, const char *label,
			     int64_t wall_ms)
{
	char now[rfc3339_size];

	rfc3339_seconds(wall_ms, now);
	if (job->record.role == role_worker)
		body_add(&r->body, ", 'labels': {%: %}", LABEL_PHASE, label);
	body_add(&r->body,
		 "}, 'status': {'conditions': [{'type': %, 'status': 'True', 'reason': %, 'message': %, 'lastProbeTime': %, "
		 "'lastTransitionTime': %}]}}",
		 action->phase == run_failed ? "FailureTarget" : "SuccessCriteriaMet", action->reason, "ended by " FIELD_MANAGER,
		 now, now);
}

void request_end_job(struct request *r, const struct run_key *run, const struct job_record *job, const struct action *action,
		     bool suspend, int64_t wall_ms)
{
	struct kube_path path = path_of(run, kube_kind_job, str_from(job->name));

	path.subresource = suspend ? NULL : "status";
	begin_patch(r, &path, job);
	if (suspend)
		body_add(&r->body, "}, 'spec': {'suspend': true}}");
	else
		end_by_condition(r, job, action, run_phase_name(action->run_phase), wall_ms);
}

void request_get_status(struct request *r, const struct run_key *run)
{
	struct kube_path path = path_of(run, kube_kind_config_map, status_name_make(r->arena, str_from(run->job)));

	begin(r, kube_verb_get, &path);
}

static void add_time(struct buf *b, const char *key, int64_t ms)
{
	char text[rfc3339_size];

	if (!ms)
		return;
	rfc3339_seconds(ms, text);
	body_add(b, ", %: %", key, text);
}

static void add_count(struct request *r, const char *key, int64_t count)
{
	body_add(&r->body, ", %: %", key, arena_format(r->arena, "%lld", (long long)count).data);
}

static void add_shown(struct request *r, const struct shown_run *shown)
{
	body_add(&r->body, "%: %, %: %", STATUS_RUN, shown->run, STATUS_PHASE, run_phase_name(shown->phase));
	if (shown->reason[0])
		body_add(&r->body, ", %: %", STATUS_REASON, shown->reason);
	add_time(&r->body, STATUS_CREATED, shown->created_ms);
	add_time(&r->body, STATUS_STARTED, shown->started_ms);
	add_time(&r->body, STATUS_FINISHED, shown->finished_ms);
	add_count(r, STATUS_WORKERS, shown->workers);
	add_count(r, STATUS_WORKERS_READY, shown->workers_ready);
}

static void add_ledger(struct request *r, const struct job_ledger *ledger, const struct finished_run *finished)
{
	uint32_t count = ledger ? ledger->run_count : 0;
	struct buf lines;

	buf_init(&lines, body_max);
	if (finished)
		finished_run_write(&lines, finished);
	for (uint32_t i = 0; i < count && i < ledger_max - (finished != NULL); i++)
		finished_run_write(&lines, &ledger->runs[i]);
	body_add(&r->body, ", %: ", STATUS_LEDGER);
	json_quote(&r->body, buf_str(&lines));
	r->body.failed |= lines.failed;
	buf_release(&lines);
}

/* The first time it is created, so that a ConfigMap of that name that is somebody else's is met and not written over. */
static void begin_status(struct request *r, const struct run_key *run, struct str name, const char *version)
{
	struct kube_path path = path_of(run, kube_kind_config_map, version[0] ? name : STR_NONE);

	begin(r, version[0] ? kube_verb_patch : kube_verb_post, &path);
	kube_query_add(&r->path, "fieldManager", STR(FIELD_MANAGER));
	if (!version[0])
		return;
	kube_query_add(&r->path, "force", STR("true"));
	r->content_type = KUBE_APPLY_PATCH;
}

/* With the version that we know, so that nobody's newer lines are lost. */
void request_write_status(struct request *r, const struct run_key *run, const struct job_ledger *ledger,
			  const struct shown_run *shown, const struct finished_run *finished)
{
	struct str name = status_name_make(r->arena, str_from(run->job));
	const char *version = ledger ? ledger->version : "";

	begin_status(r, run, name, version);
	body_add(&r->body, "{'apiVersion': 'v1', 'kind': 'ConfigMap', 'metadata': {'name': %, 'namespace': %", name.data,
		 run->namespace);
	if (version[0])
		body_add(&r->body, ", 'resourceVersion': %", version);
	body_add(&r->body, ", 'labels': {%: %, %: %, %: %}}, 'data': {", LABEL_APP_MANAGED_BY, FIELD_MANAGER, LABEL_JOB, run->job,
		 LABEL_ROLE, ROLE_STATUS);
	add_shown(r, shown);
	add_ledger(r, ledger, finished);
	body_add(&r->body, "}}");
}
