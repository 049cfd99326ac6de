/* SPDX-License-Identifier: Apache-2.0 */
/* Actions as requests: method, path and body. Pure, so that tests can see every byte that is sent. */
#ifndef MPICC_CONTROLLER_RECONCILE_REQUEST_H
#define MPICC_CONTROLLER_RECONCILE_REQUEST_H

#include "lib/keys/key_pair.h"
#include "lib/kube/kube_client.h"
#include "runtime-controller/reconcile/decide.h"

struct request {
	struct arena *arena;      /* for names */
	enum kube_verb verb;
	const char *content_type; /* NULL: application/json */
	struct buf path, body;
};

void request_init(struct request *r, struct arena *a);
void request_release(struct request *r); /* wipes the body first */

/* Each clears `r` and fills it; memory that ran out shows in request_is_whole. */
bool request_is_whole(const struct request *r);

/* The key Secret: owned by the Job, so that it goes when that does, and immutable. */
void request_make_key(struct request *r, const struct run_key *run, const struct job_record *owner, const struct key_pair *pair);
void request_get_key(struct request *r, const struct run_key *run);
void request_delete_key(struct request *r, const struct run_key *run, const char *uid);

/* The launcher Job by its name (lib/contract/names.h). */
void request_get_launcher(struct request *r, const struct run_key *run);

/* Ends a Job by the condition from which its controller goes on, or, where `suspend`, by spec.suspend. */
void request_end_job(struct request *r, const struct run_key *run, const struct job_record *job, const struct action *action,
		     bool suspend, int64_t wall_ms);

void request_delete_pod(struct request *r, const struct run_key *run, const struct pod_record *pod);

/* The status ConfigMap of a job with `shown`, and with `finished` (may be NULL) in front of what `ledger` (may be NULL) has. */
void request_write_status(struct request *r, const struct run_key *run, const struct job_ledger *ledger,
			  const struct shown_run *shown, const struct finished_run *finished);
void request_get_status(struct request *r, const struct run_key *run);

#endif
