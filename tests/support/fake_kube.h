/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An HTTP/1.1 server on loopback for tests of clients: answers as a script or a
 * function says, and can do what servers do on bad days: delays, cuts at any byte,
 * resets, silence. Threads of its own; it writes down every request.
 */
#ifndef MPICC_TESTS_FAKE_KUBE_H
#define MPICC_TESTS_FAKE_KUBE_H

#include <pthread.h>

#include "lib/base/str.h"

struct fake_request {
	char *method, *path;  /* path with its query; NUL-terminated */
	char *headers;        /* as they came, request line and all */
	char *body;
	unsigned connection;  /* which one it came by, from 1 */
};

/* Zeroed: 200 with an empty JSON body. */
struct fake_reply {
	int status;
	const char *content_type; /* NULL: application/json */
	const char *headers;      /* further lines, each with its CR LF; NULL: none */
	struct str body;          /* borrowed until it is sent */
	size_t piece;             /* bytes written at a time; 0: all */
	int delay_ms;             /* before the answer */
	int piece_ms;             /* between pieces */
	bool chunked;             /* as watches are */
	bool hold;                /* chunked, and after the body the stream stays open for fake_kube_push */
	bool cut;                 /* closed after cut_at bytes of the body */
	size_t cut_at;
	bool reset;               /* the connection is reset instead of an answer */
	bool close;               /* after the answer, without having said so */
};

/* Called in the server's threads, one at a time. `number` counts requests from 0. */
typedef void fake_kube_handler(void *payload, unsigned number, const struct fake_request *request, struct fake_reply *reply);

enum { fake_requests_max = 20000, fake_connections_max = 512 };

struct fake_connection {
	struct fake_kube *server;
	int fd;
	unsigned number;
	bool held;           /* waits for pushes */
	const char *path;    /* of what it holds */
	pthread_t thread;
};

struct fake_kube {
	int listener;
	int port;
	char url[64];                    /* "http://127.0.0.1:PORT" */
	fake_kube_handler *handler;
	void *payload;
	const struct fake_reply *script;
	size_t script_length;

	pthread_t thread;
	pthread_mutex_t lock;
	struct fake_request *requests;
	unsigned request_count;
	struct fake_connection connections[fake_connections_max];
	unsigned connection_count;
	bool stopping;
};

void fake_kube_start(struct fake_kube *f, fake_kube_handler *handler, void *payload);
/* The n-th request gets the n-th reply; later ones status 500. The replies are borrowed. */
void fake_kube_start_script(struct fake_kube *f, const struct fake_reply *replies, size_t count);
/* Closes everything and waits for the threads. */
void fake_kube_stop(struct fake_kube *f);

unsigned fake_kube_count(struct fake_kube *f);
/* Valid until fake_kube_stop. NULL when there are fewer. */
const struct fake_request *fake_kube_request(struct fake_kube *f, unsigned number);

/* Sends bytes on every held stream whose path begins with `prefix`; how many there were. */
unsigned fake_kube_push(struct fake_kube *f, const char *prefix, struct str bytes);
/* Ends held streams: as a server does at their timeout, or by a cut. */
void fake_kube_end_streams(struct fake_kube *f, bool cut);

#endif
