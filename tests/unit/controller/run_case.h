/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One run in a store, and what is decided about it, as a text:
 *
 *     end pi-worker as Succeeded for LauncherFinished; delete w0; write Succeeded finished
 *
 * Jobs and pods are put as JSON, in the shape in which the apiserver gives them.
 */
#ifndef MPICC_TESTS_CONTROLLER_RUN_CASE_H
#define MPICC_TESTS_CONTROLLER_RUN_CASE_H

#include "runtime-controller/reconcile/decide.h"
#include "runtime-controller/store/store.h"
#include "tests/support/test.h"

/* 2026-11-25T12:00:00Z, when all objects are made. */
#define CASE_START_MS INT64_C(1795608000000)

struct run_case {
	struct arena arena;
	struct store store;
	struct ledger ledger;
	struct moment now;
	bool suspend_workers;
	uint32_t room;
	struct decision decision;
	struct buf text;
};

/* What a Job or pod has beside what all have: members of metadata, spec and status, each beginning with a comma or empty. */
struct parts {
	const char *metadata, *spec, *status;
};

struct run_case run_case_make(void);
void run_case_release(struct run_case *c);
#define RUN_CASE(c) __attribute__((cleanup(run_case_release))) struct run_case c = run_case_make()

/* Names and uids are the same; a pod belongs to the Job `owner`. The run is hpc/pi, rmt9czhg. */
void put_job(struct run_case *c, const char *role, const char *name, struct parts parts);
void put_pod(struct run_case *c, const char *role, const char *name, const char *owner, const char *phase, struct parts parts);
void drop_job(struct run_case *c, const char *name);
void drop_pod(struct run_case *c, const char *name);

/* A launcher and a worker Job of two pods that run; `annotations` is the launcher's: `"mpicc.dev/clean-pod-policy": "All"`. */
void put_running(struct run_case *c, const char *annotations);
/* The launcher Job again, with a condition of that type that is true since `now`. */
void end_launcher(struct run_case *c, const char *annotations, const char *type, const char *reason);

#define CONDITIONS(type, reason) "\"conditions\": [{\"type\": \"" type "\", \"status\": \"True\", \"reason\": \"" reason \
	"\", \"lastTransitionTime\": \"2026-11-25T12:01:00Z\"}]"
#define END_WORKERS "end pi-worker as Succeeded for LauncherFinished"
#define ALL "\"mpicc.dev/clean-pod-policy\": \"All\""
#define NONE "\"mpicc.dev/clean-pod-policy\": \"None\""
#define RUNNING "\"mpicc.dev/clean-pod-policy\": \"Running\", \"mpicc.dev/keys\": \"controller\""

/* What has happened to the run's steps: done, or failed and to be tried again 100 ms later. */
void step_done(struct run_case *c, enum step step);
void step_failed(struct run_case *c, enum step step);
/* No Events are left to be told. */
void told_all(struct run_case *c);
/* A run that is over and written down; its worker Job has been told to end. */
void put_ended(struct run_case *c, const char *annotations);

void put_finished(struct run_case *c, const char *run, const char *uid, enum run_phase phase);
void wait_ms(struct run_case *c, int64_t ms);

/* Nothing is known of the run when its store is empty: "". */
struct str decided(struct run_case *c);
struct run *the_run(struct run_case *c);

#endif
