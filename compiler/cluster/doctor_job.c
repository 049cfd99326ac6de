/* SPDX-License-Identifier: Apache-2.0 */
/* Asks for everything that says how the newest run of a job is going. What cannot be had is left out. */
#include <string.h>

#include "compiler/cluster/diagnose.h"
#include "compiler/cluster/doctor.h"
#include "compiler/cluster/finding.h"
#include "compiler/cluster/logs.h"
#include "compiler/cluster/object.h"
#include "compiler/cluster/pod.h"
#include "compiler/cluster/status.h"
#include "lib/contract/keys.h"
#include "lib/kube/json.h"

#define LABEL_QUEUE "kueue.x-k8s.io/queue-name"

enum { log_lines = 10 };

struct gatherer {
	struct doctor *doctor;
	struct job_facts *facts;
};

static struct str text_of(struct doctor *d, struct str raw)
{
	struct str text;

	return json_text(raw, d->arena, &text) ? arena_str(d->arena, text) : STR_NONE;
}

static void add_mount(struct gatherer *g, const char *kind, struct str name)
{
	struct job_facts *f = g->facts;

	for (uint32_t i = 0; i < f->mount_count; i++)
		if (str_equal(f->mounts[i].name, name) && strcmp(f->mounts[i].kind, kind) == 0)
			return;
	arena_grow(g->doctor->arena, f->mounts, f->mount_count, f->mount_capacity);
	f->mounts[f->mount_count++] = (struct mount_fact){.kind = kind, .name = name};
}

static void gather_mounts(struct gatherer *g, struct str volumes)
{
	struct str volume;

	while (json_next_item(&volumes, &volume)) {
		struct str secret, map, secret_optional, map_optional;
		const struct json_field fields[] = {{"secret.secretName", &secret}, {"configMap.name", &map},
						    {"secret.optional", &secret_optional}, {"configMap.optional", &map_optional}};

		if (json_pick(volume, fields, 4) < 0)
			continue;
		secret = text_of(g->doctor, secret);
		map = text_of(g->doctor, map);
		if (secret.length && !str_is(secret_optional, "true"))
			add_mount(g, kube_kind_info(kube_kind_secret)->kind, secret);
		if (map.length && !str_is(map_optional, "true"))
			add_mount(g, kube_kind_info(kube_kind_config_map)->kind, map);
	}
}

static int take_job(void *payload, struct str item)
{
	struct gatherer *g = payload;
	struct str labels, annotations, volumes;
	const struct json_field fields[] = {{"metadata.labels", &labels}, {"metadata.annotations", &annotations},
					    {"spec.template.spec.volumes", &volumes}};
	struct object object;

	if (!object_read_job(item, &object) || json_pick(item, fields, 3) < 0 ||
	    !str_is(str_from(object.shown.run), g->facts->run.shown.run))
		return 0;
	if (object.kind == object_launcher)
		g->facts->has_launcher = true;
	else
		g->facts->has_worker = true;
	if (json_is(json_get(annotations, ANNOTATION_KEYS), KEYS_CONTROLLER))
		g->facts->keys_by_controller = true;
	if (json_get(labels, LABEL_QUEUE).length)
		g->facts->scheduled_elsewhere = true;
	gather_mounts(g, volumes);
	return 0;
}

static void gather_jobs(struct gatherer *g)
{
	const struct job_facts *f = g->facts;
	const struct question q = {.path = {.kind = kube_kind_job, .namespace = f->run.namespace},
				   .labels = status_job_selector(g->doctor->arena, f->run.job)};
	struct error err;

	session_list_all(g->doctor->session, &q, take_job, g, &err);
}

/* Only whether they exist is asked for: nobody's secrets come here. */
static void check_mounts(struct gatherer *g)
{
	struct job_facts *f = g->facts;

	for (uint32_t i = 0; i < f->mount_count; i++) {
		struct mount_fact *mount = &f->mounts[i];
		bool is_secret = strcmp(mount->kind, kube_kind_info(kube_kind_secret)->kind) == 0;
		const struct question q = {.path = {.kind = is_secret ? kube_kind_secret : kube_kind_config_map,
						    .namespace = f->run.namespace, .name = mount->name},
					   .accept = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"};
		struct kube_answer answer;
		struct error err;

		if (session_ask(g->doctor->session, &q, &answer, &err) == 0)
			mount->missing = answer.status.code == kube_code_not_found;
	}
}

static void gather_ledger(struct gatherer *g)
{
	struct doctor *d = g->doctor;
	struct job_facts *f = g->facts;
	const struct question q = {.path = {.kind = kube_kind_config_map, .namespace = f->run.namespace,
					    .name = status_name_make(d->arena, f->run.job)}};
	struct str data, lines;
	const struct json_field fields[] = {{"data", &data}};
	struct kube_answer answer;
	struct finished_run run;
	struct error err;

	if (session_ask(d->session, &q, &answer, &err) < 0 || answer.status.code != kube_code_ok ||
	    json_pick(answer.body, fields, 1) < 0)
		return;
	lines = text_of(d, json_get(data, STATUS_LEDGER));
	while (finished_run_next(&lines, &run)) {
		if (!str_is(str_from(run.run), f->run.shown.run))
			continue;
		f->knows_end = true;
		f->end = run;
	}
}

static void add_event(struct gatherer *g, const struct event_fact *event)
{
	struct job_facts *f = g->facts;

	for (uint32_t i = 0; i < f->event_count; i++) {
		if (!str_equal(f->events[i].object, event->object) || !str_equal(f->events[i].reason, event->reason))
			continue;
		if (event->time_ms >= f->events[i].time_ms)
			f->events[i] = *event;
		return;
	}
	arena_grow(g->doctor->arena, f->events, f->event_count, f->event_capacity);
	f->events[f->event_count++] = *event;
}

static int take_event(void *payload, struct str item)
{
	struct gatherer *g = payload;
	struct str name, reason, note, type, series, last, first;
	const struct json_field fields[] = {{"regarding.name", &name},
					    {"reason", &reason},
					    {"note", &note},
					    {"type", &type},
					    {"series.lastObservedTime", &series},
					    {"deprecatedLastTimestamp", &last},
					    {"eventTime", &first}};
	struct event_fact event;

	if (json_pick(item, fields, sizeof(fields) / sizeof(*fields)) < 0 || !json_is(type, "Warning"))
		return 0;
	event = (struct event_fact){text_of(g->doctor, name), text_of(g->doctor, reason), text_of(g->doctor, note),
				    object_time(series)};
	if (!event.time_ms)
		event.time_ms = object_time(last);
	if (!event.time_ms)
		event.time_ms = object_time(first);
	add_event(g, &event);
	return 0;
}

static void gather_events_of(struct gatherer *g, struct str name)
{
	const struct question q = {.path = {.kind = kube_kind_event, .namespace = g->facts->run.namespace},
				   .fields = arena_format(g->doctor->arena, "regarding.name=%.*s", STR_ARG(name))};
	struct error err;

	session_list_all(g->doctor->session, &q, take_event, g, &err);
}

/* Of the Jobs, and of the first pod that has a node and does not start. */
static void gather_events(struct gatherer *g)
{
	const struct job_facts *f = g->facts;

	gather_events_of(g, f->names.launcher);
	gather_events_of(g, f->has_worker ? f->names.worker : f->names.run);
	for (uint32_t i = 0; i < f->pod_count; i++) {
		if (f->pods[i].started || !f->pods[i].node.length)
			continue;
		gather_events_of(g, f->pods[i].name);
		return;
	}
}

static void gather_log(struct gatherer *g)
{
	struct job_facts *f = g->facts;

	for (uint32_t i = 0; i < f->pod_count; i++) {
		if (!str_is(f->pods[i].role, ROLE_LAUNCHER) || f->pods[i].index > 0 || !f->pods[i].started)
			continue;
		f->log = log_tail(g->doctor->session, f->run.namespace, &f->pods[i], log_lines);
		return;
	}
}

void doctor_job(struct doctor *d)
{
	struct job_facts facts = {0};
	struct gatherer g = {d, &facts};
	struct str job = d->request->job;
	struct pod_list pods;
	struct error err;

	if (status_run(d->session, job, &facts.run, &err) < 0) {
		finding_add(d->out, finding_problem, arena_format(d->arena, "job %.*s", STR_ARG(job)),
			    err.code == error_not_found ? "see whether it is in git and your GitOps tool could apply it" : NULL,
			    "%s", err.message);
		return;
	}
	run_names_make(d->arena, job, str_from(facts.run.shown.run), &facts.names);
	gather_jobs(&g);
	check_mounts(&g);
	gather_ledger(&g);
	if (pod_list_read(d->session, facts.run.namespace, job, str_from(facts.run.shown.run), NULL, &pods, &err) == 0) {
		facts.pods = pods.items;
		facts.pod_count = pods.count;
	}
	gather_events(&g);
	gather_log(&g);
	diagnose(&facts, d->out);
}
