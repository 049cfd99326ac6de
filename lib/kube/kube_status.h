/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a request ended, from the HTTP status and the metav1.Status in the body:
 * a code for programs and a message for people.
 */
#ifndef MPICC_KUBE_STATUS_H
#define MPICC_KUBE_STATUS_H

#include "lib/base/str.h"

enum kube_code {
	kube_code_ok,
	kube_code_gone,           /* 410: the resourceVersion or continue token is too old */
	kube_code_too_new,        /* 504 "Too large resource version": the server has not got that far */
	kube_code_conflict,       /* 409: changed meanwhile, or a precondition did not hold */
	kube_code_already_exists, /* 409 as well */
	kube_code_not_found,
	kube_code_forbidden,
	kube_code_unauthorized,   /* 401: the token has been dropped, the next request takes a new one */
	kube_code_throttled,      /* 429 */
	kube_code_invalid,        /* the request itself is wrong (400, 405, 406, 413, 415, 422): never try it again as it is */
	kube_code_server,         /* any other answer: 5xx, and what is no answer of an apiserver */
	kube_code_transport,      /* no complete answer: whether a write was done is unknown */
	kube_code_count
};

struct kube_status {
	enum kube_code code;
	int http;                /* 0 when there was no answer */
	int64_t retry_after_ms;  /* what the server asks for; 0 when it does not */
	char reason[64];         /* metav1.Status.reason, "" when there was none */
	char message[400];       /* "" when ok */
};

/* A delay the server asks for is cut to this. */
enum { kube_retry_after_max_ms = 120000 };

/* `body` may be anything; what is not a Status is quoted in the message. `retry_after` is the header's value, or empty. */
void kube_status_read(int http, struct str body, struct str retry_after, struct kube_status *out);
/* The object of an ERROR event. */
void kube_status_read_event(struct str object, struct kube_status *out);
/* For what is found wrong on our side of the wire. */
void kube_status_set(struct kube_status *s, enum kube_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));

const char *kube_code_name(enum kube_code code); /* "already_exists" */

#endif
