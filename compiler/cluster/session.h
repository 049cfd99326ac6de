/* SPDX-License-Identifier: Apache-2.0 */
/* A connection to the apiserver that a target names, and requests on it, one after the other. */
#ifndef MPICC_CLUSTER_SESSION_H
#define MPICC_CLUSTER_SESSION_H

#include "compiler/cluster/cluster.h"
#include "lib/kube/kube_client.h"
#include "lib/kube/kube_path.h"

struct session {
	struct arena *arena;
	struct kube_config config;
	struct kube_client *client; /* freed with the arena */
	struct str namespace;       /* empty: all */
};

/* In `a`, which it must not outlive. Asks nothing of the apiserver yet. */
int session_open(const struct cluster_target *target, struct arena *a, struct session **out, struct error *err);

/* What is asked for; empty members are not sent. */
struct question {
	struct kube_path path;
	struct str labels, fields;  /* selectors, for collections */
	struct str query;           /* further "name=value", to be sent as it is */
	const char *accept;         /* NULL: JSON */
	struct str body;            /* sent by POST when it is there */
};

/* -1 only when the request could not be sent; how it ended is in out->status. Not within an `each` or `take` of another one. */
int session_ask(struct session *s, const struct question *q, struct kube_answer *out, struct error *err);

/* Hands the body of a success on as it comes, without a limit of time; a negative `take` ends it. */
int session_stream(struct session *s, const struct question *q, int (*take)(void *payload, struct str bytes), void *payload,
		   struct kube_status *out, struct error *err);

/* All objects of a collection, page by page; a negative `each` ends it. How it ended is in *out. */
int session_list(struct session *s, const struct question *q, int (*each)(void *payload, struct str item), void *payload,
		 struct kube_status *out, struct error *err);

/* The same, and a refusal is an error. */
int session_list_all(struct session *s, const struct question *q, int (*each)(void *payload, struct str item), void *payload,
		     struct error *err);

/* Why something that was asked for is not there: "cannot list jobs in namespace hpc: …" */
int session_refused(const struct session *s, const struct kube_path *path, const struct kube_status *status, struct error *err);

#endif
