/* SPDX-License-Identifier: Apache-2.0 */
/* A reflector on a client: keeps a sink as the server has it, through restarts of the server, until it is freed. */
#ifndef MPICC_KUBE_WATCH_H
#define MPICC_KUBE_WATCH_H

#include "lib/kube/kube_client.h"
#include "lib/kube/kube_path.h"
#include "lib/kube/reflector.h"

struct kube_watch;

struct kube_watch_options {
	enum kube_kind kind;
	struct str namespace;      /* empty: all */
	struct str label_selector; /* empty: none */
	struct str field_selector;
	struct reflector_sink sink;
	/* May be NULL: told of each request that failed, for logs. Borrowed for the call. */
	void (*failed)(void *payload, const struct kube_status *status);
};

/* Starts at the next kube_client_poll. Texts are copied. */
int kube_watch_new(struct kube_client *c, const struct kube_watch_options *options, struct kube_watch **out, struct error *err);
/* Not within a callback of its own; before the client. NULL is fine. */
void kube_watch_free(struct kube_watch *w);

bool kube_watch_is_synced(const struct kube_watch *w); /* the sink has had its first commit */
int64_t kube_watch_heard_at(const struct kube_watch *w); /* kube_now() when it last brought bytes; before that, of its making */
const struct reflector_counts *kube_watch_counts(const struct kube_watch *w);

#endif
