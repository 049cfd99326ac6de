/* SPDX-License-Identifier: Apache-2.0 */
/* One request -> a transfer of libcurl; with kube_tls.c every option that safety hangs on. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "lib/kube/kube_internal.h"

enum {
	keepalive_idle_s = 15,
	keepalive_interval_s = 5,
	keepalive_count = 3,
	user_timeout_ms = 30000 /* bytes that nobody has acknowledged for so long: the peer is gone */
};

static const char *const verbs[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};

static void refuse(struct kube_request *r, const char *message)
{
	if (r->refused)
		return;
	r->refused = true;
	kube_status_set(&r->status, kube_code_server, "%s", message);
}

static long http_of(const struct kube_request *r)
{
	long http = 0;

	curl_easy_getinfo(r->easy, CURLINFO_RESPONSE_CODE, &http);
	return http;
}

/* A header's value, when the line is of that header. */
static void copy_header(struct str line, const char *name, char *out, size_t size)
{
	size_t length = strlen(name);

	if (line.length > length && strncasecmp(line.data, name, length) == 0 && line.data[length] == ':') {
		struct str value = str_trim(str_slice(line, length + 1, line.length));

		snprintf(out, size, "%.*s", STR_ARG(value));
	}
}

/* Interim answers (100) come before the last one: a status line begins anew. */
static size_t on_header(char *bytes, size_t one, size_t count, void *payload)
{
	struct kube_request *r = payload;
	struct str line = {bytes, one * count};

	r->header_bytes += line.length;
	if (r->header_bytes > kube_headers_max) {
		refuse(r, "an answer with too many headers");
		return 0;
	}
	if (str_starts(line, "HTTP/"))
		r->retry_after[0] = r->content_type[0] = '\0';
	copy_header(line, "Retry-After", r->retry_after, sizeof(r->retry_after));
	copy_header(line, "Content-Type", r->content_type, sizeof(r->content_type));
	kube_warning_take(r->client, line);
	return line.length;
}

static bool is_expected_type(const struct kube_request *r)
{
	bool json = !r->call.accept || str_starts(str_from(r->call.accept), "application/json");

	return !json || strncasecmp(r->content_type, "application/json", 16) == 0;
}

static bool take_success(struct kube_request *r, struct str bytes)
{
	if (!is_expected_type(r)) {
		refuse(r, "an answer that is no JSON; is this an apiserver?");
		return false;
	}
	if (r->call.stream) {
		if (r->call.stream(r->call.payload, bytes) >= 0)
			return true;
		refuse(r, "what came was not taken");
		return false;
	}
	buf_add(&r->body, bytes);
	if (r->body.failed)
		refuse(r, "an answer that is too large");
	return !r->body.failed;
}

static size_t on_body(char *data, size_t one, size_t count, void *payload)
{
	struct kube_request *r = payload;
	struct str bytes = {data, one * count};
	long http = http_of(r);

	r->client->counts.bytes_read += bytes.length;
	if (r->cancelled)
		return 0;
	if (http >= 200 && http < 300)
		return take_success(r, bytes) && !r->cancelled ? bytes.length : 0;
	if (r->body.length < kube_error_body_max)
		buf_add(&r->body, str_slice(bytes, 0, kube_error_body_max - r->body.length));
	return bytes.length;
}

/*
 * Bodies are read by callback, and there is none to rewind them: so libcurl cannot send a write a second
 * time when a kept connection turns out to be closed.
 */
static size_t on_read(char *out, size_t one, size_t count, void *payload)
{
	struct kube_request *r = payload;
	struct str part = str_slice(r->call.body, r->sent, r->sent + one * count);

	if (part.length)
		memcpy(out, part.data, part.length);
	r->sent += part.length;
	return part.length;
}

static int on_new_socket(void *payload, curl_socket_t fd, curlsocktype purpose)
{
	int timeout = user_timeout_ms, count = keepalive_count;

	(void)payload;
	(void)purpose;
	/* Without effect on a socket that is not TCP's; a kernel that refuses them serves as well, only later. */
	setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout, sizeof(timeout));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof(count));
	return CURL_SOCKOPT_OK;
}

/*
 * Reads share a connection. A server that leaves one (GOAWAY: a restart, or a rebalancing of load) refuses the requests
 * it has not looked at; a read is then simply sent again, but a write would be as good as lost. So each has its own.
 */
static long http_version(const struct kube_request *r)
{
	return r->call.verb == kube_verb_get ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1;
}

static void set_connection(const struct kube_request *r, int64_t now)
{
	const struct kube_client *c = r->client;
	int64_t left = r->deadline == INT64_MAX ? 0 : r->deadline - now;

	curl_easy_setopt(r->easy, CURLOPT_PROTOCOLS_STR, c->allow_http ? "http,https" : "https");
	curl_easy_setopt(r->easy, CURLOPT_REDIR_PROTOCOLS_STR, "");
	curl_easy_setopt(r->easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(r->easy, CURLOPT_PROXY, c->config->proxy_url.length ? c->config->proxy_url.data : "");
	curl_easy_setopt(r->easy, CURLOPT_NOPROXY, "");
	curl_easy_setopt(r->easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl_easy_setopt(r->easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(r->easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(r->easy, CURLOPT_PATH_AS_IS, 1L);
	curl_easy_setopt(r->easy, CURLOPT_HTTP_VERSION, http_version(r));
	/* Without TLS nothing would ever tell that the connection cannot be shared, and a watch holds it for ever. */
	curl_easy_setopt(r->easy, CURLOPT_PIPEWAIT, str_starts(c->config->server, "https://") ? 1L : 0L);
	curl_easy_setopt(r->easy, CURLOPT_CONNECTTIMEOUT_MS, (long)kube_connect_ms);
	curl_easy_setopt(r->easy, CURLOPT_TIMEOUT_MS, left > 0 ? (long)left : 0L);
	curl_easy_setopt(r->easy, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(r->easy, CURLOPT_TCP_KEEPIDLE, (long)keepalive_idle_s);
	curl_easy_setopt(r->easy, CURLOPT_TCP_KEEPINTVL, (long)keepalive_interval_s);
	curl_easy_setopt(r->easy, CURLOPT_SOCKOPTFUNCTION, on_new_socket);
	if (c->connect_to)
		curl_easy_setopt(r->easy, CURLOPT_CONNECT_TO, c->connect_to);
}

static void set_body(struct kube_request *r)
{
	r->sent = 0;
	if (r->call.verb == kube_verb_get)
		return;
	curl_easy_setopt(r->easy, CURLOPT_POST, 1L);
	curl_easy_setopt(r->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->call.body.length);
	curl_easy_setopt(r->easy, CURLOPT_READFUNCTION, on_read);
	curl_easy_setopt(r->easy, CURLOPT_READDATA, r);
	curl_easy_setopt(r->easy, CURLOPT_CUSTOMREQUEST, verbs[r->call.verb]);
}

static void set_callbacks(struct kube_request *r)
{
	r->error[0] = r->retry_after[0] = r->content_type[0] = '\0';
	r->header_bytes = 0;
	buf_clear(&r->body);
	curl_easy_setopt(r->easy, CURLOPT_PRIVATE, r);
	curl_easy_setopt(r->easy, CURLOPT_ERRORBUFFER, r->error);
	curl_easy_setopt(r->easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(r->easy, CURLOPT_HEADERDATA, r);
	curl_easy_setopt(r->easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(r->easy, CURLOPT_WRITEDATA, r);
}

/* False when there is no memory. */
static bool add_header(struct kube_request *r, struct buf *b, const char *beginning, struct str rest)
{
	struct curl_slist *longer;

	buf_clear(b);
	buf_printf(b, "%s%.*s", beginning, STR_ARG(rest));
	buf_putc(b, '\0');
	longer = b->failed ? NULL : curl_slist_append(r->headers, b->data);
	if (longer)
		r->headers = longer;
	return longer != NULL;
}

static bool add_identity(struct kube_request *r, struct buf *b, struct str token)
{
	const struct kube_config *config = r->client->config;
	bool ok = true;

	if (token.length)
		ok = add_header(r, b, "Authorization: Bearer ", token);
	if (config->as_user.length)
		ok = ok && add_header(r, b, "Impersonate-User: ", config->as_user);
	for (uint32_t i = 0; i < config->as_group_count; i++)
		ok = ok && add_header(r, b, "Impersonate-Group: ", config->as_groups[i]);
	return ok;
}

static int set_headers(struct kube_request *r, struct str token, struct error *err)
{
	const char *json = "application/json", *accept = r->call.accept ? r->call.accept : json;
	const char *type = r->call.content_type ? r->call.content_type : json;
	struct kube_client *c = r->client;
	struct buf b;
	bool ok;

	buf_init(&b, kube_token_max + 1000);
	ok = add_header(r, &b, "Accept: ", str_from(accept));
	if (r->call.verb != kube_verb_get)
		ok = ok && add_header(r, &b, "Content-Type: ", str_from(type)) && add_header(r, &b, "Expect:", STR_NONE);
	if (c->host.length)
		ok = ok && add_header(r, &b, "Host: ", buf_str(&c->host));
	ok = ok && add_identity(r, &b, token);
	if (b.data)
		explicit_bzero(b.data, b.capacity);
	buf_release(&b);
	if (!ok)
		return error_no_memory(err);
	curl_easy_setopt(r->easy, CURLOPT_HTTPHEADER, r->headers);
	curl_easy_setopt(r->easy, CURLOPT_USERAGENT, c->user_agent);
	if (c->config->username.length && token.length == 0) {
		curl_easy_setopt(r->easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
		curl_easy_setopt(r->easy, CURLOPT_USERNAME, c->config->username.data);
		curl_easy_setopt(r->easy, CURLOPT_PASSWORD, c->config->password.data ? c->config->password.data : "");
	}
	return 0;
}

static int set_url(const struct kube_request *r, struct error *err)
{
	struct buf b;
	CURLcode code = CURLE_OUT_OF_MEMORY;

	buf_init(&b, 64 << 10);
	buf_printf(&b, "%s%.*s", r->client->base.data, STR_ARG(r->call.path));
	buf_putc(&b, '\0');
	if (!b.failed)
		code = curl_easy_setopt(r->easy, CURLOPT_URL, b.data);
	buf_release(&b);
	return code == CURLE_OK ? 0 : error_no_memory(err);
}

int kube_easy_make(struct kube_request *r, int64_t now, struct error *err)
{
	struct kube_client *c = r->client;
	struct str token;

	if (kube_token_get(&c->token, now, (int64_t)time(NULL), &token, err) < 0)
		return -1;
	r->easy = curl_easy_init();
	if (!r->easy)
		return error_no_memory(err);
	set_callbacks(r);
	set_connection(r, now);
	kube_tls_set(r, now);
	set_body(r);
	return set_url(r, err) < 0 || set_headers(r, token, err) < 0 ? -1 : 0;
}

static void wipe_headers(struct curl_slist *list)
{
	for (; list; list = list->next)
		explicit_bzero(list->data, strlen(list->data));
}

void kube_easy_free(struct kube_request *r)
{
	curl_easy_cleanup(r->easy);
	r->easy = NULL;
	wipe_headers(r->headers);
	curl_slist_free_all(r->headers);
	r->headers = NULL;
}

/* https://REAL:PORT/… and another name in TLS: the URL gets that name, and the connection goes to REAL. */
static int prepare_other_name(struct kube_client *c, struct str scheme, struct str authority, struct str path, struct error *err)
{
	size_t colon = str_find_last(authority, ':'), bracket = str_find_last(authority, ']');
	bool has_port = colon != SIZE_MAX && (bracket == SIZE_MAX || colon > bracket);
	struct str port = has_port ? str_slice(authority, colon + 1, authority.length) : STR("443");
	struct str host = has_port ? str_slice(authority, 0, colon) : authority;
	struct buf b;

	buf_init(&b, 1000);
	buf_printf(&b, "::%.*s:%.*s", STR_ARG(host), STR_ARG(port));
	buf_putc(&b, '\0');
	if (!b.failed)
		c->connect_to = curl_slist_append(NULL, b.data);
	buf_release(&b);
	buf_add(&c->host, authority);
	buf_printf(&c->base, "%.*s%.*s:%.*s%.*s", STR_ARG(scheme), STR_ARG(c->config->tls_server_name), STR_ARG(port),
		   STR_ARG(path));
	return c->connect_to ? 0 : error_no_memory(err);
}

int kube_easy_prepare(struct kube_client *c, struct error *err)
{
	struct str url = c->config->server, scheme = str_slice(url, 0, str_starts(url, "https://") ? 8 : 7);
	struct str rest = str_slice(url, scheme.length, url.length), authority = rest;
	size_t slash = str_find(rest, '/');

	if (slash != SIZE_MAX)
		authority = str_slice(rest, 0, slash);
	if (c->config->tls_server_name.length == 0)
		buf_add(&c->base, url);
	else if (prepare_other_name(c, scheme, authority, str_slice(rest, authority.length, rest.length), err) < 0)
		return -1;
	buf_putc(&c->base, '\0');
	buf_add(&c->ca, c->config->ca);
	buf_add(&c->certificate, c->config->client_certificate);
	buf_add(&c->key, c->config->client_key);
	return c->base.failed || c->ca.failed || c->certificate.failed || c->key.failed || c->host.failed ? error_no_memory(err) : 0;
}
