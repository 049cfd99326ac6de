/* SPDX-License-Identifier: Apache-2.0 */
/* A pod is found by labels, and its log handed on as it comes. */
#include "compiler/cluster/logs.h"

#include "compiler/cluster/pod.h"
#include "compiler/cluster/status.h"
#include "lib/contract/keys.h"
#include "lib/kube/json.h"

enum { wait_ms = 1000 /* between two looks at a container that has not started */ };

static struct question log_question(struct arena *a, struct str namespace, const struct cluster_pod *pod, struct str query)
{
	struct str container = pod->container.length ? arena_format(a, "&container=%.*s", STR_ARG(pod->container)) : STR_NONE;

	return (struct question){
		.path = {.kind = kube_kind_pod, .namespace = namespace, .name = pod->name, .subresource = "log"},
		.query = arena_join(a, query, container),
		.accept = "*/*",
	};
}

struct str log_tail(struct session *s, struct str namespace, const struct cluster_pod *pod, unsigned lines)
{
	const struct question q = log_question(s->arena, namespace, pod, arena_format(s->arena, "tailLines=%u", lines));
	struct kube_answer answer;
	struct error err;

	if (session_ask(s, &q, &answer, &err) < 0 || answer.status.code != kube_code_ok)
		return STR_NONE;
	return answer.body;
}

struct tail {
	const struct log_request *request;
	struct session *session;
	struct str namespace, run;
	bool told;    /* that it waits */
	bool deaf;    /* nobody reads any more */
};

static int take_bytes(void *payload, struct str bytes)
{
	struct tail *t = payload;

	t->deaf = t->request->write(t->request->payload, bytes) < 0;
	return t->deaf ? -1 : 0;
}

/* Target indexed: every pod belongs to the launcher Job, and index 0 launches. */
static bool fits(const struct log_request *request, const struct cluster_pod *pod)
{
	bool launches = str_is(pod->role, ROLE_LAUNCHER);

	if (request->worker < 0)
		return launches && pod->index <= 0;
	return pod->index == request->worker && (!launches || pod->index > 0);
}

/* Of several pods the newest that has a log. */
static const struct cluster_pod *choose(const struct log_request *request, const struct pod_list *pods)
{
	const struct cluster_pod *best = NULL;

	for (uint32_t i = 0; i < pods->count; i++) {
		const struct cluster_pod *pod = &pods->items[i];

		if (fits(request, pod) && (!best || pod->started > best->started ||
					   (pod->started == best->started && pod->created_ms > best->created_ms)))
			best = pod;
	}
	return best;
}

static struct str wanted(struct tail *t)
{
	return t->request->worker < 0 ? STR("launcher")
				      : arena_format(t->session->arena, "worker %lld", (long long)t->request->worker);
}

static int missing(struct tail *t, const struct cluster_pod *pod, struct error *err)
{
	struct str who = wanted(t);

	if (!pod)
		return error_set(err, error_not_found,
				 "there is no pod of the %.*s of run %.*s; it may have been cleaned up, or not been made "
				 "(`doctor` says why)",
				 STR_ARG(who), STR_ARG(t->run));
	return error_set(err, error_not_found, "the %.*s (pod %.*s) has not started%s%.*s; `doctor` says more", STR_ARG(who),
			 STR_ARG(pod->name), pod->reason.length ? ": " : "", STR_ARG(pod->reason));
}

/* *out is NULL, and `err` says why, while there is none that has started. */
static int find_pod(struct tail *t, const struct cluster_pod **out, struct error *err)
{
	struct pod_list pods;
	const struct cluster_pod *pod;

	*out = NULL;
	if (pod_list_read(t->session, t->namespace, t->request->job, t->run, NULL, &pods, err) < 0)
		return -1;
	pod = choose(t->request, &pods);
	if (pod && (pod->started || t->request->previous))
		*out = pod;
	else
		missing(t, pod, err);
	return 0;
}

static int wait_a_while(struct tail *t, struct error *err)
{
	int64_t until = kube_now() + wait_ms, now;

	while ((now = kube_now()) < until)
		if (kube_client_poll(t->session->client, NULL, 0, (int)(until - now), err) < 0)
			return -1;
	return 0;
}

static int wait_for_pod(struct tail *t, const struct cluster_pod **out, struct error *err)
{
	while (find_pod(t, out, err) == 0) {
		if (*out)
			return 0;
		if (!t->request->follow)
			return -1;
		if (!t->told && t->request->waiting)
			t->request->waiting(t->request->payload, str_from(err->message));
		t->told = true;
		if (wait_a_while(t, err) < 0)
			return -1;
	}
	return -1;
}

static int stream(struct tail *t, const struct cluster_pod *pod, struct error *err)
{
	struct str query = arena_format(t->session->arena, "follow=%s&previous=%s", t->request->follow ? "true" : "false",
					t->request->previous ? "true" : "false");
	const struct question q = log_question(t->session->arena, t->namespace, pod, query);
	struct kube_status status;

	if (session_stream(t->session, &q, take_bytes, t, &status, err) < 0)
		return -1;
	if (t->deaf || status.code == kube_code_ok)
		return 0;
	return error_set(err, error_remote, "cannot read the log of pod %.*s: %s", STR_ARG(pod->name), status.message);
}

int cluster_logs(const struct cluster_target *target, const struct log_request *request, struct arena *a, struct error *err)
{
	struct tail t = {.request = request, .run = request->run};
	const struct cluster_pod *pod;
	struct cluster_run run;

	if (session_open(target, a, &t.session, err) < 0 || status_run(t.session, request->job, &run, err) < 0)
		return -1;
	t.namespace = run.namespace;
	if (!t.run.length)
		t.run = arena_str(a, str_from(run.shown.run));
	return wait_for_pod(&t, &pod, err) < 0 ? -1 : stream(&t, pod, err);
}
