/* SPDX-License-Identifier: Apache-2.0 */
/* Questions -> requests -> answers. */
#include "compiler/cluster/session.h"

#include "lib/kube/list_split.h"

enum { url_max = 8192, item_max = 4 << 20 };

static void free_client(void *client)
{
	kube_client_free(client);
}

int session_open(const struct cluster_target *target, struct arena *a, struct session **out, struct error *err)
{
	/* Plain HTTP only to this machine, as `kubectl proxy` serves it. */
	const struct kube_client_options options = {.allow_http = true};
	struct kube_environment environment = kube_environment_read();
	struct session *s = arena_new(a, struct session);

	s->arena = a;
	if (kube_config_load(&io_files, &environment, target->kubeconfig, target->context, a, &s->config, err) < 0)
		return -1;
	if (kube_client_new(&s->config, &io_files, &options, &s->client, err) < 0)
		return -1;
	arena_defer(a, free_client, s->client);
	if (!target->all_namespaces)
		s->namespace = target->namespace.length ? target->namespace : s->config.namespace;
	*out = s;
	return 0;
}

static void add_query(struct buf *url, const char *key, struct str value)
{
	if (value.length)
		kube_query_add(url, key, value);
}

static int make_url(const struct question *q, struct buf *url, struct error *err)
{
	if (!kube_path_add(url, &q->path))
		return error_set(err, error_remote, "`%.*s` is no name of an object", STR_ARG(q->path.name));
	add_query(url, "labelSelector", q->labels);
	add_query(url, "fieldSelector", q->fields);
	if (q->query.length)
		buf_printf(url, "%c%.*s", str_find(buf_str(url), '?') == SIZE_MAX ? '?' : '&', STR_ARG(q->query));
	return url->failed ? error_set(err, error_remote, "a request's address is too long") : 0;
}

static int run_call(struct session *s, struct kube_call *call, struct buf *url, struct kube_answer *out, struct error *err)
{
	call->path = buf_str(url);
	return url->failed ? error_set(err, error_remote, "a request's address is too long")
			   : kube_client_run(s->client, call, s->arena, out, err);
}

static int ask(struct session *s, const struct question *q, struct kube_call *call, struct kube_answer *out, struct error *err)
{
	struct buf url;
	int status;

	buf_init(&url, url_max);
	status = make_url(q, &url, err);
	if (status == 0)
		status = run_call(s, call, &url, out, err);
	buf_release(&url);
	return status;
}

int session_ask(struct session *s, const struct question *q, struct kube_answer *out, struct error *err)
{
	struct kube_call call = {.verb = q->body.length ? kube_verb_post : kube_verb_get, .accept = q->accept, .body = q->body};

	return ask(s, q, &call, out, err);
}

int session_stream(struct session *s, const struct question *q, int (*take)(void *payload, struct str bytes), void *payload,
		   struct kube_status *out, struct error *err)
{
	struct kube_call call = {
		.lane = kube_lane_watch, .timeout_ms = -1, .accept = q->accept, .stream = take, .payload = payload};
	struct kube_answer answer;
	int status = ask(s, q, &call, &answer, err);

	if (status == 0)
		*out = answer.status;
	return status;
}

struct pages {
	struct list_split split;
	struct list_page page;
	int (*each)(void *payload, struct str item);
	void *payload;
	struct error *err;
};

static int take_bytes(void *payload, struct str bytes)
{
	struct pages *p = payload;

	return list_split_add(&p->split, bytes, p->each, p->payload, p->err);
}

static int read_page(struct session *s, struct pages *p, struct kube_status *out, struct buf *url)
{
	struct kube_call call = {.verb = kube_verb_get, .stream = take_bytes, .payload = p};
	struct kube_answer answer;

	kube_query_add(url, "limit", STR("500"));
	add_query(url, "continue", str_from(p->page.continue_token));
	list_split_clear(&p->split);
	p->page.continue_token[0] = '\0';
	if (run_call(s, &call, url, &answer, p->err) < 0)
		return -1;
	*out = answer.status;
	return answer.status.code == kube_code_ok ? list_split_end(&p->split, &p->page, p->err) : 0;
}

int session_list(struct session *s, const struct question *q, int (*each)(void *payload, struct str item), void *payload,
		 struct kube_status *out, struct error *err)
{
	struct pages p = {.each = each, .payload = payload, .err = err};
	struct buf url;
	int status;

	list_split_init(&p.split, item_max);
	buf_init(&url, url_max);
	do {
		buf_clear(&url);
		status = make_url(q, &url, err);
		if (status == 0)
			status = read_page(s, &p, out, &url);
	} while (status == 0 && out->code == kube_code_ok && p.page.continue_token[0]);
	buf_release(&url);
	list_split_release(&p.split);
	return status;
}

int session_refused(const struct session *s, const struct kube_path *path, const struct kube_status *status, struct error *err)
{
	const char *resource = kube_kind_info(path->kind)->resource;

	if (status->code == kube_code_transport)
		return error_set(err, error_remote, "the apiserver %.*s cannot be reached: %s", STR_ARG(s->config.server),
				 status->message);
	if (status->code == kube_code_unauthorized)
		return error_set(err, error_remote, "the apiserver %.*s does not accept these credentials: %s",
				 STR_ARG(s->config.server), status->message);
	if (path->name.length)
		return error_set(err, error_remote, "cannot read %s `%.*s` in namespace `%.*s`: %s", resource,
				 STR_ARG(path->name), STR_ARG(path->namespace), status->message);
	if (path->namespace.length)
		return error_set(err, error_remote, "cannot list %s in namespace `%.*s`: %s", resource, STR_ARG(path->namespace),
				 status->message);
	return error_set(err, error_remote, "cannot list %s in all namespaces: %s", resource, status->message);
}

int session_list_all(struct session *s, const struct question *q, int (*each)(void *payload, struct str item), void *payload,
		     struct error *err)
{
	struct kube_status status;

	if (session_list(s, q, each, payload, &status, err) < 0)
		return -1;
	return status.code == kube_code_ok ? 0 : session_refused(s, &q->path, &status, err);
}
