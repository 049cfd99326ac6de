/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/fake_kube.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { head_max = 256 << 10 };

static void sleep_ms(int ms)
{
	if (ms > 0)
		nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000L}, NULL);
}

static bool send_all(int fd, struct str bytes)
{
	while (bytes.length) {
		ssize_t n = send(fd, bytes.data, bytes.length, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		bytes = str_slice(bytes, (size_t)n, bytes.length);
	}
	return true;
}

static bool send_chunk(int fd, struct str bytes)
{
	char head[32];

	snprintf(head, sizeof(head), "%zx\r\n", bytes.length);
	return send_all(fd, str_from(head)) && send_all(fd, bytes) && send_all(fd, STR("\r\n"));
}

static void reset(int fd)
{
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &(struct linger){1, 0}, sizeof(struct linger));
}

static bool send_head(int fd, const struct fake_reply *r)
{
	char *head, length[64] = "Transfer-Encoding: chunked\r\n";
	bool sent;

	if (!r->chunked)
		snprintf(length, sizeof(length), "Content-Length: %zu\r\n", r->body.length);
	if (asprintf(&head, "HTTP/1.1 %d Fake\r\nContent-Type: %s\r\n%s%s\r\n", r->status ? r->status : 200,
		     r->content_type ? r->content_type : "application/json", length, r->headers ? r->headers : "") < 0)
		abort();
	sent = send_all(fd, str_from(head));
	free(head);
	return sent;
}

static bool send_body(int fd, const struct fake_reply *r)
{
	struct str rest = r->cut ? str_slice(r->body, 0, r->cut_at) : r->body;

	while (rest.length) {
		struct str piece = str_slice(rest, 0, r->piece ? r->piece : rest.length);

		if (!(r->chunked ? send_chunk(fd, piece) : send_all(fd, piece)))
			return false;
		rest = str_slice(rest, piece.length, rest.length);
		sleep_ms(r->piece_ms);
	}
	return !r->cut;
}

static void set_held(struct fake_connection *c, bool held, const char *path)
{
	pthread_mutex_lock(&c->server->lock);
	c->path = path;
	c->held = held;
	pthread_mutex_unlock(&c->server->lock);
}

/* Until either side closes. */
static void hold(struct fake_connection *c, const char *path)
{
	char byte;

	set_held(c, true, path);
	while (recv(c->fd, &byte, 1, 0) > 0)
		;
	set_held(c, false, NULL);
}

/* Whether the connection goes on. */
static bool answer(struct fake_connection *c, const struct fake_request *request, struct fake_reply *r)
{
	r->chunked |= r->hold;
	sleep_ms(r->delay_ms);
	if (r->reset) {
		reset(c->fd);
		return false;
	}
	if (!send_head(c->fd, r) || !send_body(c->fd, r))
		return false;
	if (r->hold) {
		hold(c, request->path);
		return false;
	}
	return !(r->chunked && !send_all(c->fd, STR("0\r\n\r\n"))) && !r->close;
}

static const struct fake_request *record(struct fake_kube *f, const struct fake_request *request, struct fake_reply *reply)
{
	unsigned number = f->request_count;
	struct fake_request *kept = &f->requests[number];

	if (number == fake_requests_max)
		abort();
	*kept = *request;
	f->request_count++;
	if (f->handler)
		f->handler(f->payload, number, kept, reply);
	else
		*reply = number < f->script_length ? f->script[number] : (struct fake_reply){.status = 500};
	return kept;
}

/* The value of Content-Length; 0 without one. */
static size_t body_length(const char *headers)
{
	const char *found = strcasestr(headers, "\r\nContent-Length:");

	return found ? strtoul(found + 17, NULL, 10) : 0;
}

static char *cut_word(char **rest)
{
	char *word = *rest, *end = strchr(word, ' ');

	if (!end)
		return strdup(word);
	*rest = end + 1;
	return strndup(word, (size_t)(end - word));
}

/* Reads one request; false at the end of the connection. */
static bool read_request(struct fake_connection *c, struct fake_request *out)
{
	char *head = calloc(1, head_max), *rest = head;
	size_t used = 0, length, got = 0;

	while (!strstr(head, "\r\n\r\n")) {
		if (used == head_max - 1 || recv(c->fd, head + used, 1, 0) <= 0) {
			free(head);
			return false;
		}
		used++;
	}
	length = body_length(head);
	*out = (struct fake_request){.headers = head, .body = calloc(1, length + 1), .connection = c->number};
	while (got < length) {
		ssize_t n = recv(c->fd, out->body + got, length - got, 0);

		if (n <= 0)
			break;
		got += (size_t)n;
	}
	out->method = cut_word(&rest);
	out->path = cut_word(&rest);
	return true;
}

static void *serve(void *payload)
{
	struct fake_connection *c = payload;
	struct fake_request request;
	bool goes_on = true;

	while (goes_on && read_request(c, &request)) {
		struct fake_reply reply = {.status = 0};
		const struct fake_request *kept;

		pthread_mutex_lock(&c->server->lock);
		kept = record(c->server, &request, &reply);
		pthread_mutex_unlock(&c->server->lock);
		goes_on = answer(c, kept, &reply);
	}
	pthread_mutex_lock(&c->server->lock);
	close(c->fd);
	c->fd = -1;
	pthread_mutex_unlock(&c->server->lock);
	return NULL;
}

static void *accept_all(void *payload)
{
	struct fake_kube *f = payload;
	int fd;

	while ((fd = accept(f->listener, NULL, NULL)) >= 0) {
		struct fake_connection *c;
		int on = 1;

		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		pthread_mutex_lock(&f->lock);
		if (f->connection_count == fake_connections_max)
			abort();
		c = &f->connections[f->connection_count++];
		*c = (struct fake_connection){.server = f, .fd = fd, .number = f->connection_count};
		if (f->stopping)
			shutdown(fd, SHUT_RDWR);
		pthread_create(&c->thread, NULL, serve, c);
		pthread_mutex_unlock(&f->lock);
	}
	return NULL;
}

static void start(struct fake_kube *f)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(address);

	f->requests = calloc(fake_requests_max, sizeof(*f->requests));
	f->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (!f->requests || bind(f->listener, (struct sockaddr *)&address, size) < 0 || listen(f->listener, 128) < 0 ||
	    getsockname(f->listener, (struct sockaddr *)&address, &size) < 0)
		abort();
	f->port = ntohs(address.sin_port);
	snprintf(f->url, sizeof(f->url), "http://127.0.0.1:%d", f->port);
	pthread_mutex_init(&f->lock, NULL);
	pthread_create(&f->thread, NULL, accept_all, f);
}

void fake_kube_start(struct fake_kube *f, fake_kube_handler *handler, void *payload)
{
	*f = (struct fake_kube){.handler = handler, .payload = payload};
	start(f);
}

void fake_kube_start_script(struct fake_kube *f, const struct fake_reply *replies, size_t count)
{
	*f = (struct fake_kube){.script = replies, .script_length = count};
	start(f);
}

void fake_kube_stop(struct fake_kube *f)
{
	pthread_mutex_lock(&f->lock);
	f->stopping = true;
	shutdown(f->listener, SHUT_RDWR);
	for (unsigned i = 0; i < f->connection_count; i++)
		if (f->connections[i].fd >= 0)
			shutdown(f->connections[i].fd, SHUT_RDWR);
	pthread_mutex_unlock(&f->lock);
	pthread_join(f->thread, NULL);
	for (unsigned i = 0; i < f->connection_count; i++)
		pthread_join(f->connections[i].thread, NULL);
	close(f->listener);
	for (unsigned i = 0; i < f->request_count; i++) {
		free(f->requests[i].method);
		free(f->requests[i].path);
		free(f->requests[i].headers);
		free(f->requests[i].body);
	}
	free(f->requests);
	pthread_mutex_destroy(&f->lock);
}

unsigned fake_kube_count(struct fake_kube *f)
{
	unsigned count;

	pthread_mutex_lock(&f->lock);
	count = f->request_count;
	pthread_mutex_unlock(&f->lock);
	return count;
}

const struct fake_request *fake_kube_request(struct fake_kube *f, unsigned number)
{
	return number < fake_kube_count(f) ? &f->requests[number] : NULL;
}

static bool is_held(const struct fake_connection *c, const char *prefix)
{
	return c->held && c->fd >= 0 && strncmp(c->path, prefix, strlen(prefix)) == 0;
}

unsigned fake_kube_push(struct fake_kube *f, const char *prefix, struct str bytes)
{
	unsigned count = 0;

	pthread_mutex_lock(&f->lock);
	for (unsigned i = 0; i < f->connection_count; i++)
		if (is_held(&f->connections[i], prefix))
			count += send_chunk(f->connections[i].fd, bytes);
	pthread_mutex_unlock(&f->lock);
	return count;
}

void fake_kube_end_streams(struct fake_kube *f, bool cut)
{
	pthread_mutex_lock(&f->lock);
	for (unsigned i = 0; i < f->connection_count; i++) {
		struct fake_connection *c = &f->connections[i];

		if (!is_held(c, ""))
			continue;
		c->held = false;
		if (!cut)
			send_all(c->fd, STR("0\r\n\r\n"));
		shutdown(c->fd, SHUT_RDWR);
	}
	pthread_mutex_unlock(&f->lock);
}
