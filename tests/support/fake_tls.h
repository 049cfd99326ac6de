/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TLS in front of a fake server: a relay on loopback that ends TLS and passes the bytes on. Its authority and
 * certificates are made when it starts, so nothing secret lies in the repository.
 */
#ifndef MPICC_TESTS_FAKE_TLS_H
#define MPICC_TESTS_FAKE_TLS_H

#include <openssl/ssl.h>
#include <pthread.h>

#include "lib/base/arena.h"

enum { fake_tls_connections_max = 16 };

struct fake_tls_options {
	const char *names;      /* subjectAltName of its certificate; NULL: "IP:127.0.0.1" */
	int version_max;        /* TLS1_1_VERSION, …; 0: any */
	bool ask_certificate;   /* of clients, and refuse those that have none of its authority's */
};

struct fake_tls_relay {
	struct fake_tls *server;
	int fd, backend;
	pthread_t thread;
};

struct fake_tls {
	char url[64];           /* "https://127.0.0.1:PORT" */
	struct str ca;          /* PEM of its authority, in the arena of fake_tls_start */
	struct str client_certificate, client_key; /* of a client it knows */
	int listener, port, backend_port;
	SSL_CTX *context;
	pthread_t thread;
	pthread_mutex_t lock;
	struct fake_tls_relay relays[fake_tls_connections_max];
	unsigned relay_count;
};

void fake_tls_start(struct fake_tls *t, struct arena *a, int backend_port, const struct fake_tls_options *options);
void fake_tls_stop(struct fake_tls *t);

#endif
