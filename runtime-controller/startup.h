/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a new leader reads before it decides anything: the apiserver's version, and every status ConfigMap, page by page.
 * Tried again until it succeeds.
 */
#ifndef MPICC_CONTROLLER_STARTUP_H
#define MPICC_CONTROLLER_STARTUP_H

#include "lib/kube/backoff.h"
#include "lib/kube/kube_client.h"
#include "lib/kube/list_split.h"
#include "runtime-controller/report/log.h"
#include "runtime-controller/store/ledger.h"

enum startup_state { startup_version, startup_ledger, startup_done };

struct startup {
	struct kube_client *client;
	struct ledger *ledger;
	struct log *log;
	struct arena *scratch;
	const char *namespace;  /* "" : all */
	enum startup_state state;
	bool busy;
	int64_t at_ms;          /* not before */
	struct backoff backoff;
	struct list_split split;
	struct list_page page;
	unsigned minor;         /* of the apiserver's version 1.x; 0: unknown */
};

void startup_init(struct startup *s);
void startup_release(struct startup *s);

/* To be called while this process leads, before each wait. True once all has been read. */
bool startup_run(struct startup *s);

/* Milliseconds that startup_run can wait; -1: for an answer, or for ever. */
int64_t startup_wait(const struct startup *s, int64_t now_ms);

#endif
