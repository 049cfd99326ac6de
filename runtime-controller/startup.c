/* SPDX-License-Identifier: Apache-2.0 */
/* Version and ledger, one request after the other. */
#include "runtime-controller/startup.h"

#include "lib/contract/keys.h"
#include "lib/kube/json.h"
#include "lib/kube/kube_path.h"

enum { url_max = 8192, config_map_max = 2 << 20 };

void startup_init(struct startup *s)
{
	list_split_init(&s->split, config_map_max);
}

void startup_release(struct startup *s)
{
	list_split_release(&s->split);
}

static void failed(struct startup *s, const char *what, const struct kube_status *status)
{
	int64_t now_ms = kube_now();

	s->at_ms = now_ms + backoff_next(&s->backoff, now_ms, kube_client_random(s->client));
	log_add(s->log, log_warning, "a request failed", "to", what, "code", kube_code_name(status->code), "why", status->message,
		NULL);
}

/* "34" of "34+". */
static unsigned read_minor(struct str body)
{
	char text[16];
	unsigned minor = 0;

	if (!json_copy(json_get(body, "minor"), text, sizeof(text)))
		return 0;
	for (const char *c = text; *c >= '0' && *c <= '9' && minor < 10000; c++)
		minor = minor * 10 + (unsigned)(*c - '0');
	return minor;
}

static void version_came(void *payload, const struct kube_answer *answer)
{
	struct startup *s = payload;

	s->busy = false;
	if (answer->status.code != kube_code_ok) {
		failed(s, "read the version", &answer->status);
		return;
	}
	s->minor = read_minor(answer->body);
	s->state = startup_ledger;
}

static int take_config_map(void *payload, struct str item)
{
	struct startup *s = payload;
	struct error err;
	int status = ledger_read(s->ledger, item, s->scratch, &err);

	arena_release(s->scratch);
	return status;
}

static int take_bytes(void *payload, struct str bytes)
{
	struct startup *s = payload;
	struct error err;

	return list_split_add(&s->split, bytes, take_config_map, s, &err);
}

static void page_came(void *payload, const struct kube_answer *answer)
{
	struct startup *s = payload;
	struct kube_status status = answer->status;
	struct error err;

	s->busy = false;
	if (status.code == kube_code_ok && list_split_end(&s->split, &s->page, &err) < 0)
		kube_status_set(&status, kube_code_server, "%s", err.message);
	list_split_clear(&s->split);
	if (status.code != kube_code_ok) {
		s->page.continue_token[0] = '\0';
		failed(s, "read the ledger", &status);
		return;
	}
	if (!s->page.continue_token[0])
		s->state = startup_done;
}

static void start(struct startup *s, struct kube_call *call, struct buf *url)
{
	struct kube_answer unsent = {.status = {.code = kube_code_transport, .message = "the request could not be sent"}};

	call->verb = kube_verb_get;
	call->payload = s;
	call->path = buf_str(url);
	s->busy = true;
	if (url->failed || kube_client_start(s->client, call, NULL, NULL) < 0)
		call->done(s, &unsent);
}

static void ask_version(struct startup *s, struct buf *url)
{
	struct kube_path path = {.kind = kube_kind_version};
	struct kube_call call = {.done = version_came};

	kube_path_add(url, &path);
	start(s, &call, url);
}

/* Without a resourceVersion the answer is what has been agreed on, not what some cache remembers. */
static void ask_page(struct startup *s, struct buf *url)
{
	struct kube_path path = {.kind = kube_kind_config_map, .namespace = str_from(s->namespace)};
	struct kube_call call = {.done = page_came, .stream = take_bytes};

	kube_path_add(url, &path);
	kube_query_add(url, "labelSelector", STR(LABEL_ROLE "=" ROLE_STATUS));
	kube_query_add(url, "limit", STR("500"));
	if (s->page.continue_token[0])
		kube_query_add(url, "continue", str_from(s->page.continue_token));
	start(s, &call, url);
}

bool startup_run(struct startup *s)
{
	struct buf url;

	if (s->state == startup_done)
		return true;
	if (s->busy || kube_now() < s->at_ms)
		return false;
	buf_init(&url, url_max);
	if (s->state == startup_version)
		ask_version(s, &url);
	else
		ask_page(s, &url);
	buf_release(&url);
	return false;
}

int64_t startup_wait(const struct startup *s, int64_t now_ms)
{
	if (s->busy || s->state == startup_done)
		return -1;
	return s->at_ms > now_ms ? s->at_ms - now_ms : 0;
}
