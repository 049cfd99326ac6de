/* SPDX-License-Identifier: Apache-2.0 */
/* What the controller consists of, made and released as one. */
#ifndef MPICC_CONTROLLER_PARTS_H
#define MPICC_CONTROLLER_PARTS_H

#include "lib/kube/kube_watch.h"
#include "runtime-controller/elect/elector.h"
#include "runtime-controller/health/http.h"
#include "runtime-controller/options.h"
#include "runtime-controller/reconcile/reconciler.h"
#include "runtime-controller/startup.h"

/* One watch, and the part of the store that it fills. */
struct feed {
	struct parts *parts;
	enum record_kind kind;
	struct kube_watch *watch;
};

struct parts {
	const struct options *options;
	struct log *log;
	struct kube_config config;
	const char *server;
	const char *namespace;      /* "": all */
	struct kube_client *client;
	struct feed feeds[record_kind_count];
	struct store store;
	struct ledger ledger;
	struct elector elector;
	struct startup startup;
	struct reconciler reconciler;
	struct metrics metrics;
	struct http_server http;
	int signals;                /* a signalfd for SIGTERM and SIGINT */
	int64_t started_ms;         /* wall time */
};

/* Reads the configuration, listens, and starts the watches. On failure what was made is for parts_release, too. */
int parts_init(struct parts *p, const struct options *options, struct arena *a, struct arena *scratch, struct log *log,
	       struct error *err);
void parts_release(struct parts *p);

bool parts_are_synced(const struct parts *p); /* both watches have delivered all there is */

/* What http_server hands over: /healthz, /readyz, /metrics. `payload` is the parts. */
void parts_handle(void *payload, struct str path, struct http_answer *out);

#endif
