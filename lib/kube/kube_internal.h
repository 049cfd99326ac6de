/* SPDX-License-Identifier: Apache-2.0 */
/* Within lib/kube: what the files of the client share, and the only header that shows types of libcurl. */
#ifndef MPICC_KUBE_INTERNAL_H
#define MPICC_KUBE_INTERNAL_H

#include <curl/curl.h>

#include "lib/kube/kube_client.h"
#include "lib/kube/kube_token.h"

/* libcurl's sockets and timers behind one descriptor. Two pools of connections, so that leases share theirs with nobody. */
enum { kube_pool_normal, kube_pool_lease, kube_pool_count };

struct kube_pool {
	CURLM *multi;
	int epoll;         /* the loop's */
	unsigned index;
	int64_t due;       /* when libcurl wants to be called; -1: no need */
};

struct kube_loop {
	int epoll;
	struct kube_pool pools[kube_pool_count];
};

int kube_loop_init(struct kube_loop *l, struct error *err);
void kube_loop_release(struct kube_loop *l);
/* Lets libcurl act on sockets that are ready and timers that are due. */
int kube_loop_act(struct kube_loop *l, int64_t now, struct error *err);
/* When it must be called next; INT64_MAX: only when its descriptor is ready. */
int64_t kube_loop_due(const struct kube_loop *l);
/* The next transfer that is over, or NULL. */
CURL *kube_loop_finished(struct kube_loop *l, CURLcode *out_result);

/* Where a request is; it is in the client's list of that name. */
enum kube_place {
	kube_place_waiting, /* for its turn */
	kube_place_running,
	kube_place_delayed, /* until retry_at */
	kube_place_failed,  /* could not even be started: `answer` says why */
	kube_place_count
};

struct kube_request {
	struct kube_client *client;
	struct kube_request *previous, *next;
	enum kube_place place;
	bool cancelled;              /* while it runs: to be taken out of libcurl */
	struct kube_call call;       /* whose texts point into `text` */
	struct buf text;
	size_t sent;                 /* bytes of the body */

	CURL *easy;
	struct curl_slist *headers;
	char error[CURL_ERROR_SIZE];
	struct buf body;
	size_t header_bytes;
	char retry_after[64], content_type[128];
	bool refused;                /* we ended it, and `status` says why */
	struct kube_status status;

	int64_t started, deadline;   /* deadline: INT64_MAX when there is none */
	int64_t retry_at, handed_us;
	unsigned tries;
};

struct kube_request_list {
	struct kube_request *first, *last;
	size_t count;
};

struct kube_client {
	const struct kube_config *config;
	const struct io *io;
	struct kube_loop loop;
	struct kube_token token;
	struct kube_request_list lists[kube_place_count];
	size_t running_normal;       /* of lane normal */
	struct kube_timer *timers;
	struct kube_client_counts counts;
	uint64_t random;
	int64_t woke_us;

	struct buf ca, certificate, key; /* PEM; of a credential plugin's see `token` */
	int64_t files_read_at;           /* where they come from files */
	struct buf base;             /* what every URL begins with, NUL-terminated */
	struct buf host;             /* for the Host header, and … */
	struct curl_slist *connect_to; /* … where to connect instead, when the server goes by another name in TLS */
	uint64_t warnings[kube_warnings_max]; /* hashes of those that were told */
	unsigned warning_count;
	void (*warned)(void *payload, struct str text);
	void *warned_payload;
	char user_agent[64];
	bool allow_http;
};

/* Makes the transfer of a request: its URL, headers, TLS, limits. -1 for no memory and no credential. */
int kube_easy_make(struct kube_request *r, int64_t now, struct error *err);
void kube_easy_free(struct kube_request *r);
/* Certificates and what is checked of the server's. Reads their files again when it is time for that. */
void kube_tls_set(const struct kube_request *r, int64_t now);
/* Empties a buffer that holds a private key. */
void kube_tls_wipe(struct buf *key);
/* The parts of `config` that URLs are made of. */
int kube_easy_prepare(struct kube_client *c, struct error *err);

/* A header line: tells of a warning that was not told before (RFC 9110, 5.5; KEP-1693). */
void kube_warning_take(struct kube_client *c, struct str line);

/* Requests whose turn or time has come are started; those cancelled are freed; those that failed are told. */
void kube_requests_act(struct kube_client *c, int64_t now);
void kube_request_finish(struct kube_request *r, CURLcode result);
int64_t kube_requests_due(const struct kube_client *c);
void kube_requests_free_all(struct kube_client *c);

#endif
