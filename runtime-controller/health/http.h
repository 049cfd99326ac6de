/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small HTTP/1.1 server for probes and Prometheus: GET and HEAD, one answer a
 * connection. Bounded in every way: so many connections, so many bytes of a request, so long for
 * all of it. It never blocks; its owner polls the descriptors it names.
 */
#ifndef MPICC_CONTROLLER_HEALTH_HTTP_H
#define MPICC_CONTROLLER_HEALTH_HTTP_H

#include <poll.h>

#include "lib/base/buf.h"
#include "lib/base/error.h"

enum {
	http_connections_max = 16,  /* more wait in the kernel's line */
	http_request_max = 4096,    /* bytes of a request's head */
	http_answer_max = 256 << 10,
	http_deadline_ms = 5000,    /* for a whole exchange, so that a slow client cannot hold a place */
	http_fds_max = http_connections_max + 1
};

struct http_answer {
	int status;               /* 200, 404, 503 */
	const char *content_type;
	struct buf body;
};

struct http_connection {
	int fd;                   /* -1: free */
	int64_t until_ms;
	struct buf in, out;
	size_t sent;
};

struct http_server {
	int listener;
	struct http_connection connections[http_connections_max];
	/* Fills `out`, whose status is 404 and body empty. `path` is without its query. */
	void (*handle)(void *payload, struct str path, struct http_answer *out);
	void *payload;
};

/* Listens on "127.0.0.1:8080", "0.0.0.0:8080" or "[::1]:8080"; port 0 takes any. */
int http_server_open(struct http_server *s, struct str address, struct error *err);
void http_server_close(struct http_server *s);
int http_server_port(const struct http_server *s);

/* Fills at most http_fds_max descriptors; how many. */
size_t http_server_fds(const struct http_server *s, struct pollfd *out);
/* After poll. `now_ms` is monotonic. */
void http_server_serve(struct http_server *s, const struct pollfd *fds, size_t count, int64_t now_ms);
/* Milliseconds until a connection must be given up; -1: there is none. */
int64_t http_server_wait(const struct http_server *s, int64_t now_ms);

/*
 * Reads a request's head. 0: not complete yet. Else the status to answer with:
 * 200 (`out_path` is set, `out_head` says whether the body is to be left out), 400, 405, 431.
 */
int http_request_read(struct str bytes, struct str *out_path, bool *out_head);

#endif
