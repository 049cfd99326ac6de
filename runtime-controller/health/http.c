/* SPDX-License-Identifier: Apache-2.0 */
/* Sockets, and the heads of requests. */
#include "runtime-controller/health/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Where the head ends: an empty line. SIZE_MAX: not there. */
static size_t head_end(struct str bytes)
{
	for (size_t i = 0; i + 3 < bytes.length; i++)
		if (memcmp(bytes.data + i, "\r\n\r\n", 4) == 0)
			return i;
	return SIZE_MAX;
}

int http_request_read(struct str bytes, struct str *out_path, bool *out_head)
{
	size_t end = head_end(bytes);
	struct str head, line, method, target;

	if (end == SIZE_MAX)
		return bytes.length >= http_request_max ? 431 : 0;
	head = str_slice(bytes, 0, end);
	str_cut(&head, '\r', &line);
	if (!str_cut(&line, ' ', &method) || !str_cut(&line, ' ', &target) || !str_starts(line, "HTTP/1.") ||
	    !str_starts(target, "/"))
		return 400;
	if (!str_is(method, "GET") && !str_is(method, "HEAD"))
		return 405;
	*out_head = str_is(method, "HEAD");
	*out_path = str_slice(target, 0, str_find(target, '?'));
	return 200;
}

static int no_address(struct error *err, struct str address)
{
	return error_set(err, error_io, "`%.*s` is no address to listen on; write it as 127.0.0.1:8080 or [::1]:8080",
			 STR_ARG(address));
}

static bool read_port(struct str text, in_port_t *out)
{
	int64_t port;

	if (!str_to_int(text, &port) || port < 0 || port > 65535)
		return false;
	*out = htons((uint16_t)port);
	return true;
}

union any_address {
	struct sockaddr common;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

static bool read_address(struct str address, union any_address *out, socklen_t *out_size)
{
	size_t colon = str_find_last(address, ':');
	struct str host = str_slice(address, 0, colon);
	char text[INET6_ADDRSTRLEN] = "";
	bool v6 = str_starts(host, "[") && str_ends(host, "]");

	memset(out, 0, sizeof(*out));
	if (v6)
		host = str_slice(host, 1, host.length - 1);
	if (colon == SIZE_MAX || host.length == 0 || host.length >= sizeof(text))
		return false;
	memcpy(text, host.data, host.length);
	out->common.sa_family = v6 ? AF_INET6 : AF_INET;
	*out_size = v6 ? sizeof(out->v6) : sizeof(out->v4);
	if (!read_port(str_slice(address, colon + 1, address.length), v6 ? &out->v6.sin6_port : &out->v4.sin_port))
		return false;
	return inet_pton(out->common.sa_family, text, v6 ? (void *)&out->v6.sin6_addr : (void *)&out->v4.sin_addr) == 1;
}

int http_server_open(struct http_server *s, struct str address, struct error *err)
{
	union any_address a;
	socklen_t size;
	int on = 1;

	s->listener = -1;
	for (int i = 0; i < http_connections_max; i++)
		s->connections[i] = (struct http_connection){.fd = -1};
	if (!read_address(address, &a, &size))
		return no_address(err, address);
	s->listener = socket(a.common.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (s->listener >= 0 && setsockopt(s->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0 &&
	    bind(s->listener, &a.common, size) == 0 && listen(s->listener, http_connections_max) == 0)
		return 0;
	error_set(err, error_io, "cannot listen on %.*s: %s", STR_ARG(address), strerror(errno));
	http_server_close(s);
	return -1;
}

static void end(struct http_connection *c)
{
	if (c->fd < 0)
		return;
	close(c->fd);
	c->fd = -1;
	buf_release(&c->in);
	buf_release(&c->out);
}

void http_server_close(struct http_server *s)
{
	for (int i = 0; i < http_connections_max; i++)
		end(&s->connections[i]);
	if (s->listener >= 0)
		close(s->listener);
	s->listener = -1;
}

int http_server_port(const struct http_server *s)
{
	union any_address a;
	socklen_t size = sizeof(a);

	if (getsockname(s->listener, &a.common, &size) < 0)
		return -1;
	return ntohs(a.common.sa_family == AF_INET6 ? a.v6.sin6_port : a.v4.sin_port);
}

static bool is_full(const struct http_server *s)
{
	for (int i = 0; i < http_connections_max; i++)
		if (s->connections[i].fd < 0)
			return false;
	return true;
}

size_t http_server_fds(const struct http_server *s, struct pollfd *out)
{
	size_t count = 0;

	if (s->listener >= 0 && !is_full(s))
		out[count++] = (struct pollfd){.fd = s->listener, .events = POLLIN};
	for (int i = 0; i < http_connections_max; i++) {
		const struct http_connection *c = &s->connections[i];

		if (c->fd >= 0)
			out[count++] = (struct pollfd){.fd = c->fd, .events = c->out.length ? POLLOUT : POLLIN};
	}
	return count;
}

static void begin(struct http_server *s, int64_t now_ms)
{
	for (int i = 0; i < http_connections_max; i++) {
		struct http_connection *c = &s->connections[i];

		if (c->fd >= 0)
			continue;
		c->fd = accept4(s->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (c->fd < 0)
			return;
		c->until_ms = now_ms + http_deadline_ms;
		c->sent = 0;
		buf_init(&c->in, http_request_max);
		buf_init(&c->out, http_answer_max);
	}
}

static const char *reason_of(int status)
{
	switch (status) {
	case 200:
		return "OK";
	case 404:
		return "Not Found";
	case 405:
		return "Method Not Allowed";
	case 431:
		return "Request Header Fields Too Large";
	case 503:
		return "Service Unavailable";
	default:
		return "Bad Request";
	}
}

static void write_answer(struct http_connection *c, const struct http_answer *answer, bool head)
{
	buf_printf(&c->out, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\nCache-Control: no-store\r\n"
		   "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n", answer->status, reason_of(answer->status),
		   answer->content_type, answer->body.length);
	if (!head)
		buf_add(&c->out, buf_str(&answer->body));
}

static void respond(struct http_server *s, struct http_connection *c)
{
	struct http_answer answer = {.status = 404, .content_type = "text/plain; charset=utf-8"};
	struct str path;
	bool head = false;
	int status = http_request_read(buf_str(&c->in), &path, &head);

	if (status == 0)
		return;
	buf_init(&answer.body, http_answer_max / 2);
	if (status == 200)
		s->handle(s->payload, path, &answer);
	else
		answer.status = status;
	write_answer(c, &answer, head);
	if (answer.body.failed || c->out.failed)
		end(c);
	buf_release(&answer.body);
}

static bool would_block(void)
{
	return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

static void receive(struct http_server *s, struct http_connection *c)
{
	char bytes[1024];
	size_t left = http_request_max - c->in.length;
	ssize_t n = recv(c->fd, bytes, left < sizeof(bytes) ? left : sizeof(bytes), 0);

	if (n <= 0) {
		if (n == 0 || !would_block())
			end(c);
		return;
	}
	buf_add(&c->in, (struct str){bytes, (size_t)n});
	respond(s, c);
}

static void transmit(struct http_connection *c)
{
	ssize_t n = send(c->fd, c->out.data + c->sent, c->out.length - c->sent, MSG_NOSIGNAL);

	if (n < 0 && would_block())
		return;
	if (n > 0)
		c->sent += (size_t)n;
	if (n < 0 || c->sent == c->out.length)
		end(c);
}

static void serve_one(struct http_server *s, const struct pollfd *fd)
{
	for (int i = 0; i < http_connections_max; i++) {
		struct http_connection *c = &s->connections[i];

		if (c->fd != fd->fd)
			continue;
		if (c->out.length)
			transmit(c);
		else
			receive(s, c);
		return;
	}
}

void http_server_serve(struct http_server *s, const struct pollfd *fds, size_t count, int64_t now_ms)
{
	for (size_t i = 0; i < count; i++)
		if (fds[i].revents && fds[i].fd != s->listener)
			serve_one(s, &fds[i]);
	for (int i = 0; i < http_connections_max; i++)
		if (s->connections[i].fd >= 0 && s->connections[i].until_ms <= now_ms)
			end(&s->connections[i]);
	for (size_t i = 0; i < count; i++)
		if (fds[i].revents && fds[i].fd == s->listener)
			begin(s, now_ms);
}

int64_t http_server_wait(const struct http_server *s, int64_t now_ms)
{
	int64_t first = -1;

	for (int i = 0; i < http_connections_max; i++) {
		int64_t left = s->connections[i].until_ms - now_ms;

		if (s->connections[i].fd >= 0 && (first < 0 || left < first))
			first = left < 0 ? 0 : left;
	}
	return first;
}
