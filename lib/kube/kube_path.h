/* SPDX-License-Identifier: Apache-2.0 */
/* Kinds -> paths of the Kubernetes API (kubernetes.io/docs/reference/using-api/api-concepts), percent-encoded. */
#ifndef MPICC_KUBE_PATH_H
#define MPICC_KUBE_PATH_H

#include "lib/base/buf.h"

/* The rows of kinds.def: kube_kind_job, kube_kind_pod, … */
enum kube_kind {
#define KIND(name, api_version, kind, resource, namespaced) kube_kind_##name,
#include "lib/kube/kinds.def"
#undef KIND
	kube_kind_count
};

struct kube_kind_info {
	const char *api_version; /* "batch/v1" */
	const char *kind;        /* "Job" */
	const char *resource;    /* "jobs" */
	bool namespaced;
};
const struct kube_kind_info *kube_kind_info(enum kube_kind kind);

struct kube_path {
	enum kube_kind kind;
	struct str namespace;    /* empty: all namespaces; not looked at where kinds have none */
	struct str name;         /* empty: the collection */
	const char *subresource; /* "status", "log"; NULL: the object itself */
};

/* Appends the path. False, and nothing appended, for a namespace or name that would lead elsewhere: "." and "..". */
bool kube_path_add(struct buf *b, const struct kube_path *path);
/* Appends ?key=value, or &key=value when `b` has a ? already. */
void kube_query_add(struct buf *b, const char *key, struct str value);

#endif
