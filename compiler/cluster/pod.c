/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pod's JSON -> what people want to know. Of several reasons the most telling
 * one counts: a container that has failed, one that cannot start, no node, and
 * last that it is being made.
 */
#include "compiler/cluster/pod.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/cluster/object.h"
#include "lib/contract/keys.h"
#include "lib/kube/json.h"

#define LABEL_INDEX "batch.kubernetes.io/job-completion-index"
#define ANNOTATION_CONTAINER "kubectl.kubernetes.io/default-container"

static struct str text_of(struct str raw, struct arena *a)
{
	struct str text;

	return json_text(raw, a, &text) ? arena_str(a, text) : STR_NONE;
}

static int64_t integer_of(struct str raw, int64_t otherwise)
{
	int64_t n;

	return json_integer(raw, &n) ? n : otherwise;
}

/* What every pod goes through says nothing when there is something better to say. */
static bool is_usual(struct str reason)
{
	return str_is(reason, "ContainerCreating") || str_is(reason, "PodInitializing") || str_is(reason, "Completed");
}

static void set_reason(struct cluster_pod *pod, struct str reason, struct str message)
{
	if (!reason.length || (pod->reason.length && (is_usual(reason) || !is_usual(pod->reason))))
		return;
	pod->reason = reason;
	pod->message = message;
}

/* `state` is one of running, waiting and terminated; the last one is only looked at for a code that is not 0. */
static void read_terminated(struct str terminated, struct arena *a, struct cluster_pod *pod, bool is_last)
{
	struct str code, reason, message;
	const struct json_field fields[] = {{"exitCode", &code}, {"reason", &reason}, {"message", &message}};
	int64_t exit_code;

	if (json_pick(terminated, fields, 3) < 0 || !json_integer(code, &exit_code))
		return;
	pod->started = true;
	if (pod->exit_code < 0 || exit_code)
		pod->exit_code = exit_code;
	if (exit_code && !is_last)
		set_reason(pod, text_of(reason, a), text_of(message, a));
}

static void read_container(struct str container, struct arena *a, struct cluster_pod *pod)
{
	struct str waiting_reason, waiting_message, running, terminated, last, restarts;
	const struct json_field fields[] = {{"state.waiting.reason", &waiting_reason},
					    {"state.waiting.message", &waiting_message},
					    {"state.running", &running},
					    {"state.terminated", &terminated},
					    {"lastState.terminated", &last},
					    {"restartCount", &restarts}};

	if (json_pick(container, fields, sizeof(fields) / sizeof(*fields)) < 0)
		return;
	pod->restarts += integer_of(restarts, 0);
	pod->started = pod->started || running.length;
	read_terminated(terminated, a, pod, false);
	read_terminated(last, a, pod, true);
	set_reason(pod, text_of(waiting_reason, a), text_of(waiting_message, a));
}

static void read_containers(struct str containers, struct arena *a, struct cluster_pod *pod)
{
	struct str container;

	while (json_next_item(&containers, &container))
		read_container(container, a, pod);
}

static void read_conditions(struct str conditions, struct arena *a, struct cluster_pod *pod)
{
	struct str condition;

	while (json_next_item(&conditions, &condition)) {
		struct str type, status, reason, message;
		const struct json_field fields[] = {
			{"type", &type}, {"status", &status}, {"reason", &reason}, {"message", &message}};

		if (json_pick(condition, fields, 4) < 0)
			continue;
		if (json_is(type, "Ready"))
			pod->ready = json_is(status, "True");
		if (json_is(type, "PodScheduled") && json_is(status, "False"))
			set_reason(pod, text_of(reason, a), text_of(message, a));
	}
}

/* The one that is named as such, else the first: sidecars that are put in come behind. */
static struct str main_container(struct str annotations, struct str containers, struct arena *a)
{
	struct str named = text_of(json_get(annotations, ANNOTATION_CONTAINER), a), first;

	if (named.length)
		return named;
	return json_next_item(&containers, &first) ? text_of(json_get(first, "name"), a) : STR_NONE;
}

static int64_t index_of(struct str labels, struct arena *a)
{
	int64_t index;

	return str_to_int(text_of(json_get(labels, LABEL_INDEX), a), &index) ? index : -1;
}

static void read_status(struct str status, struct arena *a, struct cluster_pod *pod)
{
	struct str phase, reason, message, conditions, init, containers;
	const struct json_field fields[] = {{"phase", &phase},
					    {"reason", &reason},
					    {"message", &message},
					    {"conditions", &conditions},
					    {"initContainerStatuses", &init},
					    {"containerStatuses", &containers}};

	json_pick(status, fields, sizeof(fields) / sizeof(*fields));
	pod->phase = text_of(phase, a);
	read_containers(init, a, pod);
	pod->started = false;
	read_containers(containers, a, pod);
	read_conditions(conditions, a, pod);
	set_reason(pod, text_of(reason, a), text_of(message, a));
	if (str_is(pod->phase, "Running") && is_usual(pod->reason))
		pod->reason = pod->message = STR_NONE;
}

bool pod_read(struct str json, struct arena *a, struct cluster_pod *out)
{
	struct str name, labels, annotations, created, node, containers, status;
	const struct json_field fields[] = {{"metadata.name", &name},
					    {"metadata.labels", &labels},
					    {"metadata.annotations", &annotations},
					    {"metadata.creationTimestamp", &created},
					    {"spec.nodeName", &node},
					    {"spec.containers", &containers},
					    {"status", &status}};

	if (json_pick(json, fields, sizeof(fields) / sizeof(*fields)) < 0 || !name.length)
		return false;
	*out = (struct cluster_pod){
		.name = text_of(name, a),
		.role = text_of(json_get(labels, LABEL_ROLE), a),
		.node = text_of(node, a),
		.container = main_container(annotations, containers, a),
		.index = index_of(labels, a),
		.exit_code = -1,
		.created_ms = object_time(created),
	};
	read_status(status, a, out);
	return true;
}

static int compare(const void *x, const void *y)
{
	const struct cluster_pod *a = x, *b = y;
	int order = str_compare(a->role, b->role);

	if (!order)
		order = (a->index > b->index) - (a->index < b->index);
	if (!order)
		order = (a->created_ms < b->created_ms) - (a->created_ms > b->created_ms);
	return order ? order : str_compare(a->name, b->name);
}

struct taker {
	struct arena *arena;
	struct pod_list *list;
};

static int take(void *payload, struct str item)
{
	struct taker *t = payload;
	struct pod_list *list = t->list;
	struct cluster_pod pod;

	if (!pod_read(item, t->arena, &pod))
		return 0;
	arena_grow(t->arena, list->items, list->count, list->capacity);
	list->items[list->count++] = pod;
	return 0;
}

int pod_list_read(struct session *s, struct str namespace, struct str job, struct str run, const char *role, struct pod_list *out,
		  struct error *err)
{
	struct str which = role ? arena_format(s->arena, ",%s=%s", LABEL_ROLE, role) : STR_NONE;
	const struct question q = {
		.path = {.kind = kube_kind_pod, .namespace = namespace},
		.labels = arena_format(s->arena, "%s=%.*s,%s=%.*s%.*s", LABEL_JOB, STR_ARG(job), LABEL_RUN, STR_ARG(run),
				       STR_ARG(which)),
	};
	struct taker t = {s->arena, out};

	*out = (struct pod_list){0};
	if (session_list_all(s, &q, take, &t, err) < 0)
		return -1;
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), compare);
	return 0;
}
