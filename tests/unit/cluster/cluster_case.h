/* SPDX-License-Identifier: Apache-2.0 */
/* A fake apiserver that knows a few objects, the real program, and what it says. */
#ifndef MPICC_TESTS_CLUSTER_CASE_H
#define MPICC_TESTS_CLUSTER_CASE_H

#include "tests/support/fake_kube.h"
#include "tests/support/test.h"

/* What is answered to a request whose method and path ("GET /api/v1/…") hold `part`; the first that fits counts, else 404. */
struct route {
	const char *part;
	int status;          /* 0: 200 */
	const char *body;    /* NULL: an empty list */
	const char *type;    /* content type; NULL: JSON */
	bool hold;           /* a stream that stays open */
};

struct cluster_case {
	struct arena arena;
	struct fake_kube server;
	char folder[64];     /* with the kubeconfig, whose namespace is hpc */
	const struct route *routes;
	size_t route_count;
	int code;            /* of the last run */
	struct str out, err;
};

void cluster_case_init(struct cluster_case *c, const struct route *routes, size_t count);
void cluster_case_release(struct cluster_case *c);
#define CLUSTER_CASE(c, routes)                                                                \
	__attribute__((cleanup(cluster_case_release))) struct cluster_case c;                  \
	cluster_case_init(&c, routes, sizeof(routes) / sizeof(*(routes)))

/* Runs mpicc-yaml with words of shell, after `before`, which may set variables. */
void cluster_case_run(struct cluster_case *c, const char *words);
/* Starts it, and goes on at once; then waits for its end. */
void cluster_case_start(struct cluster_case *c, const char *words);
void cluster_case_wait(struct cluster_case *c);

void assert_holds(struct str text, const char *part);
void assert_lacks(struct str text, const char *part);

/* A request that was made; fails when there is none whose path holds `part`. */
const struct fake_request *cluster_case_request(struct cluster_case *c, const char *part);

/* Pieces of objects, in C's strings. */
#define LIST_OF(items) "{\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"9\"},\"items\":[" items "]}"
#define META(name, labels)                                                                                                       \
	"\"metadata\":{\"name\":\"" name "\",\"namespace\":\"hpc\",\"uid\":\"u-" name "\",\"resourceVersion\":\"5\","            \
	"\"creationTimestamp\":\"2026-11-25T10:00:00Z\",\"labels\":{" labels "}}"
#define RUN_LABELS(job, run, role) "\"mpicc.dev/job\":\"" job "\",\"mpicc.dev/run\":\"" run "\",\"mpicc.dev/role\":\"" role "\""
#define JOB(name, job, run, role, rest) "{" META(name, RUN_LABELS(job, run, role)) "," rest "}"
#define STATUS_MAP(job, data)                                                                                                    \
	"{" META(job "-mpicc", "\"mpicc.dev/job\":\"" job "\",\"mpicc.dev/role\":\"status\"") ",\"data\":{" data "}}"
#define REFUSAL(reason, message)                                                                                                 \
	"{\"kind\":\"Status\",\"status\":\"Failure\",\"reason\":\"" reason "\",\"message\":\"" message "\"}"

#endif
