/* SPDX-License-Identifier: Apache-2.0 */
/* A client of a fake apiserver, and what a call brought. */
#ifndef MPICC_TESTS_KUBE_CLIENT_CASE_H
#define MPICC_TESTS_KUBE_CLIENT_CASE_H

#include "lib/base/io.h"
#include "lib/kube/kube_client.h"
#include "tests/support/fake_io.h"
#include "tests/support/fake_kube.h"
#include "tests/support/test.h"

struct client_case {
	struct arena arena;
	struct fake_kube server;
	struct fake_io files;
	struct kube_config config;
	struct kube_client *client;
};

/* Before it may be changed: `config`, `files`; then client_case_connect. */
void client_case_init(struct client_case *c, const struct fake_reply *replies, size_t count);
void client_case_init_handler(struct client_case *c, fake_kube_handler *handler, void *payload);
void client_case_connect(struct client_case *c);
void client_case_release(struct client_case *c);
#define CLIENT_CASE(c) __attribute__((cleanup(client_case_release))) struct client_case c

/* How a call ended. */
struct call_result {
	int calls;
	struct kube_answer answer;  /* without its body */
	struct str body;            /* or what was streamed; in `arena` */
	struct arena *arena;
	int take_at_most;           /* pieces of a stream; 0: all */
	int pieces;
};
void on_result(void *result, const struct kube_answer *answer);
int on_piece(void *result, struct str bytes);

/* Polls until `count` calls have ended; fails the test after 20 s. */
void client_case_wait(struct client_case *c, const struct call_result *result, int count);
/* Polls for so long. */
void client_case_spin(struct client_case *c, int ms);

/* One call of that verb, to its end. */
struct call_result client_case_call(struct client_case *c, enum kube_verb verb, const char *body);

#endif
