/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests to one apiserver, many at a time, in one thread. Nothing here
 * blocks but kube_client_poll, and callbacks are only called from within it.
 *
 * TLS 1.2 or newer, the server's name checked, no redirects, no proxy but the configured
 * one, no compression. A GET is tried again while the server answers 429 or 5xx with a
 * Retry-After (10 times at most), any other request only for 429, which says that nothing was done; a write whose
 * answer is lost ends with kube_code_transport, and whoever sent it looks what became of it.
 * Reads share a connection (HTTP/2), writes have one each (HTTP/1.1), kept for the next.
 * Leases travel on connections of their own, so that no crowd of deletes can cost the leadership.
 *
 * Times are milliseconds of kube_now().
 */
#ifndef MPICC_KUBE_CLIENT_H
#define MPICC_KUBE_CLIENT_H

#include <poll.h>

#include "lib/kube/kube_config.h"
#include "lib/kube/kube_status.h"

enum {
	kube_requests_max = 95,          /* at a time, below the 100 streams an apiserver allows a connection; others wait in line */
	kube_connect_ms = 10000,
	kube_call_ms = 30000,            /* default of kube_call.timeout_ms */
	kube_headers_max = 256 << 10,    /* bytes of one answer's headers */
	kube_error_body_max = 64 << 10,  /* bytes kept of an answer that is no success */
	kube_tries_max = 10,
	kube_warnings_max = 32           /* different ones that are told */
};
#define KUBE_ANSWER_MAX ((size_t)8 << 20) /* default of kube_call.answer_max */

struct kube_client;
struct kube_request;

/* CLOCK_BOOTTIME: a machine's sleep counts. Milliseconds, and microseconds of the same clock. */
int64_t kube_now(void);
int64_t kube_now_us(void);

struct kube_client_options {
	const char *user_agent;   /* NULL: mpicc-yaml */
	bool allow_http;          /* tests: http:// to 127.0.0.1 or [::1] */
	/* May be NULL: told what a server warns of (deprecated APIs, unknown fields), each text once, at most kube_warnings_max. */
	void (*warned)(void *payload, struct str text);
	void *payload;
};

/* Reads and runs nothing; `config` and `io` (for files that change: token, CA) must outlive the client. */
int kube_client_new(const struct kube_config *config, const struct io *io, const struct kube_client_options *options,
		    struct kube_client **out, struct error *err);
/* Cancels what runs; no callback is called. NULL is fine. */
void kube_client_free(struct kube_client *c);

enum kube_verb { kube_verb_get, kube_verb_post, kube_verb_put, kube_verb_patch, kube_verb_delete };

enum kube_lane {
	kube_lane_normal,
	kube_lane_watch,  /* does not wait in line */
	kube_lane_lease   /* neither, and has connections of its own */
};

struct kube_answer {
	struct kube_status status;
	struct str body;      /* of a success without a `body` callback; borrowed for the call */
	int64_t elapsed_ms;   /* since kube_client_start */
	int64_t handed_us;    /* kube_now_us() when it was first handed to libcurl, its turn having come; 0: never */
	int64_t took_us;      /* since then */
};

/* Texts are copied. Zeroed members are defaults. */
struct kube_call {
	enum kube_verb verb;
	enum kube_lane lane;
	struct str path;           /* of kube_path_add, with its query */
	struct str body;           /* to be sent */
	const char *content_type;  /* NULL: application/json; a PATCH needs its own: KUBE_MERGE_PATCH, … */
	const char *accept;        /* NULL: application/json; where it begins so, an answer of another type is an error */
	int64_t timeout_ms;        /* for the whole of it; -1: none */
	size_t answer_max;         /* bytes; more is an error. Not for streams */
	bool once;                 /* never tried again: `done` hears of 429 and 5xx at once */
	/* Gets the body of a success piece by piece. A negative return ends the request (code server). */
	int (*stream)(void *payload, struct str bytes);
	/* Called once, and never when it was cancelled. The request is gone when it returns. */
	void (*done)(void *payload, const struct kube_answer *answer);
	void *payload;
};

#define KUBE_MERGE_PATCH "application/merge-patch+json"
#define KUBE_JSON_PATCH "application/json-patch+json"
#define KUBE_STRATEGIC_PATCH "application/strategic-merge-patch+json"
#define KUBE_APPLY_PATCH "application/apply-patch+yaml"

/* -1 only when there is no memory or the path is none; all else is told to `done`. `out` may be NULL. */
int kube_client_start(struct kube_client *c, const struct kube_call *call, struct kube_request **out, struct error *err);
/* May be called within callbacks, its own `stream` too. `r` is gone. A write that was sent may have been done. */
void kube_request_cancel(struct kube_request *r);
/* Running, waiting in line and waiting for a retry. */
size_t kube_client_pending(const struct kube_client *c);

/* Lives in its owner, who unsets it before the end of either. */
struct kube_timer {
	struct kube_timer *next;
	int64_t at;
	void (*fire)(void *payload);
	void *payload;
	bool is_set;
};
void kube_timer_set(struct kube_client *c, struct kube_timer *t, int64_t at); /* also moves one that is set */
void kube_timer_unset(struct kube_client *c, struct kube_timer *t);

/*
 * Waits until something can be done, one of `fds` is ready (see its revents) or `timeout_ms` is over (-1: no limit),
 * and does what can be done. At most 60 fds. A signal ends the wait early.
 */
int kube_client_poll(struct kube_client *c, struct pollfd *fds, size_t count, int timeout_ms, struct error *err);

/* kube_now_us() when kube_client_poll last had something to do: what callbacks are told had come by then. */
int64_t kube_client_woke_us(const struct kube_client *c);

/* For programs that wait: starts the call, whose callbacks are not looked at but for `stream`, and polls to its end. */
int kube_client_run(struct kube_client *c, const struct kube_call *call, struct arena *a, struct kube_answer *out,
		    struct error *err);

uint32_t kube_client_random(struct kube_client *c);

/* For metrics; each only grows. */
struct kube_client_counts {
	uint64_t requests[kube_code_count]; /* by how they ended; retries count, too */
	uint64_t retries;
	uint64_t bytes_read;
};
const struct kube_client_counts *kube_client_counts(const struct kube_client *c);

#endif
