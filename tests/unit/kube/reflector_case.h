/* SPDX-License-Identifier: Apache-2.0 */
/* A reflector between a clock, a server and a sink that tests play. */
#ifndef MPICC_TESTS_KUBE_REFLECTOR_CASE_H
#define MPICC_TESTS_KUBE_REFLECTOR_CASE_H

#include "lib/kube/reflector.h"
#include "tests/support/test.h"

/* A reflector, its clock, and what its sink was told: "begin +a ~ -b commit". */
struct world {
	struct arena arena;
	struct reflector r;
	struct reflector_step step;
	int64_t now;
	struct str log;
	const char *refuse; /* the sink's word that it refuses */
};

void world_init(struct world *w);
void world_release(struct world *w);
#define WORLD(w) __attribute__((cleanup(world_release))) struct world w; world_init(&w)

enum reflector_wish next(struct world *w);
/* And forgets what was logged. */
void assert_log(struct world *w, const char *expected);
void assert_cancels(struct world *w);

void send_event(struct world *w, const char *type, const char *name, const char *version);
void send_initial_end(struct world *w, const char *version);
void send_error(struct world *w, enum kube_code code);
void send_item(struct world *w, const char *name);
void send_page(struct world *w, const char *version, const char *token);
/* The running request is over. */
void end(struct world *w, enum kube_code code);

/* Waits until the next request begins; the wait in milliseconds. */
int64_t wait_for_start(struct world *w);
/* A set of one object, followed from version 10. */
void sync_world(struct world *w);
/* Up to the LIST after a WatchList that an old server has refused. */
void fall_back(struct world *w);

#endif
